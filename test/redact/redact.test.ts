import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDecoder } from '../../src/index.ts';
import { hideSecrets, redact } from '../../src/redact.ts';

const decode = createDecoder();

const b64 = (text: string) => Buffer.from(text).toString('base64');

/** What must never survive, each in the clothes in which it comes. */
const PLANTED: [secret: string, dressed: (secret: string) => string][] = [
  [b64('\0user\0hunter2hunter2'), (secret) => `>>> AUTH PLAIN ${secret}`],
  [b64('hunter2hunter2'), (secret) => `S: 334 UGFzc3dvcmQ6\nC: ${secret}`],
  ['abcdefghijklmnop123', (secret) => `Authorization: Bearer ${secret}`],
  ['api-0123456789ABCDEF0123456789ABCDEF', (secret) => `X-Smtp2go-Api-Key: ${secret}`],
  [`SG.${'a1'.repeat(11)}.${'b2'.repeat(21)}`, (secret) => secret],
  [`key-${'0a'.repeat(16)}`, (secret) => `curl -u api:${secret}`],
  ['AKIAIOSFODNN7EXAMPLE', (secret) => secret],
  ['xoxb-1234-5678-abcdefgh', (secret) => `token ${secret}`],
  ['s3cr3t-w0rd', (secret) => `smtp://user:${secret}@mail.example.com:587`],
  ['Tr0ub4dor', (secret) => `password=${secret}`],
  ['Tr0ub4dor', (secret) => `"smtp_pass": "${secret}"`],
  ['MIIEvQIBADANBg', (secret) => `-----BEGIN PRIVATE KEY-----\n${secret}\n-----END PRIVATE KEY-----`],
  ['abc123def456', (secret) => `Set-Cookie: id=${secret}; Path=/`],
];

describe('secrets', () => {
  for (const [secret, dressed] of PLANTED)
    it(`${dressed('…')} does not survive`, () => {
      const text = `550 5.7.1 refused\n${dressed(secret)}\nthanks`;
      expect(redact(text)).not.toContain(secret);
      const hidden = hideSecrets(text);
      expect(hidden.text).not.toContain(secret);
      expect(hidden.text).toHaveLength(text.length);
      expect(hidden.kinds).toHaveLength(1);
      expect(hidden.text).toContain('550 5.7.1 refused');
    });

  it('takes out links that act, and leaves their host', () => {
    expect(redact('List-Unsubscribe: <https://mail.example.com/unsubscribe?u=4711>')).toBe(
      'List-Unsubscribe: <https://mail.example.com[link that acts removed]>',
    );
  });

  it.each(['base64', 'quoted-printable'])('does not survive the encoding of a part: %s', (encoding) => {
    const body =
      '<dana@example.net>: host mx.example.net[192.0.2.9] said: 535 5.7.8 No: AKIAIOSFODNN7EXAMPLE (in reply to AUTH command)';
    const encoded = encoding === 'base64' ? b64(body) : body.replace('AKIA', '=41KIA');
    const mail = `From: MAILER-DAEMON@mx.example.org\nSubject: Undelivered Mail Returned to Sender\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: ${encoding}\n\n${encoded}\n`;
    const decoded = decode(mail);
    expect(decoded).toMatchObject({ bucket: 'fix-authentication', secrets: ['AWS access key'] });
    expect(JSON.stringify(decoded)).not.toContain('AKIAIOSFODNN7EXAMPLE');
  });

  it('leaves what a bounce says about passwords alone', () => {
    for (const text of [
      '535 5.7.8 Username and Password not accepted',
      'Wrong password: check your settings',
      '550 5.1.1 <dana@example.net> unknown',
    ])
      expect(hideSecrets(text)).toMatchObject({ text, kinds: [] });
  });

  it('hides planted secrets wherever they stand, and keeps every offset', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...PLANTED),
        fc.string({ maxLength: 60 }),
        fc.string({ maxLength: 60 }),
        ([secret, dressed], before, after) => {
          const text = `${before}\n${dressed(secret)}\n${after}`;
          fc.pre(!before.includes(secret) && !after.includes(secret));
          expect(hideSecrets(text).text).not.toContain(secret);
          expect(hideSecrets(text).text).toHaveLength(text.length);
          expect(redact(text)).not.toContain(secret);
        },
      ),
    );
  });
});
