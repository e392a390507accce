import { describe, expect, it } from 'vitest';
import { createDecoder } from '../../src/index.ts';
import type { Verdict } from '../../src/types.ts';

const decode = createDecoder();

/** The only verdict of a paste. */
function verdict(paste: string): Verdict {
  const { failures } = decode(paste);
  expect(failures).toHaveLength(1);
  const [only] = failures;
  if (!only) throw new Error('no verdict');
  return only;
}

const GMAIL =
  "550-5.7.26 Unauthenticated email from example.com is not accepted due to\n550 5.7.26 domain's DMARC policy. a1si1 - gsmtp";

describe('a provider’s own words', () => {
  it('decide for certain, and say by which words', () => {
    const { bucket, cause, provider, retry, confidence, wire, because } = verdict(GMAIL);
    expect({ bucket, cause, provider, retry, confidence, wire }).toEqual({
      bucket: 'fix-authentication',
      cause: 'dmarc-policy',
      provider: 'gmail',
      retry: 'after-fix',
      confidence: 'certain',
      wire: 'permanent',
    });
    expect(because[0]?.quote.toLowerCase()).toContain('dmarc policy');
  });

  it('are quoted where they stand, over line ends and repeated codes', () => {
    const [{ at } = {}] = verdict(GMAIL).because;
    expect(at).toBeDefined();
    expect(GMAIL.slice(...(at as [number, number])).replace(/\s+/g, ' ')).toMatch(/domain's DMARC policy/);
  });

  it('are quoted out of a mail that quotes it', () => {
    const paste = GMAIL.split('\n')
      .map((line) => `> ${line}`)
      .join('\n');
    const [{ at } = {}] = verdict(paste).because;
    expect(paste.slice(...(at as [number, number]))).toMatch(/DMARC policy$/);
  });
});

describe('a provider that only the recipient’s domain tells', () => {
  it('does not deny relay for the domains it serves: that was somebody else', () => {
    const answer = '554 5.7.1 <dana@icloud.com>: Relay access denied';
    expect(verdict(answer)).toMatchObject({ cause: 'relay-denied', bucket: 'fix-authentication' });
    expect(verdict(`host mx01.mail.icloud.com[192.0.2.40] said: ${answer}`).cause).toBe('recipient-not-served');
  });
});

describe('a host that refuses to talk at all', () => {
  const line = (answer: string): string =>
    `Nov 10 08:27:52 mail postfix/smtp[13789]: A0F7BE2AA5: host mx.example.net[192.0.2.10] ${answer}`;

  it('for good means the sender, though Postfix goes on to the next host', () => {
    expect(verdict(line('refused to talk to me: 554 mx.example.net'))).toMatchObject({
      action: 'delayed',
      bucket: 'fix-reputation',
    });
  });

  it('for now, or later in the dialogue, is waited for', () => {
    expect(verdict(line('refused to talk to me: 421 mx.example.net')).bucket).toBe('retry');
    expect(verdict(line('said: 451 not accepted (in reply to MAIL FROM command)')).bucket).toBe('retry');
  });
});

describe('words inside an address', () => {
  it.each([
    '550 5.1.1 <blacklist@rbl.example>: Recipient address rejected: User unknown',
    '550 No such user (dmarc@example.net)',
  ])('say nothing: %s', (paste) => {
    expect(verdict(paste)).toMatchObject({ cause: 'unknown-recipient', bucket: 'fix-recipient' });
  });

  it.each([
    ['421 dns.example.org Sorry, unable to contact destination SMTP daemon', 'connection-failed'],
    ['554 <user@domain.example>: message expired', 'delivery-expired'],
  ])('nor do they speak against others: %s', (paste, cause) => {
    expect(verdict(paste).cause).toBe(cause);
  });

  it('do where they stand outside as well', () => {
    expect(verdict('421 dns.example.org Sorry, connection timed out: DNS lookup').cause).toBe('dns-trouble');
  });
});

describe('words inside a link', () => {
  it('come after those outside', () => {
    const paste =
      '554 Connection from 192.0.2.4 rejected. Reason: Banned. See https://www.example.net/spam/answers/banned';
    expect(verdict(paste).bucket).toBe('fix-reputation');
  });

  it('tell where nothing else does, and never for certain', () => {
    const only = verdict('554 rejected, see https://www.example.net/blacklist');
    expect(only).toMatchObject({ bucket: 'fix-reputation', confidence: 'likely' });
  });
});

describe('words and codes', () => {
  it('words beat the code', () => {
    expect(verdict('550 5.1.1 Message rejected: the sending IP 192.0.2.1 is listed in zen.spamhaus.org').bucket).toBe(
      'fix-reputation',
    );
  });

  it('disagreeing lowers, and both are shown', () => {
    const { confidence, because, candidates } = verdict('550 5.1.1 The message was identified as spam');
    expect(confidence).not.toBe('certain');
    expect(because.map(({ rule }) => rule)).toContain('status/5.1.1');
    expect(candidates?.map(({ cause }) => cause)).toContain('unknown-recipient');
  });

  it('one word is not certain beside a longer sentence about somebody else', () => {
    const only = verdict('550 Blacklisted: the recipient does not wish to receive this');
    expect(only).toMatchObject({ bucket: 'fix-reputation', confidence: 'likely' });
    expect(only.candidates?.map(({ cause }) => cause)).toContain('sender-blocked-by-recipient');
  });

  it('a bare status is never certain', () => {
    expect(verdict('550 5.1.1')).toMatchObject({
      cause: 'unknown-recipient',
      confidence: 'likely',
      rule: 'status/5.1.1',
    });
  });

  it.each([
    // Words that say little beside a number that says one thing.
    ['550 5.1.1 <dana@example.net>: Recipient address rejected: example.net', 'fix-recipient'],
    ['550 5.2.1 Mailbox not available', 'fix-recipient'],
    // A cautious rule beside such a number.
    ['553 5.1.2 <dana@example.net>... Host unknown (Name server: example.net: host not found)', 'fix-recipient'],
    // Presumed only from the address, but anybody's words say the same.
    ['552 5.2.2 <dana@icloud.com>: user is over quota', 'fix-recipient'],
    ['550 4.4.7 QUEUE.Expired; message expired', 'retry'],
    ['451 4.7.1 Please try again later', 'retry'],
    // The frame of RFC 5321 around the reason.
    ['552 Requested mail action aborted: exceeded storage allocation, quota exceeded', 'fix-recipient'],
  ])('two that agree make it certain: "%s"', (paste, bucket) => {
    const { confidence, candidates = [], ...only } = verdict(paste);
    expect({ ...only, confidence }).toMatchObject({ bucket, confidence: 'certain' });
    for (const candidate of candidates) expect(candidate.bucket).toBe(bucket);
  });

  it.each([
    // A failed check, told with what the filter makes of it.
    ['550 5.7.1 Message fails to pass authentication checks and has been blocked as spam', 'fix-authentication'],
    // A number that only Microsoft uses.
    ['550 5.7.124 RESOLVER.RST.SenderNotInAllowedSendersList; not in the allowed-senders list', 'fix-recipient'],
    // Yahoo's own sentence, whatever the registry says of 5.7.2.
    [
      '553 5.7.2 [TSS09] All messages from 192.0.2.1 will be permanently deferred; Retrying will NOT succeed. See https://postmaster.yahooinc.com/error-codes',
      'fix-reputation',
    ],
    // A program's own server, and no other, refuses to relay for it.
    ["Error: Can't send mail - all recipients were rejected: 550 5.7.1 Unable to relay", 'fix-authentication'],
    // The address of the sending server is named, whatever else is not.
    ['554 5.7.1 You are not allowed to connect', 'fix-reputation'],
  ])('nothing that anybody says shakes it: "%s"', (paste, bucket) => {
    expect(verdict(paste)).toMatchObject({ bucket, confidence: 'certain' });
  });

  it.each([
    ['501 Syntax error in parameters or arguments (in reply to RCPT TO command)', 'recipient-syntax', 'fix-recipient'],
    [
      '501 Syntax error in parameters or arguments (in reply to MAIL FROM command)',
      'sender-address-invalid',
      'fix-authentication',
    ],
    ['501 Syntax error in parameters or arguments (in reply to EHLO command)', 'helo-invalid', 'fix-authentication'],
    ['500 Unrecognized command', 'protocol-trouble', 'fix-authentication'],
    ['421 Too many syntax errors', 'protocol-trouble', 'retry'],
  ])('a syntax error is of what the command names: "%s"', (said, cause, bucket) => {
    expect(verdict(`<dana@example.net>: host mx.example.net[192.0.2.1] said: ${said}`)).toMatchObject({
      cause,
      bucket,
    });
  });

  it.each(['554 Requested action aborted: server failure', '503 Bad sequence of commands'])(
    '"%s" speaks of a passing trouble with a number that is for good: not certain',
    (paste) => expect(verdict(paste).confidence).not.toBe('certain'),
  );

  it.each(['550', '554', '550 5.7.1'])('"%s" is a guess with candidates and the question that settles it', (paste) => {
    const { confidence, candidates, question } = verdict(paste);
    expect(confidence).toBe('guess');
    expect(candidates?.length).toBeGreaterThan(0);
    expect(question).toMatch(/\?$/);
  });

  it('keep what was not seen out', () => {
    const only = verdict('User unknown in virtual mailbox table');
    expect(only).not.toHaveProperty('reply');
    expect(only).not.toHaveProperty('status');
    expect(only).not.toHaveProperty('wire');
    expect(only).not.toHaveProperty('recipient');
  });
});

describe('the innermost answer', () => {
  it('decides, and the wrapper is kept', () => {
    const only = verdict(
      '550 5.7.350 Remote server returned message detected as spam -> 554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org',
    );
    expect(only).toMatchObject({ cause: 'ip-blocklisted', bucket: 'fix-reputation', reply: 554 });
    expect(only.outer).toMatchObject({ reply: 550, status: '5.7.350' });
  });

  it('given to a look-up of the sender does not speak of the recipient', () => {
    const [verdict] = decode(
      '450 4.1.7 <bounce@example.org>: Sender address rejected: unverified address: host mx.example.org[192.0.2.9] said: 550 no such user',
    ).failures;
    expect(verdict).toMatchObject({
      cause: 'sender-address-invalid',
      bucket: 'fix-authentication',
      confidence: 'likely',
    });
  });

  it('of a queue that gave up tells the cause; what is over is not tried by anybody', () => {
    const only = verdict('554 5.4.7 Message expired: unable to deliver. <452 4.2.2 The mailbox is over quota>');
    expect(only.cause).toBe('mailbox-full');
    expect(only.retry).not.toBe('automatic');
    expect(only.wire).toBe('permanent');
  });
});

describe('a notice without a code', () => {
  it('is judged by all it says, not only by the line beside the address', () => {
    const only = verdict(
      [
        'This is the mail agent at mail.example.com.',
        '',
        'There was an error delivering your mail to <dana@example.net>.',
        '',
        'Could not deliver for the last 432000 seconds. Giving up.',
        '',
        'Message headers follow.',
      ].join('\n'),
    );
    expect(only).toMatchObject({ cause: 'delivery-expired', bucket: 'retry', recipient: 'dana@example.net' });
  });

  it('above the message it returns is no question about that message', () => {
    const only = verdict(
      [
        'Unknown user: dana@example.net',
        '',
        'Original message follows.',
        '',
        'Received: from mail.example.com [192.0.2.88] by mx.example.net with ESMTP; Thu, 26 Nov 2026 10:00:00 +0000',
        'Message-ID: <1@example.com>',
        'Date: Thu, 26 Nov 2026 10:00:00 +0000',
        'From: Sam <sam@example.com>',
        'To: dana@example.net',
        'Subject: Hello',
        '',
        'Hello',
      ].join('\n'),
    );
    expect(only).toMatchObject({ cause: 'unknown-recipient', bucket: 'fix-recipient' });
  });
});

describe('time', () => {
  it('a full mailbox is waited for while the answer is temporary', () => {
    expect(verdict('452 4.2.2 <dana@example.net>: mailbox is full')).toMatchObject({
      bucket: 'retry',
      retry: 'automatic',
    });
    expect(verdict('552 5.2.2 <dana@example.net>: mailbox is full')).toMatchObject({
      bucket: 'fix-recipient',
      retry: 'later-once',
    });
  });

  it.each([
    ['450 4.7.1 Greylisted, please try again in 5 minutes', 300],
    ['450 4.2.0 Greylisted for 300 seconds', 300],
    ['451 4.7.1 Please try again in 1 hour', 3600],
    ['450 4.7.1 Try again later', undefined],
  ])('"%s" names a wait of %s seconds', (paste, seconds) => {
    expect(verdict(paste).waitSeconds).toBe(seconds);
  });

  it('a temporary answer that never clears says so', () => {
    expect(
      verdict(
        "421-4.7.32 Your email has been rate limited because the From: header (RFC5322) in this message isn't aligned with either the authenticated SPF or\n421 4.7.32 DKIM organizational domain. a1si1 - gsmtp",
      ),
    ).toMatchObject({ bucket: 'fix-authentication', retry: 'after-fix', wire: 'temporary' });
  });
});

describe('facts', () => {
  it('name the failing mechanism, whatever the order', () => {
    const { facts } = verdict(
      "550 5.7.515 Access denied, sending domain example.com doesn't meet the required authentication level. Spf= Fail , Dkim= Pass , DMARC= Pass",
    );
    expect(facts).toMatchObject({ spf: 'fail', dkim: 'pass', dmarc: 'pass', failing: 'SPF' });
  });

  it('name the list and its page', () => {
    const { facts } = verdict('554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org');
    expect(facts).toMatchObject({ listedIp: '192.0.2.1' });
    expect(facts.blocklist).toMatch(/spamhaus/i);
    expect(facts.lookupUrl).toMatch(/^https:/);
  });

  it('take no last word of a sentence for a reference', () => {
    const [verdict] = decode("550 5.7.26 not accepted due to domain's DMARC policy. - gsmtp").failures;
    expect(verdict?.facts).not.toHaveProperty('reference');
  });

  it('keep the provider’s reference and its help page', () => {
    const { facts } = verdict(
      '550-5.1.1 The email account that you tried to reach does not exist. Please try\n550 5.1.1 https://support.google.com/mail/?p=NoSuchUser a1si1.42 - gsmtp',
    );
    expect(facts).toMatchObject({ reference: 'a1si1.42', helpUrl: 'https://support.google.com/mail/?p=NoSuchUser' });
  });
});

describe('steps', () => {
  it('speak of the sending service that is named, else in general words', () => {
    const paste = '550 5.1.1 <dana@example.net>: User unknown';
    const general = verdict(paste).steps.join(' ');
    const [named] = createDecoder({ relay: 'smtp2go' })(paste).failures;
    expect(named?.steps.join(' ')).not.toBe(general);
    expect(named?.steps.join(' ')).toMatch(/SMTP2GO|Suppressions/i);
    expect(general).toContain('dana@example.net');
  });

  it.each([
    ['googlemail.com', 'mx.example.net', 'google-workspace-relay'],
    ['AM0PR01MB0001.eurprd01.prod.outlook.com', 'mx.example.net', 'microsoft-365-relay'],
    // Microsoft's hosts also write reports for mail that came in: then nothing tells what it was sent with.
    ['AM0PR01MB0001.eurprd01.prod.outlook.com', undefined, undefined],
    ['mail.example.org', 'mx.example.net', undefined],
  ])('know the sending service by who wrote the report: %s about %s', (reporter, remote, relay) => {
    const only = verdict(
      [
        `Reporting-MTA: dns; ${reporter}`,
        '',
        'Final-Recipient: rfc822; dana@example.net',
        'Action: failed',
        'Status: 5.1.1',
        ...(remote ? [`Remote-MTA: dns; ${remote}`] : []),
        'Diagnostic-Code: smtp; 550 5.1.1 <dana@example.net>: User unknown',
      ].join('\n'),
    );
    expect(only.relay).toBe(relay);
  });

  it('take the name of a mailbox provider for its sending side', () => {
    const [named] = createDecoder({ relay: 'Gmail' })('550 5.1.1 user unknown').failures;
    expect(named?.steps.join(' ')).toContain('Google Workspace');
  });

  const GREYLISTED = '451 4.7.1 Greylisting in action, please come back later';
  const reported = (action: string, status: string, answer: string): string =>
    `Final-Recipient: rfc822; dana@example.net\nAction: ${action}\nStatus: ${status}\nDiagnostic-Code: smtp; ${answer}`;

  it.each([
    ['is still tried', GREYLISTED],
    ['is reported as delayed', reported('delayed', '4.7.1', GREYLISTED)],
    ['is refused for now', '452 4.2.2 Mailbox full'],
  ])('wait for the next try of what %s', (_, paste) => {
    const { retry, steps } = verdict(paste);
    expect(retry).toBe('automatic');
    expect(steps.filter((step) => step.includes('tries again by itself'))).toHaveLength(1);
  });

  it('do not speak of the end of what is only delayed, whatever its number is called', () => {
    const { cause, retry, bucket } = verdict(reported('delayed', '4.4.7', 'Envelope expired'));
    expect({ cause, retry, bucket }).toEqual({ cause: 'still-trying', retry: 'automatic', bucket: 'retry' });
    expect(verdict(reported('failed', '4.4.7', 'Envelope expired')).cause).toBe('delivery-expired');
  });

  it.each([
    ['has been given up', reported('failed', '4.7.1', GREYLISTED)],
    ['was never reached', reported('failed', '4.4.1', 'connect to mx.example.net[192.0.2.1]:25: Connection timed out')],
    ['is refused for good', '552 5.2.2 Mailbox full'],
    [
      'a provider gave up in its own words',
      '550-5.2.1 The user you are trying to contact is receiving mail too quickly. Please\n550 5.2.1 resend your message at a later time. a1si1 - gsmtp',
    ],
  ])('send once more what %s, and wait for nobody', (_, paste) => {
    const { retry, steps } = verdict(paste);
    expect(retry).toBe('later-once');
    expect(steps.join(' ')).toMatch(/send it once more/i);
    expect(steps.join(' ')).not.toMatch(/by itself|do nothing|by hand/i);
  });

  it('a sending service nobody knows is refused with those that are known', () => {
    expect(() => createDecoder({ relay: 'pigeon' })).toThrow(/"pigeon" is no sending service .* smtp2go/);
  });
});

describe('loose words', () => {
  it.each([
    ['connect to mx.example.net[192.0.2.1]:25: Connection timed out', 'retry'],
    [
      '<dana@example.net>: Host or domain name not found. Name service error for name=example.net type=A: Host not found',
      'fix-recipient',
    ],
    ['The email account that you tried to reach does not exist.', 'fix-recipient'],
  ])('of a machine, or a provider’s whole sentence, decide: "%s"', (paste, bucket) => {
    expect(verdict(paste)).toMatchObject({ bucket, confidence: 'certain' });
  });

  it.each([
    ["Hi, a customer's mail server says:\n\nMailbox over quota\n\nCan you help?", 'mailbox-full'],
    ['The bounce message reads as follows:\nVirus detected, content refused\n\nThanks, Kim', 'virus-found'],
    [
      'The message was undeliverable to the following:\n\tdana.PO1.EXAMPLE (D101)\n\nReason: User not found',
      'unknown-recipient',
    ],
  ])('that a person announces as a mail system’s are judged by themselves: %j', (paste, cause) => {
    expect(verdict(paste)).toMatchObject({ cause });
  });

  it.each([
    'The notes of our mail server team say:\n\nlunch at noon, the mailbox is empty',
    'hey is the mailbox full of spam again? lol',
    'can someone check why the server is busy?',
    'thanks, I will try again later',
    'lunch at 12? my account is blocked until 3',
    'the meeting with the relay team was rejected',
    'user not found when logging in to the app',
    'The certificate has expired on the staging site',
    '220 mx.example.net ESMTP Postfix\nEHLO mail.example.com\n250-mx.example.net\n250-PIPELINING\n250-SIZE 10240000\n250 8BITMIME',
    'Build 5.7.1 of the mail gateway is out: new policy rules and a nicer quarantine page.',
    'unknown_local_recipient_reject_code = 550',
    'reject_rbl_client zen.spamhaus.org=127.0.0.[2..11],\nreject_rbl_client bl.spamcop.net=127.0.0.2,',
    'Mar  4 09:12:31 mx postfix/dnsblog[33000]: addr 192.0.2.193 listed by domain zen.spamhaus.org as 127.0.0.4',
    'A bounced e-mail is more than a delivery failure: for whoever runs the server it often means a customer on the phone, and no time for coffee.',
    'smtpd_recipient_restrictions = permit_mynetworks, reject_rbl_client zen.spamhaus.org, reject_unauth_destination',
    'There are several sender dependent reasons why an email is getting rejected by our mail server, and users are complaining that they miss some.',
    'Jun  4 12:31:33 m amavis[1843]: (01843-01) Passed CLEAN {RelayedInternal}, LOCAL [127.0.0.1]:55952 <a@example.com> -> <b@example.net>, Queue-ID: 49d2BX29fvz4sJ1',
    'the disk is full on db-1',
    'too many requests from the crawler, rate limited',
    'room 421 is not available, try again later',
    'The parcel could not be delivered because the recipient was not found',
    'Error 404: page not found',
    'Jan  5 16:57:42 mail amavis[282]: Using primary internal av scanner code for ClamAV-clamd',
    'Dec 12 18:58:48 mail opendkim[457]: 727171F825F: DKIM verification successful',
    'smtp::inbound::ehlo: context="spf" event="lookup" identity="ehlo" result=None',
    "If an email cannot be delivered to it's recipient, it should be bounced back to it's sender.",
    'Requires SSL: Yes\nRequires TLS: Yes (if available)\nRequires Authentication: Yes\nPort for SSL: 465',
    '',
    'hello',
  ])('"%s" is none', (paste) => {
    expect(decode(paste)).toMatchObject({ kind: 'none', bucket: null, failures: [] });
  });

  it.each([
    ['Connection timed out', 'retry'],
    ['Recipient address rejected: Delayed by Postgrey', 'retry'],
    ['Recipient over quota', 'fix-recipient'],
    [
      'I sent it this morning, and a pop-up said "Our system has detected an unusual rate of unsolicited mail originating from your IP address." Any idea?',
      'fix-reputation',
    ],
    ['出现“邮件发送失败：SMTP 错误：登录失败。”', 'fix-authentication'],
    [
      'Requested action not taken: mailbox unavailable\n   at MailKit.Net.Smtp.SmtpClient.ProcessRcptToResponse(SmtpResponse response)',
      'fix-recipient',
    ],
    [
      "{ statusCode: 403, message: 'The example.com domain is not verified. Please, add and verify your domain on https://resend.com/domains' }",
      'fix-authentication',
    ],
    ['unknown user: "dana"', 'fix-recipient'],
    ['mailbox is full (MTA-imposed quota exceeded while writing to file /home/dana/mail/new)', 'fix-recipient'],
    ["I'm not going to try again; this message has been in the queue too long.", 'retry'],
    ['Remote host mx.example.net [192.0.2.1] closed connection in response to initial connection', 'retry'],
    ['SMTP Error: Could not authenticate.', 'fix-authentication'],
  ])('"%s" is judged, but not for certain', (paste, bucket) => {
    const only = decode(paste);
    expect(only.bucket).toBe(bucket);
  });
});

describe('several failures', () => {
  const REPORT = (recipients: readonly (readonly [string, string])[]): string =>
    [
      'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
      'MIME-Version: 1.0',
      'From: MAILER-DAEMON@mail.example.com',
      'Subject: Undelivered Mail Returned to Sender',
      '',
      '--b',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mail.example.com',
      ...recipients.flatMap(([address, answer]) => [
        '',
        `Final-Recipient: rfc822; ${address}`,
        'Action: failed',
        `Status: ${answer.slice(4, 9)}`,
        `Diagnostic-Code: smtp; ${answer}`,
      ]),
      '',
      '--b--',
    ].join('\n');

  it('are grouped by cause, what the sender can mend for good first', () => {
    const { groups, bucket, failures } = decode(
      REPORT([
        ['a@one.example', '450 4.2.2 mailbox is full'],
        ['b@two.example', '550 5.1.1 User unknown'],
        ['c@two.example', '550 5.1.1 User unknown'],
      ]),
    );
    expect(failures.map(({ recipient }) => recipient)).toEqual(['a@one.example', 'b@two.example', 'c@two.example']);
    expect(groups.map(({ cause, count }) => [cause, count])).toEqual([
      ['unknown-recipient', 2],
      ['mailbox-full', 1],
    ]);
    expect(bucket).toBe('fix-recipient');
  });

  it('reach as far as unrelated receivers say the same', () => {
    const dmarc = "550 5.7.1 Rejected due to the domain's DMARC policy";
    expect(
      decode(
        REPORT([
          ['a@one.example', dmarc],
          ['b@two.example', dmarc],
        ]),
      ).scope?.reach,
    ).toBe('several-providers');
    expect(
      decode(
        REPORT([
          ['a@one.example', dmarc],
          ['b@one.example', dmarc],
        ]),
      ).scope?.reach,
    ).toBe('one-domain');
    expect(decode(REPORT([['a@one.example', dmarc]])).scope?.reach).toBe('one-recipient');
  });
});
