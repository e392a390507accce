import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Log } from '../src/ports.ts';
import type { Config } from './config.ts';
import { admit } from './guard.ts';
import { HttpFault, type Pages, send, sendJson, tooLarge } from './http.ts';
import type { Route } from './platform.ts';

/** Largest body a route takes unless it says otherwise. */
const BODY_LIMIT = 1_048_576;
/** How long running requests may take to finish when the service stops. */
const GRACE_MS = 10_000;

export interface HttpService {
  /** Starts to listen; resolves with the port, which is a free one when the configured one is 0. */
  listen(): Promise<number>;
  /** Takes no more requests, lets running ones finish, then cuts what is left. */
  close(): Promise<void>;
}

export interface ServerOptions {
  config: Pick<Config, 'host' | 'port' | 'publicUrl' | 'webToken'>;
  routes: readonly Route[];
  log: Log;
  /** For browsers; without them they are answered in plain words. */
  pages?: Pages;
}

/**
 * One plain HTTP server for everything: Slack, Teams, the workbench and the reference share its port.
 *
 * @throws Error when two routes claim the same path, so that a clash is seen at start
 */
export function createHttpService(options: ServerOptions): HttpService {
  const { config, log } = options;
  const find = router(options.routes);
  const server = createServer(
    { requestTimeout: 30_000, headersTimeout: 10_000, keepAliveTimeout: 5_000 },
    (request, response) => {
      const id = randomUUID();
      secure(response, id, config.publicUrl?.startsWith('https:') === true);
      serve(request, response, id).catch((error: unknown) => fail(error, request, response, id));
    },
  );
  server.maxHeadersCount = 100;
  server.on('clientError', (_, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  });

  async function serve(request: IncomingMessage, response: ServerResponse, id: string): Promise<void> {
    if (hostHeaders(request) > 1) throw new HttpFault(400, 'A request names one host.');
    // Only the path: a full address in the request line could name another host than the Host header.
    if (!request.url?.startsWith('/')) throw new HttpFault(400, 'A request names a path of this site.');
    const found = find(request.url.split('?', 1)[0] ?? '/', request.method ?? 'GET');
    if (found.route === undefined) throw found.fault;
    if (found.route.guarded) {
      const admission = admit(request, config);
      if (!admission.admitted) return refuse(request, response, admission.status, admission.why);
      response.setHeader('cache-control', 'no-store');
    }
    const most = found.route.maxBytes ?? BODY_LIMIT;
    if (Number(request.headers['content-length'] ?? 0) > most) throw tooLarge(most);
    await found.route.handle(request, response, id);
  }

  function refuse(request: IncomingMessage, response: ServerResponse, status: 401 | 403 | 404, why: string): void {
    if (status === 401 && wantsPage(request) && options.pages !== undefined) options.pages.token(response);
    else throw new HttpFault(status, why, status === 401 ? { 'www-authenticate': 'Bearer' } : {});
  }

  function fail(error: unknown, request: IncomingMessage, response: ServerResponse, id: string): void {
    if (!(error instanceof HttpFault)) log.error('request-failed', error, { request: id });
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const fault =
      error instanceof HttpFault
        ? error
        : new HttpFault(500, `Something went wrong here. Quote this when you ask: ${id}`);
    // A body that nobody will read would keep the connection busy.
    const headers = request.complete ? fault.headers : { ...fault.headers, connection: 'close' };
    if (wantsPage(request) && options.pages !== undefined)
      options.pages.fault(response, fault.status, fault.message, headers);
    else if (acceptsHtml(request)) send(response, fault.status, 'text/plain', `${fault.message}\n`, headers);
    else sendJson(response, fault.status, { error: fault.message }, headers);
  }

  return { listen: () => listen(server, config), close: () => close(server) };
}

const acceptsHtml = ({ headers }: IncomingMessage): boolean => (headers.accept ?? '').includes('text/html');
const wantsPage = (request: IncomingMessage): boolean => request.method === 'GET' && acceptsHtml(request);

type Found = { route: Route } | { route: undefined; fault: HttpFault };

function router(routes: readonly Route[]): (path: string, method: string) => Found {
  const exact = new Map<string, Route[]>();
  for (const route of routes) {
    const same = exact.get(route.path) ?? [];
    const clash = same.flatMap(({ methods }) => methods).find((method) => route.methods.includes(method));
    if (clash !== undefined) throw new Error(`two routes answer ${clash} ${route.path}`);
    exact.set(route.path, [...same, route]);
  }
  const prefixes = routes
    .filter(({ path }) => path.endsWith('/*'))
    .map((route) => [route.path.slice(0, -1), route] as const);
  return (path, method) => {
    const fits = exact.get(path) ?? prefixes.filter(([prefix]) => path.startsWith(prefix)).map(([, route]) => route);
    if (fits.length === 0 || path.endsWith('/*'))
      return { route: undefined, fault: new HttpFault(404, 'There is nothing here.') };
    const asked = method === 'HEAD' ? 'GET' : method;
    const route = fits.find(({ methods }) => methods.includes(method) || methods.includes(asked));
    if (route !== undefined) return { route };
    const allow = [
      ...new Set(fits.flatMap(({ methods }) => [...methods, ...(methods.includes('GET') ? ['HEAD'] : [])])),
    ];
    return { route, fault: new HttpFault(405, `Use ${allow.join(' or ')} here.`, { allow: allow.join(', ') }) };
  };
}

function hostHeaders(request: IncomingMessage): number {
  return request.rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host').length;
}

/** The safest answer by default; a page that needs more says so itself. */
function secure(response: ServerResponse, id: string, https: boolean): void {
  response.setHeader('x-request-id', id);
  response.setHeader(
    'content-security-policy',
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  );
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('x-frame-options', 'DENY');
  response.setHeader('referrer-policy', 'no-referrer');
  response.setHeader('cross-origin-opener-policy', 'same-origin');
  response.setHeader('cross-origin-resource-policy', 'same-origin');
  response.setHeader('permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()');
  if (https) response.setHeader('strict-transport-security', 'max-age=31536000');
}

function listen(server: Server, { host, port }: Pick<Config, 'host' | 'port'>): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.removeListener('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), GRACE_MS);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}
