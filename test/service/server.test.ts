import { connect } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { HttpFault, readBody, send } from '../../adapters/http.ts';
import type { Route } from '../../adapters/platform.ts';
import { createHttpService, type HttpService, type ServerOptions } from '../../adapters/server.ts';
import { http, type Question } from '../support/http.ts';

const running: HttpService[] = [];
const logged: [string, unknown][] = [];
const log = {
  info: () => {},
  warn: () => {},
  error: (event: string, error: unknown) => void logged.push([event, error]),
};

const routes: Route[] = [
  {
    path: '/open',
    methods: ['GET'],
    guarded: false,
    handle: (_, response) => send(response, 200, 'text/plain', 'open'),
  },
  {
    path: '/mine',
    methods: ['GET', 'POST'],
    guarded: true,
    handle: (_, response) => send(response, 200, 'text/plain', 'in'),
  },
  {
    path: '/body',
    methods: ['POST'],
    guarded: false,
    maxBytes: 10,
    handle: async (request, response) =>
      send(response, 200, 'text/plain', String((await readBody(request, 10)).length)),
  },
  {
    path: '/below/*',
    methods: ['GET'],
    guarded: false,
    handle: (request, response) => send(response, 200, 'text/plain', request.url ?? ''),
  },
  {
    path: '/broken',
    methods: ['GET'],
    guarded: false,
    handle: () => {
      throw new Error('a detail nobody outside may read');
    },
  },
  { path: '/fault', methods: ['GET'], guarded: false, handle: () => Promise.reject(new HttpFault(503, 'Later.')) },
];

async function start(config: Partial<ServerOptions['config']> = {}): Promise<number> {
  const service = createHttpService({ config: { host: '127.0.0.1', port: 0, ...config }, routes, log });
  running.push(service);
  return service.listen();
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((service) => service.close()));
  logged.length = 0;
});

const TOKEN = 'correct-horse-battery';
const local = (port: number) => `http://127.0.0.1:${port}`;

