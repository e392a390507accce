import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Config } from './config.ts';

/** Whether a guarded path may be served; `status` is the answer when it may not. */
export type Admission = { admitted: true } | { admitted: false; status: 401 | 403 | 404; why: string };

const LOCAL = new Set(['localhost', '127.0.0.1', '[::1]']);
/** Any of these says that somebody stands between the browser and us: then a local address proves nothing. */
const FORWARDED =
  /^(?:forwarded|via|x-forwarded.*|x-real-ip|x-original-.*|x-client-ip|x-cluster-client-ip|true-client-ip|cf-.*|fastly-.*|fly-.*|ngrok-.*|tailscale-.*|x-envoy-.*|x-azure-.*|x-amzn-.*|x-arr-.*)$/;

export const COOKIE = 'bouncedesk';

/**
 * The guard of the workbench, the API and the metrics. Without a token only this machine's own browser gets in, and being
 * on loopback does not prove that: tunnels and proxies come from there too. So the Host must be local (a rebound name is
 * not), nothing may have forwarded the request, and another site's page may not have sent it.
 */
export function admit(request: IncomingMessage, config: Pick<Config, 'publicUrl' | 'webToken'>): Admission {
  if (config.webToken !== undefined) return withToken(request, config.webToken);
  if (config.publicUrl !== undefined) return { admitted: false, status: 404, why: 'There is nothing here.' };
  if (!LOCAL.has(hostName(request.headers.host))) return refused('This page answers on this machine only.');
  if (Object.keys(request.headers).some((name) => FORWARDED.test(name))) {
    return refused(
      'This page answers on this machine only, not through a proxy or tunnel. Set WEB_ACCESS_TOKEN for that.',
    );
  }
  return sameOrigin(request, ['http']) ? { admitted: true } : refused('Another site may not ask this.');
}

function withToken(request: IncomingMessage, token: string): Admission {
  const bearer = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (bearer !== undefined && equal(bearer, token)) return { admitted: true };
  if (!cookies(request).some((cookie) => equal(cookie, cookieValue(token)))) {
    return { admitted: false, status: 401, why: 'This needs the access token of this service.' };
  }
  // The cookie comes along by itself, so who caused the request has to be asked as well.
  return sameOrigin(request, ['http', 'https']) ? { admitted: true } : refused('Another site may not ask this.');
}

/**
 * The same page or no page at all asks. A form of another site sends its Origin; a link to us sends none.
 *
 * @param schemes behind a proxy the page may be https although we are asked by http
 */
function sameOrigin(request: IncomingMessage, schemes: readonly string[]): boolean {
  const { origin, host } = request.headers;
  const site = request.headers['sec-fetch-site'];
  const reads = request.method === 'GET' || request.method === 'HEAD';
  if (!reads && (site === 'cross-site' || site === 'same-site')) return false;
  return origin === undefined || schemes.some((scheme) => origin === `${scheme}://${host}`);
}

/** Host name of a Host header without its port, lower case; '' when it is no such header. */
function hostName(host: string | undefined): string {
  return /^(\[[0-9a-f:]+\]|[a-z0-9.-]+)(?::\d{1,5})?$/.exec((host ?? '').toLowerCase())?.[1] ?? '';
}

/** What the cookie holds: proof that its owner knew the token, not the token itself. */
export function cookieValue(token: string): string {
  return createHmac('sha256', token).update('bouncedesk workbench').digest('base64url');
}

/** Compares without telling by its time how far two texts agree. */
export function equal(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

function cookies(request: IncomingMessage): string[] {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim());
  const names = [`${COOKIE}=`, `__Host-${COOKIE}=`];
  return pairs.flatMap((pair) => names.filter((name) => pair.startsWith(name)).map((name) => pair.slice(name.length)));
}

const refused = (why: string): Admission => ({ admitted: false, status: 403, why });
