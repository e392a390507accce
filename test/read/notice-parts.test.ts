import { describe, expect, it } from 'vitest';
import { createDecoder } from '../../src/index.ts';

const decode = createDecoder();

it.each([
  'Vielen Dank für Ihre Nachricht. Ich bin bis zum 10. März nicht im Büro und habe keinen Zugriff auf meine E-Mails.',
  'Estaré fuera de la oficina hasta el 10 de marzo. Para asuntos urgentes contacte con lee@example.net.',
  'Bonjour, je suis absent du bureau jusqu’au 10 mars.',
  'Olá! Estou de férias até 10 de março e sem acesso ao e-mail.',
  'Sono in ferie fino al 10 marzo.',
  'Ik ben niet meer werkzaam bij Voorbeeld. Schrijf mijn collega.',
  'Jestem na urlopie do 10 marca i mam ograniczony dostęp do poczty.',
  'Hej! Jag är på semester till den 10 mars.',
  'Merhaba, 10 Mart tarihine kadar izinliyim.',
  'Я буду отсутствовать до 10 марта.',
  '申し訳ございません。3月10日まで不在のため、11日以降にご返信いたします。',
  '您好，我正在休假，将于3月10日返回。',
  '3월 10일까지 휴가 중입니다. 급한 일은 동료에게 연락해 주세요.',
  'We have received your request. A ticket has been created (#550-1234).',
])('an automatic reply in other languages: %s', (text) => {
  expect(decode(text)).toMatchObject({ kind: 'auto-reply', bucket: null });
});

it.each([
  'Ihre Nachricht\n\n   An: Dana\n   Betreff: Angebot\n\nwurde am Montag, 3. März 2025 10:02 gelesen.',
  'Delivery to these recipients or groups is complete, but no delivery notification was sent by the destination server:\n\ndana@example.net',
])('a receipt without its header: %s', (text) => {
  expect(decode(text)).toMatchObject({ kind: 'delivered', bucket: null });
});

it('one failure, though the reason names the address again and the answer stands below it', () => {
  const text = `Unable to send to dana@example.net
Bounce reason: The address (dana@example.net) does not exist, so the message could not be delivered.
host mx.example.net[192.0.2.7] said: 550 5.1.1 Address does not exist (in reply to RCPT TO command)`;
  expect(decode(text).failures).toMatchObject([{ recipient: 'dana@example.net', reply: 550, status: '5.1.1' }]);
});

it('one failure, though its code is named once more', () => {
  const text = `There was an issue delivering your message to dana@example.net. This
is a 5.1.2 error.

Such an error means: The domain name of the address is not valid

Read more about this 5.1.2 bounce message.`;
  expect(decode(text).failures).toMatchObject([{ recipient: 'dana@example.net', status: '5.1.2' }]);
});

it.each([
  'Your mail to dana@example.net has been put on hold and will be delivered upon your verification. Undelivered mail is deleted after a week.',
  'This is a bounce action notice:\n\n    List:    Gardens\n    Member:  dana@example.net\n    Action:  Subscription disabled.\n    Reason:  Excessive bounces.',
])('nothing has failed where somebody has to act first: %s', (text) => {
  expect(decode(text)).toMatchObject({ bucket: null });
});

it('a list writes in its own name', () => {
  const text = `From: gardens-bounces@lists.example.org
To: dana@example.net
Subject: Your message to Gardens awaits moderator approval
MIME-Version: 1.0
Content-Type: text/plain

Your mail to 'Gardens' with the subject

    Undeliverable mail

is being held until the list moderator can review it for approval.`;
  expect(decode(text)).toMatchObject({ bucket: null, failures: [] });
});

it('a header block alone says that the message waits', () => {
  const text = `Envelope-to: dana@example.net
Received: from mailnull by out.example.com with local (Exim 4.89)
	id 1gvNXE-0000sA-9o
	for dana@example.net; Sun, 17 Feb 2019 15:35:12 +0100
Auto-Submitted: auto-replied
From: Mail Delivery System <Mailer-Daemon@out.example.com>
To: dana@example.net
Content-Type: multipart/report; report-type=delivery-status; boundary=1550414112-eximdsn-33613
Subject: Warning: message 1guHIl-000OZl-14 delayed 72 hours
Date: Sun, 17 Feb 2019 15:35:12 +0100`;
  expect(decode(text)).toMatchObject({ bucket: 'retry', failures: [{ action: 'delayed', cause: 'still-trying' }] });
});

it('a notice below its own report is no second failure', () => {
  const text = `Reporting-MTA: dns; out.example.com
Arrival-Date: Thu, 2 Aug 2018 06:36:37 -0600 (MDT)

Final-Recipient: rfc822; dana@example.net
Action: failed
Status: 5.0.0
Remote-MTA: dns; mx.example.net
Diagnostic-Code: smtp; 550 IP 192.0.2.12 is blocked here.

This is the mail system at host out.example.com.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients. It's attached below.

                   The mail system

<dana@example.net>: host mx.example.net[198.51.100.3] said: 550 IP 192.0.2.12
    is blocked here. (in reply to MAIL FROM command)`;
  expect(decode(text).failures).toMatchObject([{ recipient: 'dana@example.net', reply: 550, status: '5.0.0' }]);
});

