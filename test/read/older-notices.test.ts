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
];

describe('notices of older systems', () => {
  it.each(NOTICES)('$name', ({ text, want }) => {
    expect(seen(text)).toEqual(want);
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
