/** Answers as they stand in questions that people ask: in traces, in debug output, in quotation marks, told twice. */
import { describe, expect, test } from 'vitest';
import { read } from '../../src/read/read.ts';

const seen = (text: string) => read(text).failures;

describe('codes', () => {
  test('joined by a dot are reply and status', () => {
    expect(seen('550.5.1.1 dana@example.net is not a valid mailbox')).toMatchObject([
      { reply: 550, status: '5.1.1', words: 'dana@example.net is not a valid mailbox', recipient: 'dana@example.net' },
    ]);
    expect(seen('Connected to 220.2.0.1')).toEqual([]);
  });

  test('with the status in quotation marks of its own keep their words', () => {
    expect(seen('421, "4.7.0", Try again later, closing connection')).toMatchObject([
      { reply: 421, status: '4.7.0', words: 'Try again later, closing connection' },
    ]);
  });

  test('go on to the words behind a status that nobody registered', () => {
    expect(seen('551 5.9.9 Message discarded')).toMatchObject([{ reply: 551, words: '5.9.9 Message discarded' }]);
  });

  test('keep to their line where the next one begins with a time', () => {
    const session =
      'Tue 2023-03-14 08:15:02.123: [1234:2] <-- 550 5.7.1 Recipient verification failed, relaying denied\nTue 2023-03-14 08:15:02.124: [1234:2] --> QUIT';
    expect(seen(session)).toMatchObject([{ reply: 550, words: 'Recipient verification failed, relaying denied' }]);
  });

  test('are no line of a program and no port', () => {
    expect(seen('manager.go:405: error sending to subscriber 12: 503 Sender already specified')).toMatchObject([
      { reply: 503, words: 'Sender already specified' },
    ]);
    expect(seen('I=[192.0.2.6]:587 AUTH command used when not advertised')).toEqual([]);
    expect(seen('mx.example.net:550 5.1.1 User unknown')).toMatchObject([{ reply: 550, status: '5.1.1' }]);
  });

  test('that a server responded with, or that follow the address', () => {
    expect(seen("message: 'Server responded with 550 esmtp: protocol deviation'")).toMatchObject([{ reply: 550 }]);
    expect(seen("The following recipients are not reachable: 'dana@example.net' 550 unknown user")).toMatchObject([
      { reply: 550, recipient: 'dana@example.net', words: 'unknown user' },
    ]);
    expect(seen("We've replied with 550 invitations")).toEqual([]);
    expect(seen('Please send <dana@example.net> 500 copies of it')).toEqual([]);
  });

  test('in quotation marks inside a sentence are an answer', () => {
    expect(seen('My app says "550 Administrative prohibition", then the mail is gone')).toMatchObject([{ reply: 550 }]);
    expect(seen('メールが届きません。エラーは「550 Unknown user」です')).toMatchObject([
      { reply: 550, words: 'Unknown user' },
    ]);
    expect(seen('The page said "404 Not Found" again')).toEqual([]);
    expect(seen('We watched "500 Days of Summer" again')).toEqual([]);
  });

  test('of a ticket are none', () => {
    expect(seen('ABC-550 bounce handling is merged')).toEqual([]);
    expect(seen('SMTP-550 bounce, what now?')).toMatchObject([{ reply: 550 }]);
  });
});

describe('one answer', () => {
  test('that a trace names again and again is one failure', () => {
    const trace = [
      "SMTPRecipientsRefused: {'dana@example.net': (550, b'5.1.1 No such user')}",
      'Traceback (most recent call last):',
      '  File "/srv/app/mail.py", line 26, in send',
      "SMTPRecipientsRefused: {'dana@example.net': (550, b'5.1.1 No such user')}",
    ].join('\n');
    expect(seen(trace)).toMatchObject([{ reply: 550, status: '5.1.1', recipient: 'dana@example.net' }]);
  });

  test('that the program repeats as a bare number is one failure', () => {
    const debug = [
      '2026-03-06 10:18:28 SMTP ERROR: DATA END command failed: 550 5.7.1 This message looks like spam',
      'SMTP Error: data not accepted. Detail: This message looks like spam SMTP code: 550',
    ].join('\n');
    expect(seen(debug)).toMatchObject([{ reply: 550, status: '5.7.1' }]);
  });

  test('counts where it stands, and not where the question mentions it', () => {
    const asked =
      'I get a 550 error when I write to them:\n\n550-Verification failed for <kim@example.com>\n550 Sender verify failed';
    expect(seen(asked)).toMatchObject([
      { reply: 550, words: 'Verification failed for <kim@example.com> Sender verify failed' },
    ]);
  });

  test('in the debug output of OpenSMTPD and of Exim is read as the dialogue it is', () => {
    const opensmtpd = [
      'mta: 0xea6710: <<< 554-mx.example.net ESMTP not available',
      'mta: 0xea6710: <<< 554-Bad DNS PTR resource record.',
      'mta: 0xea6710: <<< 554 See https://postmaster.example.net/ptr',
      'mta: 0xea6710: >>> EHLO mail.example.com',
    ].join('\n');
    expect(seen(opensmtpd)).toMatchObject([
      {
        reply: 554,
        words: 'mx.example.net ESMTP not available Bad DNS PTR resource record. See https://postmaster.example.net/ptr',
      },
    ]);
    const exim = '  308   SMTP>> RCPT TO:<dana@example.net>\n  308   SMTP<< 550 Unknown user\n  308   SMTP>> QUIT';
    expect(seen(exim)).toMatchObject([{ reply: 550, words: 'Unknown user', recipient: 'dana@example.net' }]);
  });
});