it('the head that webmail shows without colons, and the header below the report, say nothing of the failure', () => {
  const text = `Warning: message 1fxtYQ-00088S-1f delayed 4 hours
From Mail Delivery System
To kim@example.com
Date Today 13:25
This message was created automatically by mail delivery software.
A message that you sent has not yet been delivered to one or more of its
recipients after more than 4 hours on the queue on out.example.com.
The address to which the message has not yet been delivered is:
dana@example.net

No action is required on your part.

Reporting-MTA: dns; out.example.com
Action: delayed
Final-Recipient: rfc822;dana@example.net
Status: 4.0.0
Return-path: <kim@example.com>
Received: from scan.example.com ([192.0.2.15] helo=scan.example.com)
by out.example.com with esmtp (Exim)
for dana@example.net; Thu, 06 Sep 2018 08:38:34 -0400`;
  expect(decode(text)).toMatchObject({ bucket: 'retry', failures: [{ recipient: 'dana@example.net' }] });
});

it('the answer stands in a list whose empty lines are gone', () => {
  const text = `- Delivery to the following recipient failed permanently:
- Technical details of permanent failure:
- The error that the other server returned was:
- 554 Invalid recipient`;
  expect(decode(text).failures).toMatchObject([{ reply: 554, words: 'Invalid recipient' }]);
});

describe("what Sendmail makes of another server's answer", () => {
  it.each(['550 5.7.1 Our filter does not like this message', '550 Rejected'])('does not replace it: %s', (answer) => {
    const { failures } = decode(
      `The original message was received at Tue, 4 Mar 2025 09:12:31 +0100\nfrom localhost [127.0.0.1]\n\n   ----- The following addresses had permanent fatal errors -----\n<dana@example.net>\n    (reason: ${answer})\n\n   ----- Transcript of session follows -----\n... while talking to mx.example.net.:\n>>> RCPT To:<dana@example.net>\n<<< ${answer}\n550 5.1.1 <dana@example.net>... User unknown\n`,
    );
    expect(failures).toHaveLength(1);
    expect(answer).toContain(failures[0]?.words);
    expect(failures[0]?.bucket).toBe('fix-reputation');
  });
});

it('a wrapped answer that names another address is no second recipient', () => {
  const text = `This is the mail system at host mail.example.com.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients.

<dana@example.net>: host mx.example.net[192.0.2.7] said: 550 Unknown user
    d.doe@example.net (in reply to RCPT TO command)

<eve@example.org>: host mx.example.org[192.0.2.8] said: 525 5.7.13
    <e.smith@example.org>: Recipient address rejected: User account disabled
    (in reply to RCPT TO command)`;
  expect(decode(text).failures).toMatchObject([
    { recipient: 'dana@example.net', reply: 550, cause: 'unknown-recipient' },
    { recipient: 'eve@example.org', reply: 525, cause: 'recipient-disabled' },
  ]);
});

it('who signs a notice is no recipient', () => {
  const text = `This is an automatically generated Delivery Status Notification.

THIS IS A WARNING MESSAGE ONLY.

Delivery to the following recipients has been delayed.

	dana@example.net

Your spf record has a permanent error.

If you need further assistance, please do not hesitate to contact me.

Kind regards,

postmaster@mx.example.net`;
  expect(decode(text).failures).toMatchObject([{ recipient: 'dana@example.net' }]);
});

it('the copy that is announced ends the notice, though its folded lines stand at the margin', () => {
  const text = `I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<dana@example.net>, remote server said: 550-5.7.1 [192.0.2.8  12] Our system has detected that this message is
550 5.7.1 likely unsolicited mail.

--- Below this line is a copy of the message.

Received: from pc ([])
(envelope-sender <kim@example.com>)
by with ESMTP
for <lee@example.org>; Sat, 06 Sep 2022 11:20:00 +0800`;
  expect(decode(text).failures).toMatchObject([{ recipient: 'dana@example.net', reply: 550 }]);
});

it('what a Chinese notice lists of the message is no reason', () => {
  const text = `您好：
  很抱歉通知您，您发送到“dana@example.net”的邮件无法被正确投递，因为邮件过大！

以下是您所发送邮件的一些基本信息：
    发件人地址：  kim@example.com
    收件人：      dana@example.net`;
  expect(decode(text)).toMatchObject({ bucket: 'fix-content', failures: [{ recipient: 'dana@example.net' }] });
});

it('an address in bold is one, and the end of a number none of a code', () => {
  const text = `<**dana@example.net**>: host mx.example.net[192.0.2.36]
    said: 550 5.4.1 Recipient address rejected: Access denied. (in reply to RCPT TO
    command)

<**lee@example.net**>: host mx.example.net[192.0.2.36]
    said: 550 5.4.1 Recipient address rejected: Access denied. (in reply to RCPT TO
    command)`;
  expect(decode(text).failures).toMatchObject([{ recipient: 'dana@example.net' }, { recipient: 'lee@example.net' }]);
  expect(decode('Mailbox 101234,567 currently is full.')).toMatchObject({ bucket: 'fix-recipient' });
});

it('what was said of one recipient does not explain another', () => {
  const text =
    "I'm sorry to have to inform you that your message could not be delivered to these recipients:\n\n<dana@example.net>: refused for want of a better word\n\n<eve@example.org>: mailbox is full\n";
  expect(decode(text).failures).toMatchObject([
    { recipient: 'dana@example.net', cause: 'mailbox-unavailable', confidence: 'guess' },
    { recipient: 'eve@example.org', cause: 'mailbox-full' },
  ]);
});