describe('guarded paths without a token', () => {
  const cases: [string, number, (port: number) => Question][] = [
    ['this machine by address', 200, () => ({})],
    ['this machine by name', 200, (port) => ({ headers: { host: `localhost:${port}` } })],
    ['this machine by IPv6', 200, (port) => ({ headers: { host: `[::1]:${port}` } })],
    ['a name in capitals', 200, () => ({ headers: { host: 'LOCALHOST' } })],
    ['the same origin', 200, (port) => ({ method: 'POST', headers: { origin: local(port) } })],
    ['a rebound name', 403, () => ({ headers: { host: 'evil.example' } })],
    ['a name that only begins like ours', 403, () => ({ headers: { host: 'localhost.evil.example' } })],
    ['a name that only ends like ours', 403, () => ({ headers: { host: 'evil.example:80@localhost' } })],
    ['another address of this machine', 403, () => ({ headers: { host: '192.0.2.1' } })],
    ['an unspecified address', 403, () => ({ headers: { host: '0.0.0.0' } })],
    ['another origin', 403, () => ({ method: 'POST', headers: { origin: 'https://evil.example' } })],
    ['no origin to speak of', 403, () => ({ method: 'POST', headers: { origin: 'null' } })],
    ['the same host, another port', 403, () => ({ method: 'POST', headers: { origin: 'http://127.0.0.1:1' } })],
    ['another site without origin', 403, () => ({ method: 'POST', headers: { 'sec-fetch-site': 'cross-site' } })],
    ['a proxy (Forwarded)', 403, () => ({ headers: { forwarded: 'for=192.0.2.1' } })],
    ['a proxy (X-Forwarded-For)', 403, () => ({ headers: { 'x-forwarded-for': '127.0.0.1' } })],
    ['a proxy (X-Forwarded-Host)', 403, () => ({ headers: { 'x-forwarded-host': 'localhost' } })],
    ['a proxy (X-Real-IP)', 403, () => ({ headers: { 'x-real-ip': '127.0.0.1' } })],
    ['a proxy (Via)', 403, () => ({ headers: { via: '1.1 proxy' } })],
    ['a tunnel', 403, () => ({ headers: { 'cf-connecting-ip': '192.0.2.1' } })],
  ];

  it.each(cases)('%s: %i', async (_, status, question) => {
    const port = await start();
    expect((await http(port, { path: '/mine', ...question(port) })).status).toBe(status);
  });

  it('are off as soon as the service has a public address', async () => {
    const port = await start({ publicUrl: 'https://bounce.example' });
    expect((await http(port, { path: '/mine' })).status).toBe(404);
    expect((await http(port, { path: '/open' })).status).toBe(200);
  });

  it('refuses a request that names two hosts', async () => {
    const port = await start();
    const answer = await raw(
      port,
      `GET /mine HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  });

  it('refuses a request without a host name', async () => {
    expect(await raw(await start(), 'GET /mine HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n')).toMatch(
      /^HTTP\/1\.1 40[03] /,
    );
    expect(await raw(await start(), 'GET /mine HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 403 /);
  });

  it('refuses a request line that names a host of its own', async () => {
    const port = await start();
    const answer = await raw(
      port,
      `GET http://localhost/mine HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  });
});

describe('guarded paths with a token', () => {
  it.each([
    ['no token', 401, {}],
    ['the wrong token', 401, { authorization: 'Bearer wrong-horse-battery-x' }],
    ['the token in another scheme', 401, { authorization: `Basic ${TOKEN}` }],
    ['the token as cookie', 401, { cookie: `bouncedesk=${TOKEN}` }],
    ['the token', 200, { authorization: `Bearer ${TOKEN}` }],
    [
      'the token through a proxy',
      200,
      { authorization: `Bearer ${TOKEN}`, 'x-forwarded-for': '192.0.2.1', host: 'bounce.example' },
    ],
  ])('%s: %i', async (_, status, headers) => {
    const port = await start({ webToken: TOKEN, publicUrl: 'https://bounce.example' });
    expect((await http(port, { path: '/mine', headers })).status).toBe(status);
  });
});

describe('every path', () => {
  it.each([
    ['GET', '/nowhere', 404],
    ['POST', '/open', 405],
    ['DELETE', '/mine', 405],
    ['HEAD', '/open', 200],
    ['GET', '/below/a/b', 200],
    ['GET', '/below', 404],
    ['GET', '/open?with=query', 200],
    ['GET', '/fault', 503],
  ])('%s %s: %i', async (method, path, status) => {
    expect((await http(await start(), { method, path })).status).toBe(status);
  });

  it('names the methods that would do', async () => {
    expect((await http(await start(), { method: 'PUT', path: '/open' })).headers.allow).toBe('GET, HEAD');
  });

  it('refuses a body that is too long, announced or not', async () => {
    const port = await start();
    expect((await http(port, { method: 'POST', path: '/body', body: '1234567890' })).body).toBe('10');
    expect((await http(port, { method: 'POST', path: '/body', body: '12345678901' })).status).toBe(413);
    const chunked = { 'transfer-encoding': 'chunked' };
    expect((await http(port, { method: 'POST', path: '/body', headers: chunked, body: '12345678901' })).status).toBe(
      413,
    );
  });

  it('hides what went wrong inside, and gives an id to quote', async () => {
    const answer = await http(await start(), { path: '/broken' });
    expect(answer.status).toBe(500);
    expect(answer.body).not.toContain('detail');
    expect(answer.body).toContain(String(answer.headers['x-request-id']));
    expect(logged.map(([event]) => event)).toEqual(['request-failed']);
  });

  it.each(['/open', '/nowhere', '/broken', '/mine'])('%s carries the security headers', async (path) => {
    const { headers } = await http(await start(), { path });
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('answers garbage with 400', async () => {
    expect(await raw(await start(), 'nonsense\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
  });
});

it('says at start that two routes want the same path', () => {
  const [open] = routes;
  const twice = open === undefined ? [] : [open, open];
  expect(() => createHttpService({ config: { host: '127.0.0.1', port: 0 }, routes: twice, log })).toThrow('GET /open');
});

it('lets a running request finish when it closes', async () => {
  let finish: (() => void) | undefined;
  const slow: Route = {
    path: '/slow',
    methods: ['GET'],
    guarded: false,
    handle: (_, response) => {
      finish = () => send(response, 200, 'text/plain', 'done');
    },
  };
  const service = createHttpService({ config: { host: '127.0.0.1', port: 0 }, routes: [slow], log });
  const port = await service.listen();
  const answer = http(port, { path: '/slow' });
  await vi.waitFor(() => expect(finish).toBeDefined());
  const closed = service.close();
  finish?.();
  expect((await answer).body).toBe('done');
  await closed;
  await expect(http(port, { path: '/slow' })).rejects.toThrow();
});

function raw(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk) => {
      answer += String(chunk);
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(answer));
  });
}
