import { describe, expect, test } from 'vitest';
import { read } from '../../src/read/read.ts';
import { MAIL_CAP, PASTE_CAP } from '../../src/read/tidy.ts';

const seen = (text: string) => read(text).failures;

const HEADERS = `Return-Path: <>
From: Mail Delivery System <MAILER-DAEMON@out1.relay.example>
To: kim@example.com
Subject: Undelivered Mail Returned to Sender
Date: Tue, 4 Mar 2025 09:12:31 +0000
MIME-Version: 1.0`;

const NOTICE = `This is the mail system at host out1.relay.example.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients.

<dana@example.net>: host mx.example.net[192.0.2.10] said: 550 5.1.1
    <dana@example.net>: Recipient address rejected: User unknown (in reply to
    RCPT TO command)
`;

const GROUPS = `Reporting-MTA: dns; out1.relay.example

Final-Recipient: rfc822; dana@example.net
Action: failed
Status: 5.0.0
Diagnostic-Code: smtp; 550 5.1.1 <dana@example.net>: Recipient address rejected
`;

const RETURNED = `Return-Path: <bounce@em.example.com>
Received: from app.example.com by out1.relay.example; Tue, 4 Mar 2025 09:12:28 +0000
Authentication-Results: out1.relay.example; spf=pass; dkim=pass
From: =?utf-8?Q?K=C3=ADm?= <kim@example.com>
To: dana@example.net
Subject: =?utf-8?B?UmVjaG51bmcgdmVyc3DDpHRldA==?=
Message-ID: <20250304.1@example.com>

Hi, 550 5.7.1 is what I wrote about. Final-Recipient: rfc822; nobody@example.com
`;

const report = (text = NOTICE, groups = GROUPS, returned = RETURNED) => `${HEADERS}
Content-Type: multipart/report; report-type=delivery-status;
	boundary="b1/out1"

This is a MIME-encapsulated message.

--b1/out1
Content-Type: text/plain; charset=us-ascii

${text}
--b1/out1
Content-Type: message/delivery-status

${groups}
--b1/out1
Content-Type: message/rfc822

${returned}
--b1/out1--
`;

