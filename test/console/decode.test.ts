import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDecoder } from '../../src/index.ts';
import { bounce, interrupted } from '../support/bounce.ts';

const GMAIL =
  '550-5.7.26 Unauthenticated email from example.com is not accepted due to\n' +
  "550 5.7.26 domain's DMARC policy. Please contact the administrator of example.com domain. - gsmtp\n";
const UNKNOWN = '550 5.1.1 <dana@example.net>: Recipient address rejected: User unknown\n';
const CHATTER = 'Good morning, how are you today?\n';

let folder = '';
const file = (name: string, content: string | Buffer): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bounce-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('decode', () => {
  it('says the verdict first, then what to do, in plain text', async () => {
    const { code, out, error } = await bounce(['decode'], GMAIL);
    expect(code).toBe(0);
    expect(error).toBe('');
    expect(out).toMatch(/^Fix authentication: Refused under your DMARC policy\n/);
    expect(out).toContain('What to do\n');
    expect(out).toMatch(/\[.*DMARC policy\]/s);
  });

  it('gives one JSON object that equals what the library returns', async () => {
    const { code, out } = await bounce(['decode', '--json'], GMAIL);
    expect(code).toBe(0);
    expect(out.endsWith('}\n') && out.trimEnd().split('\n')).toHaveLength(1);
    expect(JSON.parse(out)).toEqual(JSON.parse(JSON.stringify(createDecoder()(GMAIL))));
    expect(JSON.parse(out)).toMatchObject({ v: 1, kind: 'bounce', bucket: 'fix-authentication', cut: 0 });
  });

  it('names each file as it was given, one line each, in order', async () => {
    const paths = [file('a.txt', GMAIL), file('b c.txt', UNKNOWN)];
    const { code, out } = await bounce(['decode', '--json', ...paths]);
    expect(code).toBe(0);
    const lines = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { source: string; bucket: string });
    expect(lines.map(({ source }) => source)).toEqual(paths);
    expect(lines.map(({ bucket }) => bucket)).toEqual(['fix-authentication', 'fix-recipient']);
  });

  it.each([
    ['a bounce', GMAIL, 0],
    ['chatter', CHATTER, 1],
    ['nothing', '', 1],
  ])('exits with what was recognised: %s', async (_, text, expected) => {
    expect((await bounce(['decode'], text)).code).toBe(expected);
    expect((await bounce(['decode', '--json'], text)).code).toBe(expected);
  });

  it('is satisfied when any input is recognised', async () => {
    expect((await bounce(['decode', file('a.txt', CHATTER), file('b.txt', GMAIL)])).code).toBe(0);
  });

  it('exits with 2 for an input that can not be read, and still prints the others', async () => {
    const missing = join(folder, 'missing.eml');
    const { code, out, error } = await bounce(['decode', '--json', missing, file('a.txt', GMAIL), folder]);
    expect(code).toBe(2);
    const lines = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map(({ source }) => source)).toEqual([missing, join(folder, 'a.txt'), folder]);
    expect(lines[0]?.error).toMatch(/no such file/);
    expect(lines[1]?.bucket).toBe('fix-authentication');
    expect(lines[2]?.error).toMatch(/folder/);
    expect(error).toBe('');
    const plain = await bounce(['decode', missing]);
    expect(plain.error).toContain(`${missing}: can't be read`);
  });

  it('takes the sending service for its advice', async () => {
    const general = await bounce(['decode', '--json'], UNKNOWN);
    const relay = await bounce(['decode', '--json', '--relay', 'smtp2go'], UNKNOWN);
    expect(relay.code).toBe(0);
    expect(relay.out).toContain('SMTP2GO');
    expect(general.out).not.toContain('SMTP2GO');
    expect((await bounce(['decode', '--json'], UNKNOWN, { SENDING_SERVICE: 'smtp2go' })).out).toBe(relay.out);
  });

  it('says why: deciding rule, quoted words, runner-up', async () => {
    const { out } = await bounce(['decode', '--why'], GMAIL);
    expect(out).toMatch(/\nWhy\n/);
    expect(out).toContain('Rule gmail/');
    expect(out).toMatch(/characters \d+ to \d+/);
  });

  it.each([
    [['--nope'], 'bounce: Unknown option \'--nope\'. Try "bounce help".\n'],
    [['--json', '--csv'], 'bounce: Choose one of --json, --csv and --suggest. Try "bounce help".\n'],
  ])('says in one sentence what is wrong with %j', async (options, told) => {
    expect(await bounce(['decode', ...options])).toEqual({ code: 2, out: '', error: told });
  });

  it('reads UTF-16 as Windows writes it', async () => {
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(UNKNOWN, 'utf16le')]);
    expect(JSON.parse((await bounce(['decode', '--json'], utf16)).out)).toMatchObject({ bucket: 'fix-recipient' });
  });

  it('reads a packed paste as it reads the paste', async () => {
    const plain = await bounce(['decode', '--json'], GMAIL);
    expect((await bounce(['decode', '--json'], gzipSync(GMAIL))).out).toBe(plain.out);
    const { code, out } = await bounce(['decode', file('bounce.txt.gz', gzipSync(GMAIL))]);
    expect(code).toBe(0);
    expect(out).toMatch(/^Fix authentication: Refused under your DMARC policy\n/);
  });

  it('gives a whole verdict for a mail that brings a long message back', async () => {
    const mail = [
      'From: MAILER-DAEMON@mx.example.com',
      'To: sam@example.com',
      'Subject: Undelivered Mail Returned to Sender',
      'Content-Type: multipart/report; report-type=delivery-status; boundary="B"',
      '',
      '--B',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mx.example.com',
      '',
      'Final-Recipient: rfc822; dana@example.net',
      'Action: failed',
      'Status: 5.1.1',
      `Diagnostic-Code: smtp; ${UNKNOWN.trim()}`,
      '',
      '--B',
      'Content-Type: message/rfc822',
      '',
      'From: sam@example.com',
      'Subject: Pictures',
      'Content-Transfer-Encoding: base64',
      '',
      ...Array.from({ length: 8_000 }, () => 'QUJD'.repeat(18)),
      '--B--',
    ].join('\r\n');
    for (const input of [file('bounce', mail), file('bounce.gz', gzipSync(mail))])
      expect((await bounce(['decode', input])).out).toMatch(/^Fix the recipient: The address does not exist\n/);
    expect((await bounce(['decode'], mail)).out).toContain('Recipient dana@example.net');
  });

  it.each([
    ['a picture', [0x89, 0x50, 0x4e, 0x47, 13, 10], /picture; copy the text/],
    ['a mail of Outlook', [0xd0, 0xcf, 0x11, 0xe0, 0], /save the mail as \.eml/],
    ['an archive', [0x50, 0x4b, 0x03, 0x04, 0], /zip archive; unpack it first/],
  ])('says what to do with %s', async (_, bytes, told) => {
    const { code, error } = await bounce(['decode', file('bounce', Buffer.from(bytes))]);
    expect(code).toBe(2);
    expect(error).toMatch(told);
  });

  it('writes one row for each failure as CSV, under one head', async () => {
    const log = `Mar  4 09:12:29 mail postfix/smtp[1]: 4F1: to=<kim@example.net>, relay=mx.example.net[192.0.2.1]:25, dsn=5.1.1, status=bounced (host mx.example.net[192.0.2.1] said: ${UNKNOWN.trim()} (in reply to RCPT TO command))\n`;
    const big = log.repeat(2_000);
    const { code, out } = await bounce([
      'decode',
      '--csv',
      file('a.txt', GMAIL),
      file('a.log', log),
      file('b.log', big),
    ]);
    expect(code).toBe(0);
    const [head, ...rows] = out.trimEnd().split('\r\n');
    expect(head).toMatch(/^time,recipient,sender,action,reply,status,words,/);
    expect(rows).toHaveLength(1 + 1 + 2_000);
    expect(rows[0]).toContain('fix-authentication');
    expect(rows[2]).toBe(rows[1]);
    expect(out.split('time,recipient')).toHaveLength(2);
  });

  // Windows has no such signal to send.
  it.skipIf(process.platform === 'win32')(
    'tells what it has read when it is interrupted, though the pipe stays open',
    async () => {
      const { code, out } = await interrupted(['decode'], GMAIL);
      expect(code).toBe(0);
      expect(out).toMatch(/^Fix authentication: Refused under your DMARC policy\n/);
    },
  );
});

