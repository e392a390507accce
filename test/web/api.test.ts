import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { http, type Question } from '../support/http.ts';
import { type RunningWeb, startWeb } from '../support/web.ts';

const GMAIL =
  '550-5.7.26 Unauthenticated email from example.com is not accepted due to\n' +
  "550 5.7.26 domain's DMARC policy. Please contact the administrator of example.com domain. - gsmtp\n";

let web: RunningWeb;
beforeAll(async () => {
  web = await startWeb();
});
afterAll(async () => {
  expect(web.failed).toEqual([]);
  await web.close();
});

const post = (
  body: string | Buffer,
  headers: Question['headers'] = { 'content-type': 'text/plain' },
  path = '/api/decode',
) => http(web.port, { method: 'POST', path, headers, body });

describe('POST /api/decode', () => {
  it('answers with the JSON of the library', async () => {
    const { status, headers, body } = await post(GMAIL);
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('application/json; charset=utf-8');
    expect(JSON.parse(body)).toEqual(JSON.parse(JSON.stringify(web.engine.decode(GMAIL))));
    expect(JSON.parse(body)).toMatchObject({ v: 1, kind: 'bounce', bucket: 'fix-authentication' });
  });

  it('answers 200 as well when there is no bounce in it', async () => {
    const { status, body } = await post('Good morning');
    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject({ kind: 'none', bucket: null, failures: [] });
  });

  it('reads a mail in the charset of its bytes', async () => {
    const mail = Buffer.from(`Subject: Zur\xfcck\n\n${GMAIL}`, 'latin1');
    const { status, body } = await post(mail, { 'content-type': 'message/rfc822' });
    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject({ bucket: 'fix-authentication' });
  });

  it('reads the charset that the request names', async () => {
    const answer = await post(Buffer.from(GMAIL, 'utf16le'), { 'content-type': 'text/plain; charset=utf-16le' });
    expect(JSON.parse(answer.body)).toMatchObject({ bucket: 'fix-authentication' });
  });

  it.each([
    ['nothing', 400, '', { 'content-type': 'text/plain' }],
    ['blanks', 400, ' \n\t', { 'content-type': 'text/plain' }],
    ['no type', 415, GMAIL, {}],
    ['JSON', 415, '{}', { 'content-type': 'application/json' }],
    ['a form', 415, 'text=x', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['HTML', 415, '<p>', { 'content-type': 'text/html' }],
    ['something packed', 415, GMAIL, { 'content-type': 'text/plain', 'content-encoding': 'gzip' }],
    ['an unknown charset', 415, GMAIL, { 'content-type': 'text/plain; charset=klingon' }],
    ['too much', 413, 'x'.repeat(5_000_000), { 'content-type': 'text/plain' }],
  ])('%s: %i and a sentence', async (_, expected, body, headers) => {
    const answer = await post(body, headers);
    expect(answer.status).toBe(expected);
    expect((JSON.parse(answer.body) as { error: string }).error).toMatch(/^[A-Z].+\.$/);
  });

  it.each(['GET', 'PUT', 'DELETE', 'OPTIONS'])('%s: 405', async (method) => {
    const answer = await http(web.port, { method, path: '/api/decode' });
    expect(answer.status).toBe(405);
    expect(answer.headers.allow).toBe('POST');
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  });

  it.each([
    ['a page of another site', { origin: 'https://evil.example' }],
    ['a rebound name', { host: 'evil.example' }],
    ['a proxy', { 'x-forwarded-for': '192.0.2.1' }],
  ])('%s is refused', async (_, headers) => {
    expect((await post(GMAIL, { 'content-type': 'text/plain', ...headers })).status).toBe(403);
  });
});

describe('the workbench without a script', () => {
  it('is one page with a form, nothing inline and nothing from elsewhere', async () => {
    const { status, headers, body } = await http(web.port, { path: '/' });
    expect(status).toBe(200);
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['content-security-policy']).not.toContain('unsafe');
    expect(headers['cache-control']).toBe('no-store');
    expect(body).not.toMatch(/<style|<script(?![^>]*src=)|\son\w+=|\sstyle=|(?:src|href)="(?:https?:)?\/\//);
    const assets = [...body.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map((found) => found[1] ?? '');
    expect(assets.length).toBeGreaterThanOrEqual(3);
    for (const path of assets) expect((await http(web.port, { path })).status, path).toBe(200);
  });

  it('decodes a form on the server and marks the deciding words', async () => {
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    const { status, body } = await post(new URLSearchParams({ text: GMAIL }).toString(), type, '/');
    expect(status).toBe(200);
    expect(body).toContain('Refused under your DMARC policy');
    expect(body).toMatch(/<pre class="echo">.*<mark>.*DMARC policy<\/mark>/s);
  });

  it('shows what was pasted as text, whatever it is', async () => {
    const hostile = `</textarea><script>alert(1)</script><img src=x onerror=alert(1)> "'&\n${GMAIL}`;
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    const form = await post(new URLSearchParams({ text: hostile }).toString(), type, '/');
    expect(form.body).not.toMatch(/<script>|<img/);
    const { body } = await post(hostile, { 'content-type': 'text/plain' }, '/');
    expect((JSON.parse(body) as { html: string }).html).not.toMatch(/<script>|<img/);
  });
});

describe('the token', () => {
  const TOKEN = 'correct-horse-battery';
  let guarded: RunningWeb;
  beforeAll(async () => {
    guarded = await startWeb({ webToken: TOKEN, publicUrl: 'https://bounce.example' });
  });
  afterAll(() => guarded.close());

  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const send = (token: string) =>
    http(guarded.port, {
      method: 'POST',
      path: '/token',
      headers: form,
      body: new URLSearchParams({ token }).toString(),
    });

  it('is asked for on a page, and by 401 elsewhere', async () => {
    const page = await http(guarded.port, { path: '/', headers: { accept: 'text/html' } });
    expect(page.status).toBe(401);
    expect(page.body).toContain('type="password"');
    const api = await http(guarded.port, { method: 'POST', path: '/api/decode', body: GMAIL });
    expect(api.status).toBe(401);
    expect(api.headers['www-authenticate']).toBe('Bearer');
  });

  it('becomes a cookie that scripts and other sites can not use, and that is not the token', async () => {
    const { status, headers } = await send(TOKEN);
    expect(status).toBe(303);
    const [cookie = ''] = headers['set-cookie'] ?? [];
    expect(cookie).toMatch(/^__Host-bouncedesk=[\w-]{43}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Strict; Secure$/);
    expect(cookie).not.toContain(TOKEN);
    const pair = cookie.split(';', 1)[0] ?? '';
    const host = 'bounce.example';
    expect((await http(guarded.port, { path: '/', headers: { cookie: pair, host } })).status).toBe(200);
    const headersOf = (origin: string) => ({ cookie: pair, host, origin, 'content-type': 'text/plain' });
    const ask = (origin: string) =>
      http(guarded.port, { method: 'POST', path: '/api/decode', headers: headersOf(origin), body: GMAIL });
    expect((await ask('https://bounce.example')).status).toBe(200);
    expect((await ask('https://evil.example')).status).toBe(403);
  });

  it('can not be guessed: wrong ones are refused, and after some of them all are', async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 25; i += 1) statuses.push((await send(`wrong-${i}`)).status);
    expect(statuses[0]).toBe(401);
    expect(statuses.at(-1)).toBe(429);
  });
});

it('is off when the service is public and has no token; the reference stays', async () => {
  const open = await startWeb({ publicUrl: 'https://bounce.example' });
  try {
    expect((await http(open.port, { path: '/' })).status).toBe(404);
    expect((await http(open.port, { method: 'POST', path: '/api/decode', body: GMAIL })).status).toBe(404);
    expect((await http(open.port, { path: '/codes/550' })).status).toBe(200);
  } finally {
    await open.close();
  }
});
