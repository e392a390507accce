import { describe, expect, test } from 'vitest';
import { read } from '../../src/read/read.ts';

const mail = (headers: string, body: string) =>
  `From: Dana <dana@example.net>\nTo: kim@example.com\n${headers}\n\n${body}`;

describe('what is no bounce', () => {
  test.each([
    ['Auto-Submitted: auto-replied\nSubject: Re: Hello', "I'm away. Error 550 is on my desk."],
    ['Subject: Automatic reply: Hello', 'Back on Monday.'],
    ['Subject: Abwesenheitsnotiz: Hallo', 'Ich bin ab Montag wieder da.'],
    ['Subject: Réponse automatique : Bonjour', 'Je suis absente.'],
    ['Subject: =?utf-8?B?6Ieq5YuV5b+c562U?=', 'ok'],
  ])('an automatic answer: %s', (headers, body) => {
    expect(read(mail(headers, body))).toMatchObject({ failures: [], not: 'auto-reply' });
  });

  test.each([
    [
      'a false notice that wants a login',
      'From: Mail Delivery System <postmaster@example.org>\nTo: dana@example.com\nSubject: Undelivered messages (7)',
      'Your mailbox is full, and 7 incoming messages were returned. To recover your messages log in: http://www.example.org/login',
    ],
    [
      'a notice of a courier',
      'From: Shop <shop@example.org>\nTo: dana@example.com\nSubject: Delivery failed: parcel 554421',
      'Our courier could not deliver your parcel: recipient not at home. A new attempt will be made tomorrow.',
    ],
    [
      'an alert about a service',
      'From: Nagios <nagios@example.org>\nTo: dana@example.com\nSubject: ** PROBLEM Service Alert: mx1/SMTP **',
      'Notification Type: PROBLEM\nService: SMTP\nHost: mx1\n\nAdditional Info: connect to address and port 25: Connection refused',
    ],
    [
      'a warning about a quota',
      'From: Hosting <noreply@example.org>\nTo: dana@example.com\nSubject: Usage warning',
      'The mailbox dana@example.com uses 95 % of its 5 GB. New mail will be rejected once it is full.',
    ],
  ])('%s', (_, headers, body) => {
    expect(read(`${headers}\n\n${body}`).failures).toEqual([]);
  });

  test('but a notice that tells of a full mailbox is one', () => {
    const notice =
      'From: Mail Delivery System <postmaster@example.org>\nTo: dana@example.com\nSubject: Undelivered mail\n\nYour message to kim@example.net could not be delivered: the mailbox is full.';
    expect(read(notice).failures).toMatchObject([{ recipient: 'kim@example.net' }]);
  });

  test('an automatic answer without its header', () => {
    expect(read('I am out of the office until Monday and will reply upon my return.')).toMatchObject({
      failures: [],
      not: 'auto-reply',
    });
  });

  test.each([
    ['abuse', 'complaint'],
    ['auth-failure', 'DMARC failure report'],
  ])('a complaint report (%s)', (kind, notDetail) => {
    const report = `${mail('Subject: FW: Hello\nContent-Type: multipart/report; report-type=feedback-report; boundary=b', '')}--b
Content-Type: text/plain

This is an email abuse report.
--b
Content-Type: message/feedback-report

Feedback-Type: ${kind}
User-Agent: SomeGenerator/1.0
Version: 1
--b
Content-Type: message/rfc822

From: kim@example.com

550 5.7.1 in the text
--b--`;
    expect(read(report)).toMatchObject({ failures: [], not: 'complaint', notDetail });
  });

  test('a read receipt', () => {
    const receipt = mail(
      'Subject: Read: Hello\nContent-Type: multipart/report; report-type=disposition-notification; boundary=b',
      '--b\n\nread\n--b--',
    );
    expect(read(receipt)).toMatchObject({ failures: [], not: 'delivered', notDetail: 'read receipt' });
  });

  test('a bounce that says it is automatic stays a bounce', () => {
    const bounce = `From: MAILER-DAEMON@out1.example.com\nTo: kim@example.com\nAuto-Submitted: auto-replied\nSubject: Undelivered Mail Returned to Sender\n\n<dana@example.net>: host mx.example.net[192.0.2.10] said: 550 5.1.1 User unknown`;
    expect(read(bounce)).toMatchObject({ failures: [{ reply: 550 }] });
    expect(read(bounce)).not.toHaveProperty('not');
  });

  test('small talk is nothing at all', () => {
    expect(read('hi all, good morning, how are you?')).toEqual({ failures: [], cut: 0 });
  });

  test.each([
    'Error: connect ECONNREFUSED 127.0.0.1:5432',
    'curl: (7) Failed to connect to localhost port 3000: Connection refused',
    'ssh: connect to host example.com port 22: Connection timed out',
    'HTTP/1.1 503 Service Unavailable\nRetry-After: 120',
    'HTTP 550 Permission denied',
    'ftp> put report.txt\n550 Permission denied',
  ])('an error of another protocol is none of mail: %s', (paste) => {
    expect(read(paste)).toEqual({ failures: [], cut: 0 });
  });

  test.each([
    'Error: connect ECONNREFUSED 127.0.0.1:587',
    '[12:30] Connection timed out',
    '421 Service not available',
    '550 Bad SPF records for [example.org:192.0.2.2], see http://example.com/',
    'HTTP 502 from the API: 550 5.1.1 User unknown',
  ])('what names mail, its ports or nothing at all is read: %s', (paste) => {
    const { failures, loose } = read(paste);
    expect([...failures, ...(loose ? [loose] : [])]).toHaveLength(1);
  });

  test('an error without a code is left for the rules, with what it names', () => {
    const paste = 'connect to mx.example.net[192.0.2.10]:25: Connection timed out';
    expect(read(paste)).toMatchObject({
      failures: [],
      loose: { form: 'loose', words: paste, remote: 'mx.example.net', remoteIp: '192.0.2.10', phase: 'connect' },
    });
    expect(read('SMTP Error: Could not authenticate.')).toMatchObject({
      loose: { words: 'SMTP Error: Could not authenticate.' },
    });
  });
});
