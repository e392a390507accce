import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { type RunningWeb, startWeb } from '../support/web.ts';

const GMAIL =
  'Hello, any idea?\n\n550-5.7.26 Unauthenticated email from example.com is not accepted due to\n' +
  "550 5.7.26 domain's DMARC policy. Please contact the administrator of example.com domain. - gsmtp\n";
const IN_PAGE = readFileSync(new URL('./in-page.js', import.meta.url), 'utf8');
const PHONE = { width: 390, height: 844 };

let web: RunningWeb;
let chromium: TestBrowser;
let page: Page;
/** Everything the page complained about: script faults and what the policy refused. */
let complaints: string[] = [];

beforeAll(async () => {
  [web, chromium] = await Promise.all([startWeb(), launchBrowser()]);
});
afterAll(async () => {
  await chromium.close();
  await web.close();
});
afterEach(async () => {
  expect(complaints).toEqual([]);
  await page.context().close();
});

interface How {
  viewport?: { width: number; height: number };
  colorScheme?: 'light' | 'dark';
  javaScriptEnabled?: boolean;
}

async function open(path: string, how: How = {}): Promise<Page> {
  const context = await chromium.browser.newContext({ viewport: { width: 1280, height: 900 }, ...how });
  page = await context.newPage();
  page.setDefaultTimeout(10_000);
  complaints = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(web.url)) complaints.push(`asked ${request.url()}`);
  });
  await page.goto(`${web.url}${path}`);
  return page;
}

async function decode(text: string): Promise<void> {
  await page.fill('#text', text);
  await page.keyboard.press('Control+Enter');
  await page.waitForSelector('#verdict .reply');
}

/** Calls one of the functions of in-page.js in the page. */
function inPage<Result = unknown>(name: string, ...args: readonly string[]): Promise<Result> {
  return page.evaluate<Result>(`${IN_PAGE}; inPage.${name}(...${JSON.stringify(args)})`);
}

