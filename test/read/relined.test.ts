import { describe, expect, it } from 'vitest';
import { createDecoder } from '../../src/index.ts';

const decode = createDecoder();
const causes = (text: string): (string | undefined)[][] =>
  decode(text).failures.map(({ recipient, cause }) => [recipient, cause]);

/** What a chat makes of several lines: each joined to the next with a blank, or with nothing. */
const joined = (lines: readonly string[], by: string): string => lines.join(by);

describe.each([
  ['a blank', ' '],
  ['nothing', ''],
])('line ends lost, %s in their place', (_, by) => {
  it('leave Sendmail its list and its transcript', () => {
    const text = joined(
      [
        'The original message was received at Tue, 4 Mar 2025 09:12:31 +0000',
        '   ----- The following addresses had permanent fatal errors -----',
        '<dana@example.net>',
        '    (reason: 550 5.1.1 User unknown)',
        '   ----- Transcript of session follows -----',
        '... while talking to mx.example.net.:',
        '>>> RCPT To:<dana@example.net>',
        '<<< 550 5.1.1 User unknown',
      ],
      by,
    );
    expect(causes(text)).toEqual([['dana@example.net', 'unknown-recipient']]);
  });

  it('leave Sendmail the reason why it gave up', () => {
    const text = joined(
      [
        'The original message was received at Tue, 4 Mar 2025 09:12:31 +0000',
        '   ----- The following addresses had permanent fatal errors -----',
        '<dana@example.net>',
        '   ----- Transcript of session follows -----',
        '<dana@example.net>... Deferred: Connection refused by mx.example.net.',
        'Message could not be delivered for 5 days',
        'Message will be deleted from queue',
      ],
      by,
    );
    expect(causes(text)).toEqual([['dana@example.net', 'connection-failed']]);
  });

  it('leave a qmail notice its recipient and the reason', () => {
    const text = joined(
      [
        'Hi. This is the qmail-send program at out1.relay.example.',
        "I'm afraid I wasn't able to deliver your message to the following addresses.",
        '<dana@example.net>:',
        'Sorry, no mailbox here by that name. (#5.1.1)',
      ],
      by,
    );
    expect(causes(text)).toEqual([['dana@example.net', 'unknown-recipient']]);
  });
});

it('two recipients in one paragraph stay two', () => {
  const text = `This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its recipients. The following addresses failed:

<dana@example.net>: host mx.example.net said: 550 5.1.1 User unknown <lee@example.org>: host mx.example.org said: 552 5.2.2 Mailbox full`;
  expect(causes(text)).toEqual([
    ['dana@example.net', 'unknown-recipient'],
    ['lee@example.org', 'mailbox-full'],
  ]);
});

describe.each([50, 60, 66, 72, 78, 90])('wrapped at %i columns', (width) => {
  const wrapped = (line: string): string => line.replace(new RegExp(`(.{1,${width}})(?: +|$)`, 'g'), '$1\n').trim();

  it.each([
    [
      '550-5.7.26 Unauthenticated email from example.com is not accepted due to 550-5.7.26 the DMARC policy of its owner. Please contact the administrator 550 5.7.26 of the example.com domain.',
      'dmarc-policy',
    ],
    [
      '450 4.1.1 <dana@example.net>: Recipient address rejected: User unknown in virtual alias table',
      'unknown-recipient',
    ],
    [
      '554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org; https://www.spamhaus.org/query/ip/192.0.2.1',
      'ip-blocklisted',
    ],
    [
      '550 Please inspect your settings, for 192.0.2.9 is not allowed to send mail from example.com by its SPF record',
      'spf-fail',
    ],
  ])('%s', (reply, cause) => {
    expect(decode(wrapped(reply)).failures.map((one) => one.cause)).toEqual([cause]);
  });
});

it('a line after a short reply is none of it', () => {
  const [first] = decode('550 5.1.1 User unknown\nThe mailbox was full last week').failures;
  expect(first?.words).toBe('User unknown');
});
