import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createAttachments, refused } from '../../adapters/attachments.ts';
import { openEngine } from '../../src/index.ts';

const read = createAttachments(openEngine(), (text) => text.replaceAll('dana@', '…@'));
const LINE =
  'Mar  4 09:12:29 mail postfix/smtp[1]: 4F1: to=<dana@example.net>, relay=mx.example.net[192.0.2.1]:25, delay=1, dsn=5.1.1, status=bounced (host mx.example.net[192.0.2.1] said: 550 5.1.1 User unknown (in reply to RCPT TO command))\n';

/** The bytes as they come over a network: in pieces. */
async function* pieces(bytes: Uint8Array | string, size = 60_000): AsyncGenerator<Uint8Array> {
  const all = Buffer.from(bytes as string);
  for (let at = 0; at < all.length; at += size) yield all.subarray(at, at + size);
}

describe('a file in a chat', () => {
  it('is a paste when it is small, in whatever encoding', async () => {
    expect(await read('a.txt', pieces('550 5.1.1 unbekannt: Müller'))).toEqual({ text: '550 5.1.1 unbekannt: Müller' });
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('550 5.1.1', 'utf16le')]);
    expect(await read('a.txt', pieces(utf16))).toEqual({ text: '550 5.1.1' });
    expect(await read('a.txt.gz', pieces(gzipSync('550 5.1.1 unbekannt')))).toEqual({ text: '550 5.1.1 unbekannt' });
  });

  it('is a paste when it is one mail, also a long one', async () => {
    const mail = `From: a@example.com\nTo: b@example.net\nSubject: x\nDate: Mon, 2 Mar 2026 10:00:00 +0000\n\n${'text\n'.repeat(200_000)}`;
    expect(await read('a.eml', pieces(mail))).toEqual({ text: mail });
  });

  it.each([
    ['as it is', (text: string) => Buffer.from(text)],
    ['packed', (text: string) => gzipSync(text)],
  ])('is summed up when it is a big log, %s, with the people in it masked', async (_, pack) => {
    const content = await read('mail.log', pieces(pack(LINE.repeat(2_000))));
    if (!('summary' in content)) throw new Error(`No summary: ${JSON.stringify(content)}`);
    expect(content.summary.title).toBe('2,000 failed');
    expect(JSON.stringify(content.summary.parts)).not.toContain('dana@');
  });

  it.each([
    ['a picture', 'shot', [0x89, 0x50, 0x4e, 0x47, 1, 2], /picture.*paste the text/],
    ['a mail of Outlook', 'mail', [0xd0, 0xcf, 0x11, 0xe0, 1], /Outlook.*\.eml/],
    ['a program', 'tool', [0x7f, 0x45, 0x4c, 0x46, 0, 0], /can't be read/],
    ['a zip archive', 'logs.zip', [0x50, 0x4b, 0x03, 0x04, 1, 2, 3, 4, 5], /zip archive; unpack it first/],
    ['nothing', 'empty.txt', [], /empty/],
  ])('is refused with what to do instead: %s', async (_, name, bytes, told) => {
    expect(await read(name, pieces(Buffer.from(bytes)))).toEqual({ unread: expect.stringMatching(told) });
  });

  it('breaks off with the error of the network, not with a sentence about the file', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(LINE.repeat(3_000));
      throw new Error('reset');
    }
    await expect(read('mail.log', broken())).rejects.toThrow('reset');
  });

  it('need not be fetched to be refused where its name or type tells', () => {
    expect(refused('Screenshot.PNG', undefined)).toMatch(/picture/);
    expect(refused('x', 'image/heic')).toMatch(/picture/);
    expect(refused('bounce.msg', undefined)).toMatch(/Outlook/);
    expect(refused('bounce.eml', 'message/rfc822')).toBeUndefined();
  });
});