describe('the workbench in a browser', () => {
  it('takes a paste from the clipboard, shows the verdict and marks the deciding words in it', async () => {
    await open('/');
    await page.focus('#text');
    await inPage('pasteText', GMAIL);
    await page.waitForSelector('#verdict .reply');
    expect(await page.textContent('#verdict h2')).toBe('Fix authentication: Refused under your DMARC policy');
    expect(await page.getAttribute('#verdict .reply', 'data-bucket')).toBe('fix-authentication');
    const marked = (await page.textContent('#behind mark')) ?? '';
    expect(marked).toMatch(/^Unauthenticated email .*DMARC policy$/s);
    expect(GMAIL).toContain(marked);
    // The mark lies under the very words of the paste.
    const [mark, field] = await Promise.all([
      page.locator('#behind mark').boundingBox(),
      page.locator('#text').boundingBox(),
    ]);
    expect(mark && field && mark.x > field.x && mark.y > field.y).toBe(true);
  });

  it('has the same text metrics in the field and behind it', async () => {
    await open('/');
    const [field, behind] = [await inPage('metrics', '#text'), await inPage('metrics', '#behind')];
    expect(behind).toEqual(field);
  });

  it('keeps the JSON a click away, equal to that of the library', async () => {
    await open('/');
    await decode(GMAIL);
    expect(await page.isVisible('#json')).toBe(false);
    await page.click('.json summary');
    expect(JSON.parse((await page.textContent('#json')) ?? '')).toEqual(
      JSON.parse(JSON.stringify(web.engine.decode(GMAIL))),
    );
  });

  it('keeps the escalation a click away: what is known, what is missing, and the hand-off for each desk', async () => {
    await open('/');
    await decode(GMAIL);
    await page.click('.draft > summary');
    const shown = await page.innerText('.draft > .reply');
    expect(shown).toContain('Our own mail or DNS administrator');
    expect(shown).toMatch(/Still missing[\s\S]*Recipient address[\s\S]*What is known[\s\S]*Complete reply/);
    expect(await page.textContent('#draft-0-text')).toContain(
      'The complete reply:\n  550-5.7.26 Unauthenticated email',
    );
    expect(await page.textContent('#draft-0-list')).toContain('- [ ] **Recipient address** (required)');
    await page.click('.draft details summary:has-text("Google sender support")');
    expect(await page.isVisible('#verdict .draft details[open] .reply')).toBe(true);
  });

  it('leads the keyboard to the words that decided, and the focus to the verdict', async () => {
    await open('/');
    await decode(GMAIL);
    expect(await inPage('focused')).toBe('H2');
    expect(await page.textContent('#status')).toContain('Refused under your DMARC policy');
    await page.focus('#found button');
    await page.keyboard.press('Enter');
    expect(await inPage('chosen')).toMatch(/DMARC policy$/);
  });

  it('drops the marks as soon as the paste is edited, and everything with Clear', async () => {
    await open('/');
    await decode(GMAIL);
    await page.focus('#text');
    await page.keyboard.type('x');
    expect(await page.locator('#behind mark').count()).toBe(0);
    await page.click('#clear');
    expect(await page.inputValue('#text')).toBe('');
    expect(await page.isVisible('.empty')).toBe(true);
  });

  it('opens a file, chosen or dropped', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bounce-web-'));
    try {
      const path = join(folder, 'bounce.eml');
      writeFileSync(path, GMAIL.replaceAll('\n', '\r\n'));
      await open('/');
      await page.setInputFiles('#file', path);
      await page.waitForSelector('#verdict .reply');
      expect(await page.textContent('#verdict h2')).toContain('DMARC');
      expect(await page.textContent('#behind mark')).toMatch(/DMARC policy$/);
      await page.click('#clear');
      await inPage('dropFile', 'bounce.txt', GMAIL);
      await page.waitForSelector('#verdict .reply');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('runs nothing that was pasted', async () => {
    await open('/');
    await decode(`<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>\n${GMAIL}`);
    expect(await page.title()).toBe('Bouncedesk');
    expect(await page.locator('#verdict img, #verdict script, .paste img').count()).toBe(0);
  });

  it('says so in words when there is no bounce in it', async () => {
    await open('/');
    await decode('Good morning, how are you?');
    expect(await page.textContent('#verdict h2')).toContain('No bounce found');
    expect(await page.getAttribute('#verdict .reply', 'data-bucket')).toBe('none');
  });

  it('says so when a file is no text', async () => {
    await open('/');
    await page.setInputFiles('#file', { name: 'bounce.msg', mimeType: '', buffer: Buffer.from([0xd0, 0xcf, 0, 0, 1]) });
    await page.waitForSelector('#verdict .trouble');
    expect(await page.textContent('#verdict')).toContain('no text');
    expect(await page.inputValue('#text')).toBe('');
  });

  it('prints the verdict alone, dark on white, also for those who read in the dark', async () => {
    await open('/', { colorScheme: 'dark' });
    await decode(GMAIL);
    await page.emulateMedia({ media: 'print' });
    expect(await page.isVisible('#verdict h2')).toBe(true);
    expect(await page.isVisible('#text')).toBe(false);
    expect(await page.locator('button:visible').count()).toBe(0);
    expect(await inPage('faint')).toEqual([]);
    expect(await inPage('colours', 'body')).toEqual({ ink: 'rgb(0, 0, 0)', paper: 'rgb(255, 255, 255)' });
  });

  it('gives a button its own words back, however often it was pressed', async () => {
    await open('/');
    await decode(GMAIL);
    const button = page.locator('[data-copy="copy-verdict"]');
    const label = (await button.textContent()) ?? '';
    await button.click();
    await button.click();
    expect(await button.textContent()).not.toBe(label);
    await page.waitForSelector(`[data-copy="copy-verdict"]:text-is("${label}")`);
  });

  it('works without a script', async () => {
    await open('/', { javaScriptEnabled: false });
    await page.fill('#text', GMAIL);
    await page.click('#decode');
    expect(await page.textContent('#verdict h2')).toContain('Refused under your DMARC policy');
    expect(await page.textContent('.echo mark')).toMatch(/DMARC policy$/);
  });
});

const PAGES = ['/', '/codes', '/codes/5.7.1', '/codes/gmail', '/codes/mailbox-full', '/codes/prevention'];

describe('every page', () => {
  it.each(PAGES)('%s fits a phone', async (path) => {
    await open(path, { viewport: PHONE });
    if (path === '/') await decode(GMAIL);
    expect(await inPage('overflows')).toEqual([]);
    expect(await inPage('small')).toBe(0);
  });

  it('fits the narrowest phone, whatever was pasted and opened', async () => {
    await open('/', { viewport: { width: 320, height: 640 } });
    const long = `${'a-very-long-name.'.repeat(4)}@${'of-a-domain.'.repeat(4)}example.net`;
    await decode(`${GMAIL}\n550 5.1.1 <${long}>: Recipient address rejected: User unknown`);
    await page.click('.draft > summary');
    expect(await inPage('overflows')).toEqual([]);
  });

  it.each(['light', 'dark'] as const)(
    'can be read in %s: text stands out from what is behind it',
    async (colorScheme) => {
      for (const path of PAGES) {
        await open(path, { colorScheme });
        if (path === '/') await decode(GMAIL);
        expect(await inPage('faint'), path).toEqual([]);
        await page.context().close();
      }
      await open('/', { colorScheme });
    },
  );

  it.each(PAGES)('%s can be used by ear and by keyboard', async (path) => {
    await open(path);
    if (path === '/') await decode(GMAIL);
    expect(await inPage('unheard')).toEqual([]);
    await page.keyboard.press('Tab');
    expect(await inPage('focused')).not.toBe('BODY');
  });
});

describe('the code reference in a browser', () => {
  it('narrows while one types', async () => {
    await open('/codes');
    const all = await page.locator('.entries li:visible').count();
    await page.fill('#q', 'mailbox full');
    const left = await page.locator('.entries li:visible').count();
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThan(all);
    expect(await page.textContent('#count')).toMatch(/found/);
    await page.fill('#q', '');
    expect(await page.locator('.entries li:visible').count()).toBe(all);
  });

  it('prints without what is only for the screen', async () => {
    await open('/codes/5.7.1');
    await page.emulateMedia({ media: 'print' });
    expect(await page.isVisible('header.site nav')).toBe(false);
    expect(await page.isVisible('article h1')).toBe(true);
  });

  it('keeps its tables on the paper', async () => {
    // A4 at 96 dots an inch, less its margins.
    await open('/codes/mailbox-full', { viewport: { width: 720, height: 1000 } });
    await page.emulateMedia({ media: 'print' });
    expect(await inPage('overflows')).toEqual([]);
  });
});
