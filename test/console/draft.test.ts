import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, it } from 'vitest';
import { bounce } from '../support/bounce.ts';

const folder = mkdtempSync(join(tmpdir(), 'bouncedesk-draft-'));
const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
afterAll(() => rmSync(folder, { recursive: true }));

const LISTED = file(
  'listed.txt',
  '554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org; https://check.spamhaus.org/',
);

it('writes a task list: what the bounce tells is ticked, the rest says why it is wanted', async () => {
  const { code, out } = await bounce(['draft', LISTED]);
  expect(code).toBe(0);
  const items = out.split('\n').filter((line) => line.startsWith('- '));
  expect(items.length).toBeGreaterThan(10);
  for (const item of items) expect(item).toMatch(/^- \[[ x]\] \S/);
  expect(out).toContain(
    '- [x] **Complete reply**: 554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using',
  );
  expect(out).toMatch(/- \[x\] \*\*Sending IP address\*\*: 192\.0\.2\.1 \(from the bounce\)/);
  expect(out).toMatch(/- \[ \] \*\*.{3,60}\*\* \(required\): /);
});

it('gives the same as data, for the desk that is asked for', async () => {
  const { code, out } = await bounce(['draft', '--json', '--desk', 'relay-support', LISTED]);
  expect(code).toBe(0);
  const list: { desk: { id: string }; bucket: string; fields: { id: string; value?: string }[] } = JSON.parse(out);
  expect(list).toMatchObject({ v: 1, desk: { id: 'relay-support' }, bucket: 'fix-reputation' });
  expect(list.fields.find(({ id }) => id === 'sending-ip')?.value).toBe('192.0.2.1');
});

it('says to wait while the failure may clear by itself', async () => {
  const { out } = await bounce([
    'draft',
    file('grey.txt', '450 4.2.0 <dana@example.net>: Recipient address rejected: Greylisted'),
  ]);
  expect(out).toContain('This may still clear by itself');
});

it('names the desks there are, and has nothing to draft where nothing failed', async () => {
  const unknown = await bounce(['draft', '--desk', 'nobody', LISTED]);
  expect(unknown.code).toBe(2);
  expect(unknown.error).toContain('use one of');
  expect((await bounce(['draft', file('talk.txt', 'lunch at noon?')])).code).toBe(1);
  expect((await bounce(['draft'])).code).toBe(2);
});

it('reads standard input and a packed file as well, and names the file it could not read', async () => {
  const { out } = await bounce(['draft', LISTED]);
  const text =
    '554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org; https://check.spamhaus.org/';
  expect((await bounce(['draft', '-'], text)).out).toBe(out);
  const packed = join(folder, 'listed.gz');
  writeFileSync(packed, gzipSync(text));
  expect((await bounce(['draft', packed])).out).toBe(out);
  const missing = await bounce(['draft', join(folder, 'missing')]);
  expect(missing.code).toBe(2);
  expect(missing.error).toContain(`${join(folder, 'missing')}: can't be read: there is no such file`);
});
