import { describe, expect, it } from 'vitest';
import { createDecoder } from '../../src/index.ts';

const decode = createDecoder();
const told = (...paragraphs: string[]): string[] =>
  decode(paragraphs.join('\n\n')).failures.map(({ reply, recipient, cause }) =>
    [cause, ...(reply ? [reply] : []), ...(recipient ? [recipient] : [])].join(' '),
  );

const EXIM = `This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  lee@example.org
    mailbox is full: retry timeout exceeded`;
const POSTFIX = `This is the mail system at host out1.relay.example.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients.

<dana@example.net>: host mx.example.net[192.0.2.10] said: 550 5.1.1 User unknown`;
const GROUP = `Hello kim@example.com,

We're writing to let you know that the group you tried to contact (staff) may not exist, or you may not have permission to post messages to the group.

If you have questions related to this or any other Google Group, visit the Help Center at https://groups.google.com/support/.

Thanks,

Google Groups`;

describe('several bounces in one paste keep their own answers', () => {
  it('an answer above a notice', () => {
    expect(told('554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org', EXIM)).toEqual(
      ['ip-blocklisted 554', 'mailbox-full lee@example.org'],
    );
  });

  it('two notices', () => {
    expect(told(EXIM, POSTFIX)).toEqual(['mailbox-full lee@example.org', 'unknown-recipient 550 dana@example.net']);
    expect(told(POSTFIX, EXIM)).toEqual(['unknown-recipient 550 dana@example.net', 'mailbox-full lee@example.org']);
  });

  it('a notice and an answer about somebody else', () => {
    expect(told(EXIM, '550 5.1.1 <dana@example.net>: User unknown')).toEqual([
      'mailbox-full lee@example.org',
      'unknown-recipient 550 dana@example.net',
    ]);
  });

  it('a notice in many languages, which names neither server nor recipient', () => {
    expect(told('550 5.1.1 <dana@example.net>: User unknown', GROUP, '452 4.2.2 Mailbox full')).toEqual([
      'unknown-recipient 550 dana@example.net',
      'recipient-restricted',
      'mailbox-full 452',
    ]);
  });

  it('an error without a code between two answers', () => {
    expect(
      told('452 4.5.3 Too many recipients', 'Storage quota exceeded', '550 5.1.1 <dana@example.net>: User unknown'),
    ).toEqual(['too-many-recipients 452', 'mailbox-full', 'unknown-recipient 550 dana@example.net']);
  });
});

describe('one bounce stays one', () => {
  it.each([EXIM, POSTFIX])('pasted twice', (notice) => {
    expect(told(notice, notice)).toEqual(told(notice));
  });

  it('an answer above the notice that says no more than that it failed', () => {
    expect(told('550 5.1.1 User unknown', "Your message to dana@example.net couldn't be delivered.")).toHaveLength(1);
  });

  it('an answer below the sentence that announces it', () => {
    expect(
      told("Your message to dana@example.net couldn't be delivered. The response was:", '550 5.1.1 User unknown'),
    ).toEqual(['unknown-recipient 550 dana@example.net']);
  });

  it('what people say about an answer is none itself', () => {
    expect(
      told(
        '550 5.7.26 Unauthenticated email is not accepted due to the DMARC policy',
        'We changed our SPF record last week, is that it?',
      ),
    ).toEqual(['dmarc-policy 550']);
  });
});
