import { describe, expect, it } from 'vitest';
import { createDecoder } from '../../src/index.ts';

const decode = createDecoder();

const seen = (text: string): string[] =>
  decode(text).failures.map(
    ({ action, recipient = '-', reply = '-', status = '-', cause }) =>
      `${action} ${recipient} ${reply} ${status} ${cause}`,
  );

/** Systems of the nineties and the time after, in their own wordings; most have no status and hardly any structure. */
const NOTICES: readonly { name: string; text: string; want: readonly string[] }[] = [
  {
    name: 'Sun Messaging, forwarded once',
    text: `Your message cannot be delivered to the following recipients:

  Recipient address: dana@store.example.org
  Original address: dana@example.org
  Reason: Over quota`,
    want: ['failed dana@store.example.org - - mailbox-full'],
  },
  {
    name: 'Sendmail before 8.8, which puts the same in brackets behind every address',
    text: `   ----- The following addresses had delivery problems -----
<dana@example.net>  (unrecoverable error)

   ----- Transcript of session follows -----
... while talking to mx.example.net.:
>>> RCPT To:<dana@example.net>
<<< 550 <dana@example.net>... User unknown
550 <dana@example.net>... User unknown`,
    want: ['failed dana@example.net 550 - unknown-recipient'],
  },
  {
    name: 'Exchange 5.5 about a message whose subject is of something else that is sent',
    text: `Your message did not reach some or all of the intended recipients.

Subject: New fax number
Sent: 11/22/99 12:55 PM

The following recipient(s) could not be reached:

Dana on 11/22/99 12:55 PM
The recipient name is not recognized
MSEXCH:MSExchangeMTA:SITE:SERVER`,
    want: ['failed - - - unknown-recipient'],
  },
  {
    name: 'Exim below what a webmail shows in columns',
    text: `Warning: message 1fxtYQ-00088S-1f delayed 4 hours
From\tMail Delivery System
To\tkim@example.com
Date\tToday 13:25
This message was created automatically by mail delivery software.
A message that you sent has not yet been delivered to one or more of its
recipients after more than 4 hours on the queue on out1.example.com.

The address to which the message has not yet been delivered is:

  dana@example.net

No action is required on your part.`,
    want: ['delayed dana@example.net - - still-trying'],
  },
  {
    name: 'Exchange 2000, its reason in a paragraph of its own',
    text: `The following recipient(s) could not be reached:

dana@example.net on 6/26/2001 12:00 PM

The e-mail account does not exist at the organization this message was sent to.
<mail.example.com #5.1.1>`,
    want: ['failed dana@example.net - 5.1.1 unknown-recipient'],
  },
  {
    name: 'Exchange 5.5, an address of two mailboxes',
    text: `Your message
To: dana@example.net
Subject: test
did not reach the following recipient(s):
dana@example.net on Mon, 17 Jan 2000 16:49:22 -0500
The recipient name is ambiguous.
MSEXCH:IMS:Example:SITE:SERVER 0 (000C0595) Ambiguous Recipient`,
    want: ['failed dana@example.net - - recipient-setup'],
  },
  {
    name: 'Post.Office',
    text: `This Message was undeliverable due to the following reason:

The following destination addresses were unknown (please check
the addresses and re-mail the message):

SMTP <dana@example.net>`,
    want: ['failed dana@example.net - - unknown-recipient'],
  },
  {
    name: 'InterScan, whose arrows point the other way',
    text: `****** Message from InterScan Messaging Security Suite ******

Sent <<< RCPT TO:<dana@example.net>
Received >>> 550 Invalid recipient: <dana@example.net>

Unable to deliver message to <dana@example.net>.`,
    want: ['failed dana@example.net 550 - unknown-recipient'],
  },
  {
    name: 'MailMarshal',
    text: `MailMarshal (an automated content monitoring gateway) has stopped
the following email for the following reason:

It believes it may contain unacceptable language, or inappropriate
material.

   From:    kim@example.com
   To:      dana@example.net
   Subject: Invoice`,
    want: ['failed dana@example.net - - content-policy'],
  },
  {
    name: 'XMail, which tells it twice',
    text: `[<00>] XMail bounce: Rcpt=[dana@example.net];Error=[550 5.1.1 <dana@example.net>: User unknown]

[<01>] Error sending message from [mail.example.com].

Mail From: <kim@example.com>
Rcpt To:   <dana@example.net>

[<02>] The reason of the delivery failure was:

550 5.1.1 <dana@example.net>: User unknown`,
    want: ['failed dana@example.net 550 5.1.1 unknown-recipient'],
  },
  {
    name: 'Notes, to a name of its own',
    text: `Your document: Weekly figures
was not delivered to: Dana Poe/Sales/Example@EXAMPLE
because: User Dana Poe/Sales/Example@EXAMPLE not listed in public Name & Address Book`,
    want: ['failed Dana Poe/Sales/Example@EXAMPLE - - unknown-recipient'],
  },
  {
    name: 'AOL, where the recipient has closed the door',
    text: `Your mail to the following recipients could not be delivered because they are not accepting mail from kim@example.com:
	dana@example.net`,
    want: ['failed dana@example.net - - sender-blocked-by-recipient'],
  },
  {
    name: 'Sendmail, what it found and then whom that is about',
    text: `   ----- The following addresses had permanent fatal errors -----
dana@example.net

   ----- Transcript of session follows -----
553 mx.example.net. config error: mail loops back to me (MX problem?)
554 dana@example.net... Local configuration error`,
    want: ['failed dana@example.net 553 - mail-loop'],
  },
  {
    name: 'Exim, of which only the list was copied',
    text: `  dana@example.net
    (generated from info@example.net)
    mailbox is full (MTA-imposed quota exceeded while writing to tmp/1)`,
    want: ['failed dana@example.net - - mailbox-full'],
  },
  {
    name: 'Exchange 2003, of which only the list was copied',
    text: `The following recipient(s) could not be reached:

      dana@example.net on 3/2/2005 9:03 AM
            A configuration error in the e-mail system caused the message to bounce between two servers or to be forwarded between two recipients.  Contact your administrator.
            <mail.example.com #5.4.6>`,
    want: ['failed dana@example.net - 5.4.6 recipient-setup'],
  },
  {
    name: 'a sentence about one, and the answer beside it',
    text: `Unable to deliver message to <dana@example.net>

550 Relaying denied`,
    want: ['failed dana@example.net 550 - relay-denied'],
  },
  {
    name: 'ZMailer, whose arrows are its own',
    text: `FAILED:
  Original Recipient:
    rfc822;dana@example.net
  Diagnostic texts:
   <- MAIL From:<kim@example.org>
   ->> 550-Open relay - see http://list.example/verify?address=192.0.2.69
   ->> 550 mail from 192.0.2.69 rejected: administrative prohibition (host is blacklisted)`,
    want: ['failed - 550 - ip-blocklisted'],
  },
  {
    name: 'Exchange 5.5, a reason without codes',
    text: `The following recipient(s) could not be reached:

      'dana@example.net' on 10/20/99 8:28 PM
            A conversion error occurred while converting the message.
            MSEXCH:IMS:Example:HQ:MAIL01`,
    want: ['failed dana@example.net - - unsupported-media'],
  },
  {
    name: 'Exchange, a status quoted without a code',
    text: `dana@example.net
Remote Server returned '554 5.0.0 < #5.0.0 smtp; 5.4.7 - Delivery expired (message too old) [Errno 61] Connection refused (delivery attempts: 0)>'`,
    want: ['failed dana@example.net 554 5.4.7 delivery-expired'],
  },
  {
    name: 'Exim, of which the address stands two lines above the answer',
    text: `  dana@example.net
    host mx.example.net [192.0.2.10]
    SMTP error from remote mail server after initial connection:
    554 5.7.1 Service unavailable; Client host [203.0.113.9] blocked using zen.spamhaus.org`,
    want: ['failed dana@example.net 554 5.7.1 ip-blocklisted'],
  },
  {
    name: 'a list owner, whom nobody else is named beside',
    text: `There was a temporary problem delivering your message to games-owner@lists.example.com. Gmail will retry for 47 more hours.

The response was:

The recipient server did not accept our requests to connect.`,
    want: ['delayed games-owner@lists.example.com - - connection-failed'],
  },
  {
    name: 'Domino, still trying',
    text: `Your message

  Subject: quotation 44

has not yet been delivered to:

  dana@example.net

because:

  Unable to connect to MX.EXAMPLE.NET. Will retry.`,
    want: ['delayed dana@example.net - - connection-failed'],
  },
  {
    name: 'MailScanner',
    text: `Our virus detector has just been triggered by a message you sent:-
  To: dana@example.net
  Subject: hello

Any infected parts of the message (document.zip)
have not been delivered.`,
    want: ['failed dana@example.net - - virus-found'],
  },
  {
    name: 'out of a program that keeps mail as Markdown',
    text: `Hi\\. This is the qmail\\-send program at mail\\.example\\.org\\.
I'm afraid I wasn't able to deliver your message to the following addresses\\.

\\<dana\\-bugs@&#8203;lists\\.example\\.org>&#8203;:
Sorry\\, no mailbox here by that name\\. \\(\\#5\\.1\\.1\\)`,
    want: ['failed dana-bugs@lists.example.org - 5.1.1 unknown-recipient'],
  },
  {
    name: 'X.400',
    text: `Your message has not been delivered to the following recipients:

  /S=Poe/G=Dana/O=Example/PRMD=Example/ADMD=Gold 400/C=GB/
     Reason: 1 (unable to transfer)   Diagnostic: 5 (maximum time expired)`,
    want: ['failed - - - delivery-expired'],
  },
  {
    name: 'Exim, of a message without recipients',
    text: 'A message that you sent contained no recipient addresses, and therefore no\ndelivery could be attempted.',
    want: ['failed - - - recipient-syntax'],
  },
  {
    name: 'MailEnable, which writes what kind of address it is',
    text: `MailEnable: Message could not be delivered to some recipients.
The following recipient(s) could not be reached:

	Recipient: [SMTP:dana@example.net]
	Reason: Remote SMTP Server Returned: 550 5.7.1 Unable to relay for dana@example.net`,
    want: ['failed dana@example.net 550 5.7.1 relay-denied'],
  },
  {
    name: 'told in a sentence, and shown below',
    text: `I got: 550 Relay denied for <example.net>

Final-Recipient: rfc822; dana@example.net
Action: failed
Status: 5.0.0
Diagnostic-Code: smtp; 550 Relay denied for <example.net>`,
    want: ['failed dana@example.net 550 5.0.0 relay-denied'],
  },
  {
    name: 'with the fields that the mail program shows above it',
    text: `Mail Delivery System
To: kim@example.com
Undelivered Mail Returned to Sender

This is the mail system at host out1.example.com.

<dana@example.net>: 550 #5.1.0 Address rejected.`,
    want: ['failed dana@example.net 550 5.1.0 unknown-recipient'],
  },
  {
    name: 'Sendmail, and what a server says of DATA when all were refused',
    text: `   ----- The following addresses had permanent fatal errors -----
<dana@example.net>
    (reason: 550 5.1.1 User unknown)
<rob@example.org>
    (reason: 552 5.2.2 Mailbox full)

   ----- Transcript of session follows -----
... while talking to mx.example.net.:
>>> DATA
<<< 550 5.1.1 User unknown
<<< 554 5.5.1 Error: no valid recipients`,
    want: ['failed dana@example.net 550 5.1.1 unknown-recipient', 'failed rob@example.org 552 5.2.2 mailbox-full'],
  },
  {
    name: 'Exim, whose reason has several lines',
    text: `  dana@example.net
    Child process of dovecot_delivery transport returned 77 from command:
    /usr/lib/dovecot/dovecot-lda
    552 5.2.2 Quota exceeded (mailbox for user is full)`,
    want: ['failed dana@example.net 552 5.2.2 mailbox-full'],
  },
  {
    name: 'Postfix, where an alias led there',
    text: `<dana@example.net> (expanded from <info@example.net>): Command died with status 1:
    "/usr/bin/vacation dana"`,
    want: ['failed dana@example.net - - recipient-setup'],
  },
  {
    name: 'COMSAT, which shows the message but no address',
    text: `============ A copy of your message is being returned, because: ============
"DANA" at ITS.EXAMPLE.ORG is an unknown recipient.
============ Failed message follows: ============
From: KIM@ITS.EXAMPLE.ORG
Subject: birthdays`,
    want: ['failed - - - unknown-recipient'],
  },
  {
    name: 'PMDF, which shows the fields of the message first, not indented any more',
    text: `This report relates to a message you sent with the following header fields:

Message-id: <0IW400A12CDEF8@mail.example.com>
Date: Tue, 14 Mar 2006 09:12:11 +0100
From: Kim <kim@example.com>
To: dana@example.net

Your message cannot be delivered to the following recipients:

Recipient address: dana@example.net
Reason: unknown or illegal alias`,
    want: ['failed dana@example.net - - unknown-recipient'],
  },
  {
    name: 'Exchange, the quoted answer on a line of its own',
    text: `Error Details
Reported error: 550 5.1.1 Remote server returned error ->
552 5.3.4 Message size exceeds fixed limit
DSN generated by: mail.example.com`,
    want: ['failed - 552 5.3.4 message-too-large'],
  },
  {
    name: 'on one line, with the address to ask',
    text: 'This Message was undeliverable due to the following reason: The user(s) account is temporarily over quota. <dana@example.net> Please reply to <postmaster@example.net> if you feel this message to be in error.',
    want: ['failed dana@example.net - - mailbox-full'],
  },
];

