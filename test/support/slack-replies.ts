import { Readable } from 'node:stream';
import { createAttachments } from '../../adapters/attachments.ts';
import { openEngine } from '../../src/index.ts';
import { maskAddresses } from '../../src/reply/mask.ts';
import { withText } from '../../src/reply/plain.ts';
import type { Reply } from '../../src/types.ts';
import { chat, DANA, KIM } from './chat.ts';
import { FIRST, SECOND } from './story.ts';

const PASTES = {
  authentication: FIRST,
  'unknown-recipient':
    '550 5.1.1 <dana@example.net>: Recipient address rejected: User unknown in virtual mailbox table',
  'full-mailbox':
    '452 4.2.2 The email account that you tried to reach is over quota. Please direct the recipient to https://support.google.com/mail/?p=OverQuotaTemp 41be03b00d2f7-7 - gsmtp',
  'block-list':
    '554 5.7.1 Service unavailable; Client host [192.0.2.10] blocked using zen.spamhaus.org; https://www.spamhaus.org/query/ip/192.0.2.10',
  doubt: '550 Rejected',
  several: [
    '550 5.1.1 <kim@example.net>: Recipient address rejected: User unknown',
    '',
    '550-5.7.26 This mail has been blocked because the sender is unauthenticated.\n550 5.7.26 Gmail requires all senders to authenticate with either SPF or DKIM. - gsmtp',
    '',
    '452 4.2.2 <lee@example.org>: Mailbox full',
  ].join('\n'),
  secret:
    '535 5.7.8 Authentication credentials invalid\nAuthorization: Bearer SG.aaaaaaaaaaaaaaaaaaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',
};
const LINE = (index: number): string =>
  `Mar  4 ${String(index % 24).padStart(2, '0')}:12:29 mail postfix/smtp[1]: 4F${index}: to=<p${index}@d${index % 5}.example.net>, relay=mx.d${index % 5}.example.net[192.0.2.1]:25, delay=1, dsn=${index % 3 ? '5.1.1' : '4.2.2'}, status=${index % 3 ? 'bounced' : 'deferred'} (host mx.d${index % 5}.example.net[192.0.2.1] said: ${index % 3 ? '550 5.1.1 User unknown' : '452 4.2.2 Mailbox full'} (in reply to RCPT TO command))\n`;

/** Typical answers, as the real conversation gives them. */
export async function slackReplies(): Promise<Record<string, Reply>> {
  const room = await chat();
  const replies: Record<string, Reply> = {};
  const last = (): Reply => {
    const message = room.messages.at(-1);
    if (message === undefined) throw new Error('Nothing was answered.');
    return message.reply;
  };
  for (const [name, text] of Object.entries(PASTES)) {
    await room.paste(DANA, { channel: 'C1', thread: name, personal: false }, text);
    replies[name] = last();
  }
  const place = { channel: 'C1', thread: 'authentication', personal: false };
  await room.command(DANA, place, 'explain 5.7.26');
  replies.explain = last();
  await room.paste(KIM, { ...place, thread: 'story' }, FIRST);
  await room.press(KIM, 'draft');
  await room.paste(DANA, { ...place, thread: 'story' }, SECOND);
  replies.draft = room.messages.findLast(({ key }) => key === 'draft')?.reply ?? last();
  await room.home(DANA);
  replies.home = room.homes.get(DANA.id) ?? last();
  const log = Readable.from([Buffer.from(Array.from({ length: 3_000 }, (_, index) => LINE(index)).join(''))]);
  const content = await createAttachments(openEngine(), maskAddresses)('mail.log', log);
  if ('summary' in content) replies.summary = withText(content.summary);
  await room.close();
  return replies;
}