describe('a whole mail', () => {
  test('its report, the words of its human part, the facts of the returned message', () => {
    const [failure, ...more] = seen(report());
    expect(more).toEqual([]);
    expect(failure).toMatchObject({
      form: 'report',
      reply: 550,
      status: '5.1.1',
      words: '<dana@example.net>: Recipient address rejected: User unknown',
      recipient: 'dana@example.net',
      remote: 'mx.example.net',
      remoteIp: '192.0.2.10',
      reporter: 'out1.relay.example',
      phase: 'rcpt',
      sender: 'bounce@em.example.com',
      from: 'kim@example.com',
      subject: 'Rechnung verspätet',
      messageId: '<20250304.1@example.com>',
      authResults: 'out1.relay.example; spf=pass; dkim=pass',
    });
    expect(failure?.notice).toMatch(/^This is the mail system at host/);
  });

  test('with Windows line ends, and with lost folding', () => {
    expect(seen(report().replaceAll('\n', '\r\n'))).toMatchObject([{ reply: 550, recipient: 'dana@example.net' }]);
    expect(seen(report().replace('\n\tboundary', '\nboundary'))).toMatchObject([
      { reply: 550, recipient: 'dana@example.net' },
    ]);
  });

  test('without its first lines, or below a question', () => {
    expect(seen(report().slice(HEADERS.length + 90))).toMatchObject([{ reply: 550, recipient: 'dana@example.net' }]);
    expect(seen(`hey, any idea?\n\n${report()}`)).toMatchObject([{ reply: 550, recipient: 'dana@example.net' }]);
  });

  test('without a report', () => {
    const plain = `${HEADERS}\nContent-Type: text/plain\n\n${NOTICE}\n--- Below this line is a copy of the message.\n\n${RETURNED}`;
    expect(seen(plain)).toMatchObject([
      { form: 'notice', reply: 550, recipient: 'dana@example.net', messageId: '<20250304.1@example.com>' },
    ]);
  });

  test.each([
    [
      'quoted-printable',
      (text: string) => text.replaceAll('=', '=3D').replaceAll('could not', 'could n=\not').replace('User', '=55ser'),
    ],
    [
      'base64',
      (text: string) =>
        (
          Buffer.from(text)
            .toString('base64')
            .match(/.{1,76}/g) ?? []
        ).join('\n'),
    ],
  ])('%s', (encoding, encode) => {
    const plain = `${HEADERS}\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: ${encoding}\n\n${encode(NOTICE)}`;
    expect(seen(plain)).toMatchObject([{ reply: 550, status: '5.1.1', words: expect.stringMatching(/User unknown$/) }]);
  });

  test('decoded words stand nowhere in the paste, quoted-printable ones do', () => {
    const part = (encoding: string, text: string) =>
      seen(`${HEADERS}\nContent-Type: text/plain\nContent-Transfer-Encoding: ${encoding}\n\n${text}`)[0];
    expect(part('base64', Buffer.from(NOTICE).toString('base64'))).not.toHaveProperty('at');
    expect(part('quoted-printable', NOTICE)).toHaveProperty('at');
  });

  test('HTML only', () => {
    const html =
      '<html><body><p>Your message to <b>dana@example.net</b> couldn&#39;t be delivered.</p><p>The response was:</p><pre>550 5.1.1 User unknown</pre></body></html>';
    expect(seen(`${HEADERS}\nContent-Type: text/html\n\n${html}`)).toMatchObject([
      { reply: 550, recipient: 'dana@example.net' },
    ]);
  });

  test('forwarded as an attachment under its own subject: the question above it is no notice', () => {
    const forwarded = `From: kim@example.com\nTo: help@example.com\nSubject: FW: Undeliverable: hello\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=outer\n\n--outer\nContent-Type: text/plain\n\nCan somebody look at this please?\n--outer\nContent-Type: message/rfc822\n\n${report()}\n--outer--\n`;
    expect(seen(forwarded)).toMatchObject([{ reply: 550, recipient: 'dana@example.net' }]);
  });

  test('a postmaster who answers writes no notice', () => {
    const answer =
      'From: Postmaster <postmaster@example.net>\nTo: kim@example.com\nSubject: Re: your question\n\nHi Kim,\n\nthe mailbox was full last week.\n';
    expect(seen(answer)).toEqual([]);
  });

  test('forwarded as an attachment', () => {
    const forwarded = `From: kim@example.com\nTo: help@example.com\nSubject: Fwd: what is this?\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=outer\n\n--outer\nContent-Type: text/plain\n\nany idea?\n--outer\nContent-Type: message/rfc822\n\n${report()}\n--outer--\n`;
    expect(seen(forwarded)).toMatchObject([{ reply: 550, recipient: 'dana@example.net' }]);
  });

  test('what the returned message says is never a failure', () => {
    expect(seen(report('Sorry.', GROUPS))).toHaveLength(1);
  });

  test('a mailbox of several mails', () => {
    const second = report(NOTICE.replaceAll('dana', 'lee'), GROUPS.replaceAll('dana', 'lee'));
    expect(
      seen(
        `From MAILER-DAEMON Tue Mar  4 09:12:31 2025\n${report()}\nFrom MAILER-DAEMON Tue Mar  4 09:13:31 2025\n${second}`,
      ),
    ).toMatchObject([{ recipient: 'dana@example.net' }, { recipient: 'lee@example.net' }]);
  });

  test('its source as a page lists it: an item for each line, none for the empty ones', () => {
    const listed = report()
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => `- ${line.trim()}`)
      .join('\n');
    expect(seen(listed)).toMatchObject([
      { form: 'report', recipient: 'dana@example.net', reply: 550, status: '5.1.1', reporter: 'out1.relay.example' },
    ]);
  });

  test('the copy of the message below a body that lost its empty lines adds nothing to the header block', () => {
    const failure = `${HEADERS}
Hi. This is the qmail-send program at mail.example.com.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.
<dana@example.net>:
192.0.2.10 does not like recipient.
Remote host said: 550 User Unknown
--- Below this line is a copy of the message.
Return-Path: <kim@example.com>
From: kim@example.com
Subject: hello`;
    expect(seen(failure)).toMatchObject([{ recipient: 'dana@example.net', reply: 550, words: 'User Unknown' }]);
  });

  test('a header block alone says whom it is about', () => {
    const header = `${HEADERS}\nX-Failed-Recipients: dana@example.net,\n lee@example.net\n`;
    expect(seen(header).map(({ recipient, words }) => [recipient, words])).toEqual([
      ['dana@example.net', ''],
      ['lee@example.net', ''],
    ]);
  });

  test('X-Failed-Recipients names whom the text does not', () => {
    const plain = `${HEADERS}\nX-Failed-Recipients: dana@example.net\n\nYour message could not be delivered.\n\nmailbox is full: retry timeout exceeded\n`;
    expect(seen(plain)).toMatchObject([
      { recipient: 'dana@example.net', words: 'mailbox is full: retry timeout exceeded' },
    ]);
  });
});

describe('what is too long', () => {
  test('a paste is read up to its cap and says what was not read', () => {
    const reading = read(`550 5.1.1 User unknown\n${'x'.repeat(PASTE_CAP)}`);
    expect(reading.failures).toHaveLength(1);
    expect(reading.cut).toBe(23);
  });

  test('a mail may be larger', () => {
    const big = report(NOTICE, GROUPS, `${RETURNED}\n${'QUJD\n'.repeat(100_000)}`);
    expect(big.length).toBeGreaterThan(PASTE_CAP);
    expect(read(big)).toMatchObject({ cut: 0, failures: [{ reply: 550 }] });
    expect(read(big + 'y'.repeat(MAIL_CAP)).cut).toBe(big.length);
  });
});
