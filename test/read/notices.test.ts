import { describe, expect, it } from 'vitest';
import { createDecoder } from '../../src/index.ts';

const decode = createDecoder();

/** Sees of each failure what a person would look for first. */
const seen = (text: string) =>
  decode(text).failures.map(({ action, recipient, reply, status, cause }) =>
    [action, recipient, reply, status, cause].map((fact) => fact ?? '-').join(' '),
  );

interface Case {
  name: string;
  text: string;
  /** Action, recipient, reply code, status and cause of each failure. */
  want: string[];
}

const NOTICES: readonly Case[] = [
  {
    name: 'the queue as Postfix lists it',
    text: `-Queue ID-  --Size-- ----Arrival Time---- -Sender/Recipient-------
4F1A22C01      4521 Mon Apr  7 10:15:23  kim@example.com
(delivery temporarily suspended: connect to mx.example.net[192.0.2.4]:25: Connection refused)
                                         dana@example.net

4F1A22C02*     4521 Mon Apr  7 10:15:23  kim@example.com
                                         pat@example.net

4F1A22C03      4521 Mon Apr  7 10:15:23  kim@example.com
(host mx.example.org[192.0.2.5] said: 450 4.7.1 <lee@example.org>: Recipient address rejected: Greylisted (in reply to RCPT TO command))
                                         lee@example.org
                                         sam@example.org

-- 13 Kbytes in 3 Requests.`,
    want: [
      'delayed dana@example.net - - connection-failed',
      'delayed lee@example.org 450 4.7.1 greylisted',
      'delayed sam@example.org 450 4.7.1 greylisted',
    ],
  },
  {
    name: 'the queue as Sendmail lists it',
    text: `                /var/spool/mqueue (1 request)
-----Q-ID----- --Size-- -----Q-Time----- ------------Sender/Recipient-----------
xA1B2C3D012345     4521 Mon Apr  7 10:15 <kim@example.com>
                 (Deferred: Connection timed out with mx.example.net.)
                                         <dana@example.net>
                Total requests: 1`,
    want: ['delayed dana@example.net - - connection-failed'],
  },
  {
    name: 'Gmail, address not found',
    text: `** Address not found **

Your message wasn't delivered to dana@example.net because the address couldn't be found, or is unable to receive mail.

Learn more here: https://support.google.com/mail/?p=NoSuchUser

The response was:

550 5.1.1 The email account that you tried to reach does not exist. Please try double-checking the recipient's email address for typos or unnecessary spaces. For more information, go to https://support.google.com/mail/?p=NoSuchUser 5b1f17b1804b1-4a1b2c3d4e5si1234567f8f.100 - gsmtp`,
    want: ['failed dana@example.net 550 5.1.1 unknown-recipient'],
  },
  {
    name: 'Gmail, message blocked',
    text: `Message blocked
Your message to dana@example.net has been blocked. See technical details below for more information.
The response from the remote server was:
550 5.7.1 [192.0.2.44] Messages with links to blocked domains are refused as spam. See https://mx.example.net/spam`,
    want: ['failed dana@example.net 550 5.7.1 spam-content'],
  },
  {
    name: 'Gmail, delivery incomplete',
    text: `** Delivery incomplete **

There was a temporary problem delivering your message to dana@example.net. Gmail will retry for 46 more hours. You'll be notified if the delivery fails permanently.

The response was:

The recipient server did not accept our requests to connect. Learn more at https://support.google.com/mail/answer/7720
[mx.example.net. 192.0.2.10: timed out]`,
    want: ['delayed dana@example.net - - connection-failed'],
  },
  {
    name: 'Gmail, older wording',
    text: `Delivery to the following recipient failed permanently:

     dana@example.net

Technical details of permanent failure:
Google tried to deliver your message, but it was rejected by the server for the recipient domain example.net by mx.example.net. [192.0.2.10].

The error that the other server returned was:
554 5.7.1 <dana@example.net>: Relay access denied`,
    want: ['failed dana@example.net 554 5.7.1 relay-denied'],
  },
  {
    name: 'Gmail in German',
    text: `** Die Adresse wurde nicht gefunden **

Deine Nachricht wurde nicht an dana@example.net zugestellt, weil die Adresse nicht gefunden wurde oder keine E-Mails empfangen kann.

Antwort:

550 5.1.1 <dana@example.net>: Recipient address rejected: User unknown in local recipient table`,
    want: ['failed dana@example.net 550 5.1.1 unknown-recipient'],
  },
  {
    name: 'Gmail in Spanish, the domain is not there',
    text: `** No se ha encontrado la dirección **

Tu mensaje no se ha entregado a dana@exmaple.test porque no se ha encontrado el dominio exmaple.test. Comprueba si hay errores ortográficos o espacios innecesarios e inténtalo de nuevo.

La respuesta fue:

DNS Error: DNS type 'mx' lookup of exmaple.test responded with code NXDOMAIN Domain name not found: exmaple.test`,
    want: ['failed dana@exmaple.test - - recipient-domain-invalid'],
  },
  {
    name: 'Microsoft 365, classic',
    text: `Delivery has failed to these recipients or groups:

Dana Example (dana@contoso.example)
Your message couldn't be delivered. The recipient's mailbox is full and can't accept messages now.

The following organization rejected your message: mx.contoso.example.

Diagnostic information for administrators:

Generating server: AM0PR01MB0001.eurprd01.prod.exchangelabs.com

dana@contoso.example
mx.contoso.example
Remote Server returned '552 5.2.2 Mailbox size limit exceeded'

Original message headers:

Received: from AM0PR01MB0002.eurprd01.prod.exchangelabs.com (2603:10a6::1) by
 AM0PR01MB0001.eurprd01.prod.exchangelabs.com`,
    want: ['failed dana@contoso.example 552 5.2.2 mailbox-full'],
  },
  {
    name: 'Microsoft 365, two recipients with different fates',
    text: `Delivery has failed to these recipients or groups:

dana@contoso.example
The email address you entered couldn't be found. Please check the recipient's email address and try to resend the message. If the problem continues, please contact your email admin.

lee@fabrikam.example
Your message is too large to send. To send it, make the message smaller, for example, by removing attachments.

Diagnostic information for administrators:

Generating server: DB9PR01MB0003.eurprd01.prod.exchangelabs.com

dana@contoso.example
Remote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient dana@contoso.example not found by SMTP address lookup'

lee@fabrikam.example
Remote Server returned '550 5.2.3 RESOLVER.RST.RecipSizeLimit; message too large for this recipient'

Original message headers:
`,
    want: [
      'failed dana@contoso.example 550 5.1.10 unknown-recipient',
      'failed lee@fabrikam.example 550 5.2.3 message-too-large',
    ],
  },
  {
    name: 'Microsoft 365, newer',
    text: `Your message to dana@fabrikam.example couldn't be delivered.

dana wasn't found at fabrikam.example.

kim\tOffice 365\tdana
Action Required\t\tRecipient
Unknown To address

How to Fix It
The address may be misspelled or may not exist. Try one or more of the following:
  * Send the message again following these steps: In Outlook, open this non-delivery report (NDR) and choose Send Again from the Report ribbon.

More Info for Email Admins
Status code: 550 5.1.1

Original Message Details
Created Date:\t3/4/2025 9:12:29 AM
Sender Address:\tkim@contoso.example
Recipient Address:\tdana@fabrikam.example
Subject:\tHello

Error Details
Reported error:\t550 5.1.1 The email account that you tried to reach does not exist.
DSN generated by:\tAM0PR01MB0001.eurprd01.prod.exchangelabs.com
Remote server:\tmx.fabrikam.example`,
    want: ['failed dana@fabrikam.example 550 5.1.1 unknown-recipient'],
  },
  {
    name: 'Exchange 2010 on premises',
    text: `Delivery has failed to these recipients or groups:

Sales
The e-mail address you entered couldn't be found. Please check the recipient's e-mail address and try to resend the message.

Diagnostic information for administrators:

Generating server: exch01.contoso.example

sales@contoso.example
#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##

Original message headers:`,
    want: ['failed sales@contoso.example 550 5.1.1 unknown-recipient'],
  },
  {
    name: 'Exchange in German',
    text: `Fehler bei der Nachrichtenzustellung an folgende Empfänger oder Gruppen:

dana@contoso.example
Die eingegebene E-Mail-Adresse konnte nicht gefunden werden. Überprüfen Sie die E-Mail-Adresse des Empfängers.

Diagnoseinformationen für Administratoren:
Generierender Server: exch01.contoso.example
dana@contoso.example
Remote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup'
Ursprüngliche Nachrichtenkopfzeilen:`,
    want: ['failed dana@contoso.example 550 5.1.10 unknown-recipient'],
  },
  {
    name: 'Exchange in French',
    text: `Échec de la remise pour ces destinataires ou groupes :

dana@contoso.example
Votre message n'a pas pu être remis, car vous n'êtes pas autorisé à envoyer des messages à ce destinataire.

Informations de diagnostic pour les administrateurs :

Serveur de génération : AM0PR01MB0001.eurprd01.prod.exchangelabs.com

dana@contoso.example
Remote Server returned '550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication required; Delivery restriction check failed because the sender was not authenticated when sending to this group'

En-têtes de message d'origine :`,
    want: ['failed dana@contoso.example 550 5.7.133 recipient-restricted'],
  },
  {
    name: 'Exchange in Japanese',
    text: `次の受信者またはグループへの配信に失敗しました:

dana@contoso.example
入力した電子メール アドレスが見つかりませんでした。受信者の電子メール アドレスを確認して、メッセージを再送信してください。

管理者用の診断情報:

生成サーバー: TYAPR01MB0001.jpnprd01.prod.outlook.com

dana@contoso.example
Remote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup'

元のメッセージ ヘッダー:`,
    want: ['failed dana@contoso.example 550 5.1.10 unknown-recipient'],
  },
  {
    name: 'Exchange, delayed',
    text: `Delivery is delayed to these recipients or groups:

dana@contoso.example

Subject: Hello

This message hasn't been delivered yet. Delivery will continue to be attempted.

The server will keep trying to deliver this message for the next 1 days, 19 hours and 53 minutes. You'll be notified if the message can't be delivered by that time.

Diagnostic information for administrators:

Generating server: exch01.fabrikam.example
Receiving server: mx.contoso.example (192.0.2.10)
dana@contoso.example
Server at mx.contoso.example (192.0.2.10) returned '400 4.4.7 Message delayed'
3/4/2025 9:12:31 AM - Server at mx.contoso.example (192.0.2.10) returned '451 4.7.1 Greylisting in action, please come back later'`,
    want: ['delayed dana@contoso.example 451 4.7.1 greylisted'],
  },
  {
    name: 'Outlook 2003 and its system administrator',
    text: `Your message did not reach some or all of the intended recipients.

      Subject:\tHello
      Sent:\t3/4/2025 9:12 AM

The following recipient(s) cannot be reached:

      dana@example.net on 3/4/2025 9:12 AM
            The e-mail account does not exist at the organization this message was sent to.  Check the e-mail address, or contact the recipient directly to find out the correct address.
            <mail.contoso.example #5.1.1 smtp;550 5.1.1 <dana@example.net>: Recipient address rejected: User unknown>`,
    want: ['failed dana@example.net 550 5.1.1 unknown-recipient'],
  },
  {
    name: 'Postfix, two recipients, no connection and a full mailbox',
    text: `This is the mail system at host out1.relay.example.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients. It's attached below.

                   The mail system

<dana@example.net>: connect to mx.example.net[192.0.2.10]:25: Connection
    timed out

<lee@example.org>: host mx.example.org[192.0.2.20] said: 452 4.2.2 <lee@example.org>
    Mailbox full (in reply to RCPT TO command)`,
    want: ['failed dana@example.net - - connection-failed', 'failed lee@example.org 452 4.2.2 mailbox-full'],
  },
  {
    name: 'Postfix, name not found',
    text: `<dana@exmaple.test>: Host or domain name not found. Name service error for
    name=exmaple.test type=A: Host not found`,
    want: ['failed dana@exmaple.test - - recipient-domain-invalid'],
  },
  {
    name: 'Postfix, a loop',
    text: `<dana@example.net>: mail for example.net loops back to myself`,
    want: ['failed dana@example.net - - mail-loop'],
  },
  {
    name: 'Postfix, unknown in a virtual table',
    text: `This is the mail system at host mx.example.net.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients. It's attached below.

<dana@example.net> (expanded from <team@example.net>): unknown user: "dana"`,
    want: ['failed dana@example.net - - unknown-recipient'],
  },
  {
    name: 'Exim, unrouteable and rejected',
    text: `This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  dana@exmaple.test
    Unrouteable address
  lee@example.net
    host mx.example.net [192.0.2.10]
    SMTP error from remote mail server after end of data:
    550 5.7.1 Message rejected as spam by Content Filtering.`,
    want: ['failed dana@exmaple.test - - unknown-recipient', 'failed lee@example.net 550 5.7.1 spam-content'],
  },
  {
    name: 'Exim, retry timeout exceeded',
    text: `This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  dana@example.net
    retry timeout exceeded`,
    want: ['failed dana@example.net - - delivery-expired'],
  },
  {
    name: 'Exim of cPanel, too many messages an hour',
    text: `This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its recipients. This is a permanent error. The following address(es) failed:

dana@example.net
    Domain example.com has exceeded the max emails per hour (103/100 (103%)) allowed.  Message discarded.`,
    want: ['failed dana@example.net - - own-quota'],
  },
  {
    name: 'Exim, a warning',
    text: `This message was created automatically by mail delivery software.
A message that you sent has not yet been delivered to one or more of its
recipients after more than 24 hours on the queue on mail.example.com.

The message identifier is:     1tpABC-0001xY-2z
The subject of the message is: Hello
The date of the message is:    Tue, 4 Mar 2025 09:12:29 +0000

The address to which the message has not yet been delivered is:

  dana@example.net
    host mx.example.net [192.0.2.10]
    Delay reason: SMTP error from remote mail server after RCPT TO:<dana@example.net>:
    451 4.7.1 Greylisting in action, please come back later

No action is required on your part. Delivery attempts will continue for
some time, and this warning may be repeated at intervals if the message
remains undelivered.`,
    want: ['delayed dana@example.net 451 4.7.1 greylisted'],
  },
  {
    name: 'Sendmail',
    text: `The original message was received at Tue, 4 Mar 2025 09:12:29 GMT
from localhost [127.0.0.1]

   ----- The following addresses had permanent fatal errors -----
<dana@example.net>
    (reason: 550 5.1.1 <dana@example.net>... User unknown)

   ----- Transcript of session follows -----
... while talking to mx.example.net.:
>>> DATA
<<< 550 5.1.1 <dana@example.net>... User unknown
550 5.1.1 <dana@example.net>... User unknown
<<< 503 5.0.0 Need RCPT (recipient)`,
    want: ['failed dana@example.net 550 5.1.1 unknown-recipient'],
  },
  {
    name: 'Sendmail, a warning',
    text: `    **********************************************
    **      THIS IS A WARNING MESSAGE ONLY      **
    **  YOU DO NOT NEED TO RESEND YOUR MESSAGE  **
    **********************************************

The original message was received at Tue, 4 Mar 2025 05:12:29 GMT
from mail.example.com [198.51.100.7]

   ----- Transcript of session follows -----
<dana@example.net>... Deferred: Connection timed out with mx.example.net.
Warning: message still undelivered after 4 hours
Will keep trying until message is 5 days old`,
    want: ['delayed dana@example.net - - connection-failed'],
  },
  {
    name: 'qmail',
    text: `Hi. This is the qmail-send program at out1.example.com.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<dana@example.net>:
192.0.2.10 does not like recipient.
Remote host said: 550 5.1.1 user unknown
Giving up on 192.0.2.10.

<lee@exmaple.test>:
Sorry, I couldn't find any host named exmaple.test. (#5.1.2)

--- Below this line is a copy of the message.

Return-Path: <kim@example.com>`,
    want: [
      'failed dana@example.net 550 5.1.1 unknown-recipient',
      'failed lee@exmaple.test - 5.1.2 recipient-domain-invalid',
    ],
  },
  {
    name: 'qmail, too long in the queue',
    text: `Hi. This is the qmail-send program at out1.example.com.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<dana@example.net>:
Sorry, I wasn't able to establish an SMTP connection. (#4.4.1)
I'm not going to try again; this message has been in the queue too long.`,
    want: ['failed dana@example.net - 4.4.1 connection-failed'],
  },
  {
    name: 'qmail, local delivery',
    text: `Hi. This is the qmail-send program at mx.example.net.
I'm afraid I wasn't able to deliver your message to the following addresses.

<dana@example.net>:
This message is looping: it already has my Delivered-To line. (#5.4.6)`,
    want: ['failed dana@example.net - 5.4.6 mail-loop'],
  },
  {
    name: 'OpenSMTPD',
    text: `    Hi!

    This is the MAILER-DAEMON, please DO NOT REPLY to this e-mail.

    An error has occurred while attempting to deliver a message for
    the following list of recipients:

dana@example.net: 550 5.7.1 Client host rejected: cannot find your reverse hostname, [192.0.2.44]

    Below is a copy of the original message:

From: kim@example.com`,
    want: ['failed dana@example.net 550 5.7.1 reverse-dns'],
  },
  {
    name: 'Courier',
    text: `This is a delivery status notification from mail.example.com,
running the Courier mail server, version 0.78.

The original message was received on Tue, 04 Mar 2025 09:12:29 +0000
from [198.51.100.7]

---------------------------------------------------------------------------

                           UNDELIVERABLE MAIL

Your message to the following recipients cannot be delivered:

<dana@example.net>:
    mx.example.net [192.0.2.10]:
>>> RCPT TO:<dana@example.net>
<<< 550 5.1.1 <dana@example.net>: Recipient address rejected: User unknown

---------------------------------------------------------------------------`,
    want: ['failed dana@example.net 550 5.1.1 unknown-recipient'],
  },
  {
    name: 'Domino',
    text: `Your message

  Subject: Hello

was not delivered to:

  dana@example.net

because:

  User dana (dana@example.net) not listed in Domino Directory`,
    want: ['failed dana@example.net - - unknown-recipient'],
  },
  {
    name: 'Domino quoting another server',
    text: `Your message

  Subject: Hello

was not delivered to:

  dana@example.net

because:

  Error transferring to MX.EXAMPLE.NET; SMTP Protocol Returned a Permanent Error 550 5.7.1 Message refused: DMARC policy of example.com is reject`,
    want: ['failed dana@example.net 550 5.7.1 dmarc-policy'],
  },
  {
    name: 'PowerMTA',
    text: `Hello, this is the mail server on out1.example.com.

I am sending you this message to inform you on the delivery status of a
message you previously sent.  Immediately below you will find a list of
the affected recipients;  also attached is a Delivery Status Notification
(DSN) report in standard format, as well as the headers of the original
message.

  <dana@example.net>  delivery failed; will not continue trying`,
    want: ['failed dana@example.net - - mailbox-unavailable'],
  },
  {
    name: 'MessageLabs',
    text: `This is the mail delivery agent at Symantec Email Security.cloud.

I was unable to deliver your message to the following addresses:

dana@example.net

Reason: 550 Requested action not taken: mailbox unavailable

The message subject was: Hello
The message date was: Tue, 4 Mar 2025 09:12:29 +0000
The message identifier was: 12/34-56789-ABCDEF01`,
    want: ['failed dana@example.net 550 - mailbox-unavailable'],
  },
  {
    name: 'Yahoo',
    text: `Sorry, we were unable to deliver your message to the following address.

<dana@example.net>:
No mx record found for domain=example.net`,
    want: ['failed dana@example.net - - recipient-domain-invalid'],
  },
  {
    name: 'GMX',
    text: `This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of
its recipients. This is a permanent error. The following address
failed:

"dana@example.net":
SMTP error from remote server for RCPT TO command, host: mx.example.net (192.0.2.10) reason: 550 5.1.1 <dana@example.net>: Recipient address rejected:
 User unknown`,
    want: ['failed dana@example.net 550 5.1.1 unknown-recipient'],
  },
  {
    name: 'Zoho',
    text: `This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its recipients. This is a permanent error.

dana@example.net, ERROR CODE :550 - 5.1.1 <dana@example.net>: Recipient address rejected: User unknown`,
    want: ['failed dana@example.net 550 5.1.1 unknown-recipient'],
  },
  {
    name: 'Yandex',
    text: `This is the mail system at host forward101.mail.yandex.net.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients. It's attached below.

Please, do not reply to this message.

<dana@example.net>: host mx.example.net[192.0.2.10] said: 550 5.7.1 SPF check
    failed (in reply to MAIL FROM command)`,
    want: ['failed dana@example.net 550 5.7.1 spf-fail'],
  },
  {
    name: 'Apple iCloud',
    text: `This is a system-generated message to inform you that your email could not
be delivered to one or more recipients. Details of the email and the error are as follows:

<dana@icloud.com>: host mx01.mail.icloud.com[192.0.2.30] said: 552 5.2.2
    <dana@icloud.com>: user is over quota (in reply to RCPT TO command)`,
    want: ['failed dana@icloud.com 552 5.2.2 mailbox-full'],
  },
  {
    name: 'Mimecast',
    text: `Email Delivery Failure

Your message could not be delivered to the following recipient:

dana@example.net

The reason for this failure was:
550 Rejected by header based Anti-Spoofing policy: kim@example.com - https://community.mimecast.com/docs/DOC-1369#550 [AbCdEf]`,
    want: ['failed dana@example.net 550 - spoofing-refused'],
  },
  {
    name: 'Mailman, not a member',
    text: `You are not allowed to post to this mailing list, and your message has
been automatically rejected.  If you think that your messages are
being rejected in error, contact the mailing list owner at
team-owner@lists.example.org.`,
    want: ['failed - - - recipient-restricted'],
  },
  {
    name: 'Google Groups in Portuguese',
    text: `Olá, kim@example.com:

Estamos escrevendo para informar que o grupo com o qual você tentou entrar em contato (team) pode não existir ou você pode não ter permissão para postar mensagens no grupo. Veja mais detalhes sobre o motivo de você não conseguir postar:

 * Talvez você tenha digitado incorretamente ou formatado o nome do grupo de maneira incorreta.
 * O proprietário do grupo pode ter removido este grupo.

https://support.google.com/a/example.org/bin/topic.py?topic=25838`,
    want: ['failed - - - recipient-restricted'],
  },
  {
    name: 'docomo',
    text: `The user(s) account is temporarily over quota.

<dana@docomo.ne.jp>`,
    want: ['failed dana@docomo.ne.jp - - mailbox-full'],
  },
  {
    name: 'Amazon SES',
    text: `An error occurred while trying to deliver the mail to the following recipients:
dana@example.net

Reporting-MTA: dns; a1-2.smtp-out.amazonses.com

Action: failed
Final-Recipient: rfc822; dana@example.net
Diagnostic-Code: smtp; 554 4.4.7 Message expired: unable to deliver in 840 minutes.<421 4.4.2 Connection timed out>
Status: 4.4.7`,
    want: ['failed dana@example.net 421 4.4.2 connection-failed'],
  },
  {
    name: 'IONOS and its robot',
    text: `This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of
its recipients. This is a permanent error. The following address(es) failed:

dana@example.net:
SMTP error from remote server for TEXT command, host: mx.example.net (192.0.2.10) reason: 554 5.7.1 Spam message rejected`,
    want: ['failed dana@example.net 554 5.7.1 spam-content'],
  },
  {
    name: 'Haraka',
    text: `This is an automatically generated Delivery Status Notification.

I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out. Below
you will find the details of the failure.

Intended Recipients: <dana@example.net>
Failure Reason: 550 5.1.1 <dana@example.net>: Recipient address rejected: User unknown`,
    want: ['failed dana@example.net 550 5.1.1 unknown-recipient'],
  },
  {
    name: 'Barracuda',
    text: `This message was created automatically by the mail delivery system.

**Message you sent blocked by our bulk email filter**

Your message to: dana@example.net
was blocked by our Spam Firewall. The email you sent with the following subject has NOT BEEN DELIVERED:

Subject: Hello`,
    want: ['failed dana@example.net - - spam-content'],
  },
  {
    name: 'Gmail in Japanese',
    text: `** アドレス不明 **

アドレスが見つからないため、またはメールを受信できないため、dana@example.net にメールを配信できませんでした。

リモート サーバーからの応答:

550 5.1.1 <dana@example.net>: Recipient address rejected: User unknown`,
    want: ['failed dana@example.net 550 5.1.1 unknown-recipient'],
  },
  {
    name: 'Microsoft 365, the part for people with its advice',
    text: `Your message to dana@example.net couldn't be delivered.

dana wasn't found at example.net.

How to Fix It
The address may be misspelled or may not exist. Try one or more of the following:
• Send the message again, as described in Fix email delivery issues for error code 5.1.10 in Exchange Online.
• Contact the recipient to check that the address is right.`,
    want: ['failed dana@example.net - - unknown-recipient'],
  },
  {
    name: 'Postfix, whose addresses were left out',
    text: `This is the mail system at host mail.example.org.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients. It's attached below.

For further assistance, please send mail to postmaster.

                   The mail system`,
    want: ['failed - - - mailbox-unavailable'],
  },
  {
    name: 'Exchange, a group that names no address',
    text: `Delivery has failed to these recipients or groups:

All Staff
Your message can't be delivered because delivery to this group is restricted to authenticated senders.`,
    want: ['failed - - - recipient-restricted'],
  },
  {
    name: 'cPanel, a count that looks like a code',
    text: `A message that you sent could not be delivered to one or more of its
recipients. The following address(es) failed:

  dana@example.net
    Domain example.com has exceeded the max emails per hour (501/500 (100%)) allowed.  Message discarded.`,
    want: ['failed dana@example.net - - own-quota'],
  },
  {
    name: 'CommuniGate Pro, delayed',
    text: `Message delivery to 'dana@example.net' delayed
SMTP module(domain example.net) reports:
 connection with mx.example.net is broken`,
    want: ['delayed dana@example.net - - connection-failed'],
  },
  {
    name: 'Coremail, the advice below the reason',
    text: `您发送的邮件被退回，相关信息如下：
无法发送到dana@example.net
退信原因：收件人邮箱已满
解决建议：请确认是否被加入黑名单，然后重新发送。`,
    want: ['failed dana@example.net - - mailbox-full'],
  },
  {
    name: 'NetEase',
    text: `抱歉，您的邮件被退回来了……
收件人邮件地址：dana@example.net
退信原因：收件人不存在 550 User not found: dana@example.net`,
    want: ['failed dana@example.net - - unknown-recipient'],
  },
  {
    name: 'Zoho, delayed',
    text: `Your message to dana@example.net has been delayed and is still awaiting delivery.
Reason: 421 4.7.0 Temporarily deferred`,
    want: ['delayed dana@example.net 421 4.7.0 temporary-refusal'],
  },
  {
    name: 'amavis',
    text: `A message from <kim@example.com> to:
-> dana@example.net

was considered unsolicited bulk e-mail (UBE).

Our internal reference code for your message is 12345-06/abcDEF

The message carried your return address, so it was either a genuine mail
from you, or a sender address was faked and your e-mail address abused
by third party, in which case we apologize for undesired notification.`,
    want: ['failed dana@example.net - - spam-content'],
  },
];

describe('notices to people', () => {
  it.each(NOTICES)('$name', ({ text, want }) => {
    expect(seen(text)).toEqual(want);
  });
});
