import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { http } from '../support/http.ts';
import { type RunningWeb, startWeb } from '../support/web.ts';

let web: RunningWeb;
beforeAll(async () => {
  web = await startWeb();
});
afterAll(async () => {
  expect(web.failed).toEqual([]);
  await web.close();
});

const get = (path: string) => http(web.port, { path });
const title = (body: string): string => /<h1[^>]*>(.*?)<\/h1>/s.exec(body)?.[1]?.replace(/<[^>]*>/g, '') ?? '';

describe('/codes', () => {
  it('lists every code, cause and shelf as plain links', async () => {
    const { status, body } = await get('/codes');
    expect(status).toBe(200);
    const { causes, shelves, replies, statuses } = web.engine.library;
    const named = shelves.filter(({ kind }) => kind !== 'standard');
    const links = new Set([...body.matchAll(/<a href="\/codes\/([^"]+)"/g)].map((found) => found[1]));
    for (const { id } of [...causes, ...named]) expect(links, id).toContain(id);
    for (const { code } of replies) expect(links).toContain(code);
    for (const { code } of statuses) expect(links).toContain(code.replace('X', '5'));
    expect(links).toContain('prevention');
    expect(links).toContain('faq');
  });

  it('every page it links to is there, whole, and leads nowhere that is not', async () => {
    const seen = new Set(['/codes']);
    const wait = ['/codes'];
    const broken: string[] = [];
    for (let path = wait.pop(); path !== undefined; path = wait.pop()) {
      const { status, body } = await get(path);
      if (
        status !== 200 ||
        (path !== '/codes' && title(body) === '') ||
        /\{\w+[|}]|>undefined<|\[object [A-Z]/.test(body)
      )
        broken.push(path);
      for (const [, next = ''] of body.matchAll(/<a href="(\/codes\/[^"?#]+)"/g)) {
        if (!seen.has(next)) wait.push(next);
        seen.add(next);
      }
    }
    expect(broken).toEqual([]);
    expect(seen.size).toBeGreaterThan(200);
  });

  it.each([
    ['/codes/5.7.26', 'Status 5.7.26'],
    ['/codes/550', 'Reply code 550'],
    ['/codes/550+5.7.1', '550 5.7.1'],
    ['/codes/550%205.7.1', '550 5.7.1'],
    ['/codes/gmail', 'Gmail'],
    ['/codes/mailbox-full', 'The mailbox is full'],
    ['/codes/gmail/dmarc-policy', 'Gmail: Refused under your DMARC policy'],
    ['/codes/fix-authentication', 'Fix authentication'],
    ['/codes/prevention', 'Keeping bounces away'],
    ['/codes/faq', 'Questions people ask'],
  ])('%s is %s', async (path, expected) => {
    const { status, body, headers } = await get(path);
    expect(status).toBe(200);
    expect(title(body)).toBe(expected);
    expect(headers['content-security-policy']).not.toContain('unsafe');
  });

  it.each([
    '/codes/no-such-thing',
    '/codes/<script>',
    '/codes/%3Cscript%3E',
    '/codes/%',
    '/codes/%00',
    '/codes/../../etc/passwd',
  ])('%s is not there, and nothing of it is markup', async (path) => {
    const { status, body } = await get(path);
    expect(status).toBe(404);
    expect(body).not.toMatch(/<script>/);
  });

  it.each([
    ['5.7.26', '/codes/5.7.26'],
    ['550 5.7.1', '/codes/550%205.7.1'],
    ['Mailbox full', '/codes/mailbox-full'],
    ['Gmail', '/codes/gmail'],
  ])('the search for %s ends on its page', async (asked, path) => {
    const { status, headers } = await get(`/codes?q=${encodeURIComponent(asked)}`);
    expect([status, headers.location]).toEqual([302, path]);
    expect((await get(path)).status).toBe(200);
  });

  it('searches without a script as well', async () => {
    const { body } = await get('/codes?q=mailbox+room');
    expect(body).toContain('/codes/mailbox-full');
    expect(body).not.toContain('/codes/dkim-fail');
    expect((await get('/codes?q=zzzz')).body).toContain('Nothing found.');
    expect((await get('/codes?q=%22%3E%3Cscript%3E')).body).not.toContain('<script>');
  });

  it('finds a rule by the words of a reply, and leads to its page', async () => {
    const { body } = await get('/codes?q=very+low+reputation+sending+domain');
    const path = /href="(\/codes\/gmail\/[a-z0-9-]+)"/.exec(body)?.[1];
    expect(path).toBeDefined();
    expect((await get(path ?? '')).body).toContain('Words it looks for');
  });

  it('has headings that can be linked to, and sources that say whose they are', async () => {
    const { body } = await get('/codes/prevention');
    expect(body).toContain('id="watch-the-complaint-rate"');
    expect(body).toContain('Source: support.google.com');
  });

  it('may be kept by caches, unlike the workbench', async () => {
    expect((await get('/codes/550')).headers['cache-control']).toContain('public');
    expect((await get('/')).headers['cache-control']).toBe('no-store');
  });
});

describe('what there is not', () => {
  it('is said on a page to a browser, and in JSON to a program', async () => {
    const page = await http(web.port, { path: '/nothing', headers: { accept: 'text/html,*/*' } });
    expect(page.status).toBe(404);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(title(page.body)).toBe('There is nothing here.');
    expect(page.body).toContain('<a href="/codes"');
    const json = await http(web.port, { path: '/nothing' });
    expect([json.status, JSON.parse(json.body)]).toEqual([404, { error: 'There is nothing here.' }]);
  });
});

describe('the code reference on a public address', () => {
  it.each([
    ['leads to no workbench where there is none', {}, false],
    ['leads to the workbench where it has a token', { webToken: 'a-token-of-enough-length' }, true],
  ])('%s', async (_, token, leads) => {
    const open = await startWeb({ publicUrl: 'https://bounce.example.com', ...token });
    try {
      const { status, body } = await http(open.port, { path: '/codes/5.7.26' });
      expect(status).toBe(200);
      expect(body.includes('<a href="/"')).toBe(leads);
    } finally {
      await open.close();
    }
  });
});
