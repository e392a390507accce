import { describe, expect, test } from 'vitest';
import { read } from '../../src/read/read.ts';

/** The failures of a paste. */
const seen = (text: string) => read(text).failures;

/** The stretch of the paste that the first failure says its answer stands in. */
function pointedAt(text: string): string {
  const at = seen(text)[0]?.at;
  return at ? text.slice(...at) : '';
}

describe('a reply', () => {
  test('on one line: codes, words, the address refused', () => {
    const paste = '550 5.1.1 <dana@example.net>: Recipient address rejected: User unknown';
    expect(seen(paste)).toEqual([
      {
        form: 'reply',
        action: 'failed',
        reply: 550,
        status: '5.1.1',
        words: '<dana@example.net>: Recipient address rejected: User unknown',
        recipient: 'dana@example.net',
        at: [0, paste.length],
      },
    ]);
  });

  test.each([
    ['554 192.0.2.4 found in SORBS', '192.0.2.4 found in SORBS'],
    ['554 .exe attachments refused', '.exe attachments refused'],
    ['554 8bit characters not encoded', '8bit characters not encoded'],
    ['554 lines longer than 1000 characters', 'lines longer than 1000 characters'],
    ['451 out of allow RCPT numbers', 'out of allow RCPT numbers'],
    ['550 000013 empty from address is forbidden', '000013 empty from address is forbidden'],
  ])('may open with what else looks like no word: %s', (paste, words) => {
    expect(seen(paste)).toMatchObject([{ form: 'reply', words }]);
  });

  test.each(['554 lines of code', '550 000 people came', '451 out of 500 tickets sold', '550 192.0.2.4 is up'])(
    'is no count and no table: %s',
    (paste) => {
      expect(seen(paste)).toEqual([]);
    },
  );

  test('may open with the address that is refused', () => {
    expect(seen('550 192.0.2.25 is listed')).toMatchObject([{ reply: 550, words: '192.0.2.25 is listed' }]);
    expect(seen('550 192.0.2.25 555')).toEqual([]);
  });

  test('that says in words that it could not deliver is no notice', () => {
    const [failure] = seen('550 5.1.1 Unable to deliver to dana@example.net');
    expect(failure).toMatchObject({ form: 'reply', reply: 550, status: '5.1.1', recipient: 'dana@example.net' });
  });

  test.each([
    '<dana@example.net>: host mx.example.net[192.0.2.10] said: 550 Unknown user',
    'dana@example.net: 550 Unknown user',
    'dana@example.net\n550 Unknown user',
    'Ihre Nachricht kam zurück:\n<dana@example.net>:\n550 Unknown user',
  ])('is about the address that stands alone before it: %s', (paste) => {
    expect(seen(paste)).toMatchObject([{ reply: 550, words: 'Unknown user', recipient: 'dana@example.net' }]);
  });

  test.each(['said', 'refused to talk to me'])('%s: wrapped between its code and its status is one', (verb) => {
    for (const wrapped of [' 554\n    5.7.1 ', '\n    554 5.7.1 '])
      expect(
        seen(`<dana@example.net>: host mx.example.net[192.0.2.10] ${verb}:${wrapped}Service unavailable`),
      ).toMatchObject([{ reply: 554, status: '5.7.1', recipient: 'dana@example.net' }]);
  });

  test('is not about an address that the text before it only mentions', () => {
    expect(seen('From: kim@example.com\n550 Unknown user')[0]).not.toHaveProperty('recipient');
    expect(seen('we asked dana@example.net about it: 550 5.1.1 Unknown user')[0]).not.toHaveProperty('recipient');
  });

  test('whose codes a notice names once more on their own is one failure', () => {
    const paste = 'Status code: 550 5.1.10\n\nReported error: 550 5.1.10 Recipient dana@example.net not found';
    expect(seen(paste)).toMatchObject([{ reply: 550, status: '5.1.10' }]);
  });

  test.each(['Error: no such user', "Error: b'no such user'", 'Reason: no such user', 'Server response: no such user'])(
    'is told below the code that has a label of its own: %s',
    (told) => {
      expect(seen(`Error code: 550\n${told}`)).toMatchObject([{ reply: 550, words: 'no such user' }]);
      expect(seen(`550\n${told}`)[0]?.words).not.toBe('no such user');
    },
  );

  test('for each recipient of a list is one of its own', () => {
    const people = Array.from({ length: 70 }, (_, nth) => `p${nth}@example.net`);
    const list = people.map((address) => `550 5.1.1 <${address}>: User unknown`).join('\n');
    expect(seen(list).map(({ recipient }) => recipient)).toEqual(people);
  });

  test('over several lines: repeated codes dropped', () => {
    const paste = [
      '550-5.7.26 Unauthenticated email from example.com is not accepted due to',
      "550-5.7.26 domain's DMARC policy. Please contact the administrator of",
      '550 5.7.26 example.com domain. - gsmtp',
    ];
    const words =
      "Unauthenticated email from example.com is not accepted due to domain's DMARC policy. Please contact the administrator of example.com domain. - gsmtp";
    expect(seen(paste.join('\n'))).toMatchObject([{ reply: 550, status: '5.7.26', words }]);
    expect(seen(paste.join('\r\n'))).toMatchObject([{ words }]);
    expect(seen(paste.join(' '))).toMatchObject([{ reply: 550, status: '5.7.26', words }]);
  });

  test('wrapped by a mail program goes on on the next line', () => {
    const paste =
      '552 5.2.2 The email account that you tried to reach is over quota and\ninactive. Please direct the recipient to their administrator.';
    expect(seen(paste)).toMatchObject([{ words: expect.stringMatching(/over quota and inactive\. Please direct/) }]);
  });

  test('wrapped right behind its codes goes on on the next line, and no further than its paragraph', () => {
    const paste = 'host mx.example.net said: 552 5.2.0\nThis message has been rejected\nby the filter\n\nThanks, Kim';
    expect(seen(paste)).toMatchObject([
      { reply: 552, status: '5.2.0', words: 'This message has been rejected by the filter' },
    ]);
    expect(seen('550 5.1.1\nSubject: hello')).toMatchObject([{ status: '5.1.1', words: '' }]);
  });

  test.each([
    ['message sending failed: 4.7.1 Ratelimit "user" exceeded (451)', { status: '4.7.1' }],
    ['550', { reply: 550, words: '' }],
    ['5.7.1', { status: '5.7.1', words: '' }],
    ['550 5.7.1', { reply: 550, status: '5.7.1', words: '' }],
    ['what does 550 5.4.1 mean?', { reply: 550, status: '5.4.1' }],
    ['we keep getting a 550 error from them', { reply: 550 }],
    ['error code 554', { reply: 554 }],
    ['what is DSN 5.7.57?', { status: '5.7.57' }],
    ['550 #5.1.0 Address rejected.', { reply: 550, status: '5.1.0', words: 'Address rejected.' }],
    ['554 sorry, no mailbox here by that name. (#5.1.1)', { reply: 554, status: '5.1.1' }],
    ['550 Unknown user', { reply: 550, words: 'Unknown user' }],
    ['The server said: 452 Insufficient system storage', { reply: 452, words: 'Insufficient system storage' }],
    ['554 554 5.7.1 Service unavailable', { reply: 554, status: '5.7.1', words: 'Service unavailable' }],
  ])('is recognised in %j', (paste, expected) => {
    expect(seen(paste)).toMatchObject([expected]);
  });

  test.each([
    'I have 450 emails in my inbox',
    'call me at 550 555 0123',
    'that costs 550 EUR',
    'we sent 500 messages and 421 were opened',
    'the meeting is on 5.5.2026 at 4.30',
    'please update to version 5.7.1-beta2, or 4.16.55.1',
    'server 10.15.4.233 listens on port 587, 465 and 2525',
    '550 Main Street, Springfield',
    'invoice 2025-552-17',
    'hi team, good morning',
    '',
    '   \n\n ',
  ])('is not seen in %j', (paste) => {
    expect(seen(paste)).toEqual([]);
  });

  test('has a class and a status that may disagree', () => {
    expect(seen('550 4.4.7 QUEUE.Expired; message expired')).toMatchObject([{ reply: 550, status: '4.4.7' }]);
  });

  test('numbers in its words are no codes', () => {
    const paste =
      '421 4.7.0 [TSS04] Messages from 192.0.2.25 temporarily deferred due to unexpected volume or user complaints - 4.16.55.1; see https://senders.example/421.html';
    expect(seen(paste)).toMatchObject([
      { reply: 421, status: '4.7.0', words: expect.stringMatching(/^\[TSS04\].*421\.html$/) },
    ]);
    expect(seen(paste)[0]).not.toHaveProperty('outer');
  });

  test('names the sender where it refuses the sender', () => {
    expect(
      seen('553 5.1.8 <kim@example.com>... Domain of sender address kim@example.com does not exist'),
    ).toMatchObject([{ sender: 'kim@example.com' }]);
  });

  test('stands where it says it stands', () => {
    const paste = 'hey, any idea?\n\n550 5.1.1 User unknown\n\nthanks, Kim';
    expect(pointedAt(paste)).toBe('550 5.1.1 User unknown');
    expect(seen(paste)).toMatchObject([{ words: 'User unknown' }]);
  });

  test('two of them are two failures', () => {
    const paste = '550 5.1.1 <dana@example.net>: User unknown\n\n452 4.2.2 <lee@example.org>: Mailbox full';
    expect(seen(paste)).toMatchObject([
      { reply: 550, recipient: 'dana@example.net' },
      { reply: 452, recipient: 'lee@example.org' },
    ]);
    expect(seen(paste.replace('\n\n', ' '))).toMatchObject([{ reply: 550 }, { reply: 452 }]);
  });
});