describe('decode --jsonl', () => {
  it('answers every line in order, and says which are bad', async () => {
    const lines = [
      JSON.stringify({ id: 'a', text: GMAIL }),
      'not json {"secret',
      JSON.stringify({ id: 7, text: 42 }),
      JSON.stringify({ id: 'b\u2028', text: `${UNKNOWN}\u2028` }),
      JSON.stringify({ id: 'c', text: CHATTER }),
    ];
    const { code, out } = await bounce(['decode', '--jsonl'], `${lines.join('\n')}\n`);
    expect(code).toBe(2);
    const answers = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(answers).toHaveLength(5);
    expect(answers.map(({ id }) => id)).toEqual(['a', undefined, 7, 'b\u2028', 'c']);
    expect(answers.map(({ bucket }) => bucket)).toEqual([
      'fix-authentication',
      undefined,
      undefined,
      'fix-recipient',
      null,
    ]);
    expect(answers[1]?.error).toBeTypeOf('string');
    expect(JSON.stringify(answers[1])).not.toContain('secret');
    expect(answers[2]?.error).toBeTypeOf('string');
  });

  it('exits with 0 when lines are good and one is recognised, 1 when none is', async () => {
    const line = (text: string): string => `${JSON.stringify({ id: 1, text })}\n`;
    expect((await bounce(['decode', '--jsonl'], line(GMAIL) + line(CHATTER))).code).toBe(0);
    expect((await bounce(['decode', '--jsonl'], line(CHATTER))).code).toBe(1);
    expect((await bounce(['decode', '--jsonl'], '')).code).toBe(1);
  });

  it('answers a last line that does not end', async () => {
    expect((await bounce(['decode', '--jsonl'], JSON.stringify({ id: 1, text: GMAIL }))).out).toContain('"id":1');
  });
});

describe('usage', () => {
  it.each([
    [[]],
    [['unknown']],
    [['constructor']],
    [['decode', '--nonsense']],
    [['decode', '--relay']],
    [['decode', '--relay', 'no-such-service']],
    [['decode', '--jsonl', '--json']],
    [['decode', '--jsonl', 'file']],
    [['explain']],
  ])('%j is refused with a word on standard error', async (args) => {
    const { code, out, error } = await bounce(args, UNKNOWN);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(error).toMatch(/^bounce: .+\n$/s);
  });

  it.each([[['help']], [['--help']], [['decode', '--help']]])('%j explains', async (args) => {
    const { code, out } = await bounce(args);
    expect(code).toBe(0);
    expect(out).toContain('bounce decode');
  });
});