const ABROAD: readonly (readonly [string, string])[] = [
  [
    'A mensagem enviada para dana@example.com.br foi devolvida porque a caixa postal do destinatário está cheia.',
    'mailbox-full',
  ],
  [
    'Ihre E-Mail an dana@example.de wurde vom Empfängersystem abgelehnt, weil sie als Spam eingestuft wurde.',
    'spam-content',
  ],
  [
    'Ihre Nachricht an dana@example.de konnte nicht zugestellt werden, da sie die zulässige Größe überschreitet.',
    'message-too-large',
  ],
  ['Votre message à dana@example.fr a été bloqué car il contient une pièce jointe interdite.', 'attachment-blocked'],
  ['Viestiäsi ei voitu toimittaa osoitteeseen dana@example.fi. Vastaanottajaa ei ole olemassa.', 'unknown-recipient'],
  ['ההודעה שלך לא נמסרה אל dana@example.co.il. הכתובת לא נמצאה.', 'unknown-recipient'],
  ['ไม่สามารถส่งข้อความของคุณไปยัง dana@example.co.th เนื่องจากไม่พบที่อยู่นี้', 'unknown-recipient'],
  ['送信されたメールに許可されていない添付ファイルが含まれていたため、配信を中止しました。', 'attachment-blocked'],
  ['您的邮件被对方服务器拒收。\n收件人：dana@example.cn\n原因：邮件含有病毒', 'virus-found'],
];

it.each(ABROAD)('%s', (text, cause) => {
  expect(decode(text).failures.map((failure) => failure.cause)).toEqual([cause]);
});

describe('notices of older systems', () => {
  it.each(NOTICES)('$name', ({ text, want }) => {
    expect(seen(text)).toEqual(want);
  });

  it('a success that Postfix was asked to tell', () => {
    expect(
      decode(`Your message was successfully delivered to the destination(s) listed below. If the message was delivered to mailbox you will receive no further notifications. Otherwise you may still receive notifications of mail delivery errors from other systems.

<dana@example.net>: delivery via mx.example.net[192.0.2.10]:25: 250 2.0.0 Ok: queued as 4F1A`),
    ).toMatchObject({ kind: 'delivered', bucket: null });
  });

  it.each([
    `Your message attached below is being held because the address
<kim@example.com> has not been verified.

To release your message for delivery, please send an empty message
to the following address, or use your mailer's "Reply" feature.`,
    `The message you sent requires that you verify that you are a real live human being and not a spam source.

To complete this verification, simply reply to this message and leave the subject line intact.`,
  ])('no bounce, but a question: %s', (text) => {
    expect(decode(text)).toMatchObject({ kind: 'auto-reply', bucket: null });
  });
});