describe('an answer that quotes another', () => {
  test.each([
    [
      "Remote Server returned '550 5.7.367 Remote server returned not permitted to relay -> 550 5.7.1 Relaying denied'",
      { reply: 550, status: '5.7.1', words: 'Relaying denied', outer: { reply: 550, status: '5.7.367' } },
    ],
    [
      '550 5.7.350 Remote server returned message detected as spam -> 554 5.7.1 Service unavailable; blocked using dbl.example.org',
      {
        reply: 554,
        status: '5.7.1',
        words: 'Service unavailable; blocked using dbl.example.org',
        outer: { status: '5.7.350' },
      },
    ],
    [
      '554 4.4.7 Message expired: unable to deliver in 840 minutes.<421 4.4.2 Connection timed out>',
      { reply: 421, status: '4.4.2', words: 'Connection timed out', outer: { reply: 554, status: '4.4.7' } },
    ],
    [
      '421 4.1.1 <dana@example.net>: Recipient address rejected: unverified address: host mx.example.net[192.0.2.10] said: 450 4.1.1 Greylisted',
      { reply: 450, status: '4.1.1', words: 'Greylisted', remote: 'mx.example.net', remoteIp: '192.0.2.10' },
    ],
    [
      "5.1.0 - Unknown address error 550-'5.7.1 <kim@example.com>... Access denied'",
      { reply: 550, status: '5.7.1', words: '<kim@example.com>... Access denied', outer: { status: '5.1.0' } },
    ],
    [
      'host mx.example.net[192.0.2.10] said: 550 5.1.1 <dana@example.net>: User unknown (in reply to RCPT TO command)',
      { reply: 550, status: '5.1.1', remote: 'mx.example.net', remoteIp: '192.0.2.10', phase: 'rcpt' },
    ],
    [
      'SMTP error from remote mail server after end of data: host mx.example.net [2001:db8::10]: 554 5.7.1 Spam',
      { reply: 554, status: '5.7.1', remote: 'mx.example.net', remoteIp: '2001:db8::10', phase: 'end-of-data' },
    ],
  ])('%s', (paste, expected) => {
    expect(seen(paste)).toMatchObject([expected]);
  });

  test('but the echo of a refusal is no answer of its own', () => {
    expect(seen('550 5.1.1 User unknown 503 5.5.1 RCPT first')).toMatchObject([{ reply: 550, status: '5.1.1' }]);
  });

  test('and a callout about the sender is one answer', () => {
    const paste = [
      '550-Verification failed for <kim@example.com>',
      '550-Called:   192.0.2.10',
      '550-Sent:     RCPT TO:<kim@example.com>',
      '550-Response: 550 5.1.1 User unknown',
      '550 Sender verify failed',
    ].join('\n');
    expect(seen(paste)).toMatchObject([
      { reply: 550, words: expect.stringMatching(/^Verification failed.*Sender verify failed$/) },
    ]);
    expect(seen(paste)[0]).not.toHaveProperty('status');
  });
});