describe('what programs make of an answer', () => {
  test('Odoo: the text on a line of its own below the code', () => {
    const odoo = 'SMTPDataError: 554\n5.2.0 STOREDRV.Submission.Exception:SendAsDeniedException';
    expect(seen(odoo)).toMatchObject([
      { reply: 554, status: '5.2.0', words: 'STOREDRV.Submission.Exception:SendAsDeniedException' },
    ]);
    expect(seen(`('Delivery failed', "${odoo.replace('\n', '\\n')}")`)).toMatchObject([
      { reply: 554, status: '5.2.0' },
    ]);
  });

  test('the pair that Python writes, without the name of its error', () => {
    expect(seen("could not be sent due to (553, b'Relaying disallowed as kim') error")).toMatchObject([
      { reply: 553, words: 'Relaying disallowed as kim' },
    ]);
    expect(seen("SMTP Delivery Error: 554, b'5.0.0 Error: transaction failed')")).toMatchObject([
      { reply: 554, status: '5.0.0', words: 'Error: transaction failed' },
    ]);
  });

  test('maddy: code and text as members of JSON at the end of a line', () => {
    const line =
      'queue: delivery attempt failed\t{"msg_id":"2f6f32e9","rcpt":"dana@example.net","reason":"null MX","smtp_code":556,"smtp_enchcode":"5.1.10","smtp_msg":"Domain does not accept email"}';
    expect(seen(line)).toMatchObject([
      { reply: 556, status: '5.1.10', words: 'Domain does not accept email', recipient: 'dana@example.net' },
    ]);
  });

  test('ZoneMTA: in brackets behind the recipient', () => {
    const line =
      'Jul 28 12:59:52 zonemta[4133539]: info Sender/default/4133539[6] id=svd5unyzz 1984e8a65b30004db0.001 DEFERRED[network] from=kim@example.com to=dana@example.net src=192.0.2.1 mx=mx.example.net id=<a@example.com> (554 Blocked - see https://example.org)';
    expect(seen(line)).toMatchObject([
      { form: 'log', reply: 554, recipient: 'dana@example.net', words: 'Blocked - see https://example.org' },
    ]);
  });

  test('NetEase: behind the command, or DOT for the end of the text', () => {
    expect(seen('SMTP error, DOT:550 Rejected by filter')).toMatchObject([{ reply: 550, words: 'Rejected by filter' }]);
  });

  test('a process that ends with a number has no answer', () => {
    expect(seen('ERROR: script returned exit code 550\nSending e-mails to: dev@example.com')).toEqual([]);
  });
});

describe('lines of Postfix about one host of several', () => {
  const host = (id: string, name: string): string =>
    `Jan 23 05:33:49 mail postfix/smtp[26267]: ${id}: host ${name}[192.0.2.10] refused to talk to me: 421 Your reverse DNS does not resolve`;

  test('are one failure for each message', () => {
    const log = [host('4Jfc3Bz1bwc', 'mx1.example.net'), host('4Jfc3Bz1bwc', 'mx2.example.net')].join('\n');
    expect(seen(log)).toMatchObject([
      {
        form: 'log',
        action: 'delayed',
        reply: 421,
        remote: 'mx2.example.net',
        words: 'Your reverse DNS does not resolve',
      },
    ]);
  });

  test('are no try of their own beside the line that names the recipient', () => {
    const outcome =
      'Jan 23 05:33:50 mail postfix/smtp[26267]: 4Jfc3Bz1bwc: to=<dana@example.net>, relay=mx2.example.net[192.0.2.11]:25, delay=1, delays=0/0/1/0, dsn=4.0.0, status=deferred (host mx2.example.net[192.0.2.11] refused to talk to me: 421 Your reverse DNS does not resolve)';
    const [failure, ...more] = seen(`${host('4Jfc3Bz1bwc', 'mx1.example.net')}\n${outcome}`);
    expect(more).toEqual([]);
    expect(failure).toMatchObject({ recipient: 'dana@example.net', reply: 421 });
    expect(failure).not.toHaveProperty('attempts');
  });
});

