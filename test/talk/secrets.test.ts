import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEFAULTS, saveSettings } from '../../src/talk/settings.ts';
import { type Chat, chat, DANA, KIM } from '../support/chat.ts';

/** Where a secret stands in what people paste and type: each a kind of the redaction list, around one telling token. */
const SECRETS: Readonly<Record<string, (token: string) => string>> = {
  password: (token) => `password: ${token}9!`,
  'password of a setting': (token) => `SMTP_PASS=${token}7`,
  'SMTP2GO key': (token) => `api-${hex(token, 32)}`,
  'SendGrid key': (token) => `SG.${token}abcdefgh.${token}`,
  'Mailgun key': (token) => `key-${hex(token, 32)}`,
  'AWS key': (token) => `AKIA${token.toUpperCase().padEnd(16, 'Q').slice(0, 16)}`,
  'Slack token': (token) => `xoxb-${token}-${token}`,
  bearer: (token) => `Authorization: Bearer ${token}${token}`,
  basic: (token) => `Authorization: Basic ${token}${token}`,
  'AUTH PLAIN': (token) => `AUTH PLAIN ${token}${token}==`,
  'AUTH LOGIN': (token) => `334 UGFzc3dvcmQ6\n${token}${token}==`,
  'address with a password': (token) => `smtp://dana:${token}@mail.sender.example`,
  'private key': (token) => `-----BEGIN PRIVATE KEY-----\n${token}${token}\n-----END PRIVATE KEY-----`,
  unsubscribe: (token) => `https://news.sender.example/unsubscribe?u=${token}`,
  'password reset': (token) => `https://shop.sender.example/account/reset/${token}`,
  'list of SNS': (token) => `https://sns.eu-west-1.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=arn:${token}`,
  cookie: (token) => `Set-Cookie: id=${token}; Path=/`,
  session: (token) => `https://shop.sender.example/order?session=${token}${token}`,
};

function hex(token: string, length: number): string {
  return [...token]
    .map((letter) => (letter.charCodeAt(0) % 16).toString(16))
    .join('')
    .padEnd(length, '3f')
    .slice(0, length);
}

/** The part by which the secret would be recognised wherever it comes out. */
const core = (kind: string, token: string): string => {
  if (kind === 'SMTP2GO key' || kind === 'Mailgun key') return hex(token, 32);
  return kind === 'AWS key' ? token.toUpperCase().padEnd(16, 'Q').slice(0, 16) : token;
};

/** Where in a bounce somebody else's secret gets to. */
const PASTES: Readonly<Record<string, (secret: string) => string>> = {
  'in the reply': (secret) => `550 5.7.1 Message refused by policy, see ${secret} for more`,
  'in a line of its own': (secret) => `550-5.7.1 Message refused by policy\n550 5.7.1 ${secret}`,
  'in the returned message': (secret) =>
    `Reporting-MTA: dns; out1.sender.example\n\nFinal-Recipient: rfc822; sam@customer.example\nAction: failed\nStatus: 5.7.1\nDiagnostic-Code: smtp; 550 5.7.1 Message refused by policy\n\nFrom: news@sender.example\nSubject: Your order\nX-Note: ${secret.replaceAll('\n', ' ')}\n\nHello, ${secret}\n`,
  'in a log': (secret) =>
    `${secret}\nNov 24 09:12:29 out1 postfix/smtp[4242]: 4Tq1Yz3k2Hz9s: to=<sam@customer.example>, relay=mx.customer.example[192.0.2.5]:25, delay=1, dsn=5.7.1, status=bounced (host mx.customer.example[192.0.2.5] said: 550 5.7.1 Message refused by policy (in reply to end of DATA command))\n${secret}`,
  'in words no rule knows': (secret) => `550 5.7.1 Zorbified by the quux gate: ${secret}`,
};

let room: Chat;
beforeAll(async () => {
  room = await chat();
  await saveSettings(room.store, 'T1', { ...DEFAULTS, supportChannel: 'support', mask: 'nowhere' });
});
afterAll(() => room.close());

let threads = 0;

/** Everything that came out of the house in this thread: to people, to the disk, to the log. */
async function everything(thread: string): Promise<string> {
  const said = room.messages.map(({ reply, file }) => JSON.stringify([reply, file]));
  const one = await room.store.get('T1', 'case', `C1:${thread}`);
  const { draft } = JSON.parse(one?.body ?? '{}') as { draft?: string };
  const stored = draft === undefined ? undefined : await room.store.get('T1', 'draft', draft);
  const files = readdirSync(room.dataDir).filter((name) => name.startsWith('bouncedesk.sqlite'));
  const raw = files.map((name) => readFileSync(join(room.dataDir, name)).toString('latin1'));
  return [...said, one?.body, stored?.body, ...room.logged, ...raw].join('\n');
}

it.each(Object.keys(SECRETS))(
  'lets no %s out, whatever way it came in and whatever is done with it',
  async (kind) => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: fc.constantFrom(...'abcdefghijkmnpqrstuvwxyz23456789'), minLength: 12, maxLength: 16 }),
        async (random) => {
          // Nothing that an earlier run has left on the disk can be taken for this one's.
          const thread = `${++threads}.0`;
          const token = `q${threads}z${random}`;
          const secret = SECRETS[kind]?.(token) ?? '';
          const place = { channel: 'C1', thread, personal: false };
          room.messages.length = 0;
          for (const paste of Object.values(PASTES)) await room.paste(DANA, place, paste(secret));
          await room.press(DANA, 'wrong');
          await room.submit(DANA, place, { part: 'other', should: `It should be this: ${secret}` });
          if (room.messages.some(({ reply }) => reply.buttons.some(({ id }) => id === 'suggest')))
            await room.press(DANA, 'suggest');
          await room.press(DANA, 'draft');
          await room.press(KIM, 'draft-fill');
          await room.submit(KIM, place, {
            'already-tried': `We tried with ${secret}`,
            headers: `Received: from a by b\nMessage-ID: <1@sender.example>\nX-Note: ${secret.replaceAll('\n', ' ')}\n\n${secret}`,
          });
          await room.paste(KIM, place, `Contact: Kim, ${secret}`);
          await room.command(DANA, place, `550 5.1.1 User unknown ${secret}`);
          await room.press(DANA, 'draft-customer');
          await room.press(DANA, 'draft-preview');
          await room.press(DANA, 'draft-file');
          await room.press(DANA, 'draft-send-channel');
          if (room.openForm(DANA)) await room.submit(DANA, place, { reason: `It is urgent: ${secret}` });
          expect(room.messages.filter((one) => one.place.channel === 'support')).toHaveLength(1);
          await room.press(DANA, 'draft-ticket');
          await room.submit(DANA, place, { ticket: `4711 ${secret}` });
          await room.press(DANA, 'draft-refused');
          const out = await everything(thread);
          const at = out.indexOf(core(kind, token));
          expect(at < 0 ? '' : `…${out.slice(Math.max(0, at - 150), at + 60).replace(/\p{Cc}+/gu, ' ')}…`).toBe('');
        },
      ),
      { numRuns: 1 },
    );
  },
  60_000,
);