describe('a dialogue', () => {
  const COMMANDS = ['EHLO out1.example.com', 'MAIL FROM:<kim@example.com>', 'RCPT TO:<dana@example.net>'];
  const ANSWERS = ['250 mx.example.net', '250 2.1.0 Ok', '550 5.7.1 Relaying denied'];
  const talk = (client: string, server: string, refused = server) =>
    COMMANDS.flatMap((command, index) => [
      `${client}${command}`,
      `${index === 2 ? refused : server}${ANSWERS[index]}`,
    ]).join('\n');

  test.each([
    ['swaks', talk('-> ', '<-  ', '<** ')],
    ['Sendmail and Courier', talk('>>> ', '<<< ')],
    ['C: and S:', talk('C: ', 'S: ')],
    ['PHPMailer', talk('2025-03-04 09:12:29 CLIENT -> SERVER: ', '2025-03-04 09:12:29 SERVER -> CLIENT: ')],
    ['telnet', talk('', '')],
    ['quoted Sendmail', talk('> >>> ', '> <<< ')],
  ])('as %s shows it: envelope and point', (_, paste) => {
    expect(seen(paste)).toMatchObject([
      {
        reply: 550,
        status: '5.7.1',
        words: 'Relaying denied',
        phase: 'rcpt',
        recipient: 'dana@example.net',
        sender: 'kim@example.com',
      },
    ]);
    expect(seen(paste)).toHaveLength(1);
  });

  test('as smtplib logs it', () => {
    const paste =
      "send: 'rcpt TO:<dana@example.net>\\r\\n'\nreply: b'550 5.1.1 User unknown\\r\\n'\nreply: retcode (550); Msg: b'5.1.1 User unknown'";
    expect(seen(paste)[0]).toMatchObject({ reply: 550, status: '5.1.1', words: 'User unknown', phase: 'rcpt' });
  });

  test('leaves out the echoes of a refusal, and the answer to QUIT', () => {
    const paste = `${talk('>>> ', '<<< ')}\n>>> DATA\n<<< 503 5.5.1 Need RCPT\n>>> QUIT\n<<< 421 4.7.0 too many errors`;
    expect(seen(paste)).toHaveLength(1);
  });

  test('each recipient has its own answer', () => {
    const paste = `${talk('-> ', '<- ')}\n-> RCPT TO:<lee@example.org>\n<- 452 4.2.2 Mailbox full`;
    expect(seen(paste)).toMatchObject([
      { recipient: 'dana@example.net', reply: 550 },
      { recipient: 'lee@example.org', reply: 452 },
    ]);
  });

  test('a login refused', () => {
    const paste = 'C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: ••••\nS: 535 5.7.8 Authentication credentials invalid';
    expect(seen(paste)).toMatchObject([{ reply: 535, status: '5.7.8', phase: 'auth' }]);
  });
});

test('a sentence in front of a code that is named by itself is none of its answer', () => {
  expect(read('Printer: Server connection error. Destination: E-mail. SMTP error: 535').failures).toMatchObject([
    { reply: 535, words: '' },
  ]);
});