describe("Roundcube's errors", () => {
  test.each([
    [
      'SMTP Error (550): Failed to add recipient "dana@example.net" (5.1.1 <dana@example.net>: Recipient address rejected: User unknown).',
      { reply: 550, status: '5.1.1', recipient: 'dana@example.net', phase: 'rcpt' },
      '<dana@example.net>: Recipient address rejected: User unknown',
    ],
    [
      'SMTP Error (553): Failed to set sender "kim@example.com" (5.7.1 Sender address rejected: not owned by user kim)',
      { reply: 553, status: '5.7.1', sender: 'kim@example.com', phase: 'mail' },
      'Sender address rejected: not owned by user kim',
    ],
    [
      'SMTP-Fehler (450): Der Empfänger "dana@example.net" konnte nicht hinzugefügt werden (4.7.1 Greylisted).',
      { reply: 450, status: '4.7.1', recipient: 'dana@example.net' },
      'Greylisted',
    ],
    [
      'Erreur SMTP (550) : Échec lors de l\'ajout du destinataire "dana@example.net" (5.7.1 Relaying denied).',
      { reply: 550, status: '5.7.1', recipient: 'dana@example.net' },
      'Relaying denied',
    ],
    [
      "[12-May-2021 10:02:11 +0200]: <a1b2> SMTP Error: Failed to add recipient 'dana@example.net'. 5.1.1 User unknown (Code: 550) in /srv/rcube.php on line 1702",
      { reply: 550, status: '5.1.1', recipient: 'dana@example.net' },
      'User unknown',
    ],
    ['SMTP Error (535): Authentication failed.', { reply: 535, phase: 'auth' }, 'Authentication failed.'],
  ])('%s', (text, facts, words) => {
    expect(seen(text)).toMatchObject([{ form: 'client', ...facts, words }]);
    expect(seen(text)).toHaveLength(1);
  });
});

describe('who was written to', () => {
  test("is not the sender that the answer names, but the one in Outlook's own words", () => {
    const outlook =
      "Uno dei destinatari non è stato accettato dal server. L'indirizzo non accettato è 'dana@example.net'. Risposta del server: '553 5.7.1 <kim@example.com>: Sender address rejected: not logged in', Porta: 25, Errore del server: 553, Numero di errore: 0x800CCC79";
    expect(seen(outlook)).toMatchObject([{ reply: 553, recipient: 'dana@example.net', sender: 'kim@example.com' }]);
  });

  test('is not what Outlook says behind the answer, whatever its language', () => {
    const outlook =
      "拒否された電子メール アドレスは 'dana@example.net' です。 サーバーの応答: '550 <dana@example.net> User unknown', ポート: 25, セキュリティ (SSL): なし, サーバー エラー: 550, エラー番号: 0x800CCC79";
    expect(seen(outlook)).toMatchObject([
      { reply: 550, recipient: 'dana@example.net', words: '<dana@example.net> User unknown' },
    ]);
  });

  test('stands alone above the details of Exchange, and is told once', () => {
    const notice =
      'Delivery has failed to these recipients or groups:\n\ndana@example.net\nThe server has tried to deliver this message, without success.\n\nError Details\nReported error: 530 5.7.57 Client was not authenticated to send anonymous mail during MAIL FROM\nDSN generated by: mail.example.org';
    expect(seen(notice)).toMatchObject([
      { form: 'notice', reply: 530, status: '5.7.57', recipient: 'dana@example.net' },
    ]);
    expect(seen(notice)).toHaveLength(1);
  });

  test("stands behind the line of Sendmail's .forward", () => {
    const notice =
      "   ----- The following addresses had transient non-fatal errors -----\n/home/dana/.forward: line 1: dana@example.net... Can't create output";
    expect(seen(notice)).toMatchObject([{ form: 'notice', recipient: 'dana@example.net' }]);
  });

  test('is not the one to ask for help', () => {
    expect(
      read('IP blocked. Ask your postmaster for help or contact tosa@example.net to clarify.').loose,
    ).not.toHaveProperty('recipient');
  });

  test('stands below the heading of the SMTP service of Windows', () => {
    const notice =
      'This is an automatically generated Delivery Status Notification.\n\nDelivery to the following recipients failed.\n\n       dana@example.net\n       lee@example.net';
    expect(seen(notice)).toMatchObject([{ recipient: 'dana@example.net' }, { recipient: 'lee@example.net' }]);
  });

  test('stands above what qmail says of the connection', () => {
    expect(seen('<dana@example.net>:\nConnected to 192.0.2.10 but it does not like recipient.')).toMatchObject([
      { form: 'notice', recipient: 'dana@example.net' },
    ]);
  });
});

describe('no failure of mail', () => {
  test.each([
    'Response:\t421 Too many connections (8) from this IP\nError:\tCould not connect to server',
    'Command:\tCWD /public_html\nResponse:\t550 /public_html: No such file or directory\nError:\tFailed to retrieve directory listing',
    'Command: PASS ********\nResponse: 530 Login incorrect.\nError: Critical error: Could not connect',
    "$mail->Host = 'mail.example.com';\n$mail->SMTPAuth = true; // Enable SMTP authentication\n$mail->Port = 587;",
    'SMS to +1 555 0100 failed: handset unreachable (error 550)',
    '{"error":{"code":429,"message":"Too many requests, try again in 421 seconds"}}',
    'Response status code does not indicate success: 403 (Forbidden). Access is denied to the account.',
    'An error occurred (Throttling) when calling the ListBuckets operation (reached max retries: 4): Rate exceeded',
  ])('is %j', (text) => {
    expect(read(text)).toEqual({ failures: [], cut: 0 });
  });
});
