import { expect, it } from 'vitest';
import { createDecoder } from '../../src/index.ts';

const decode = createDecoder();

/** What people paste of programs and services: action, recipient, reply code, status and cause of each failure. */
const PASTES: readonly { name: string; text: string; want: string[] }[] = [
  {
    name: 'rspamd history',
    text: '{"time":"2025-03-04 09:12:31","action":"reject","ip":"198.51.100.7","sender_smtp":"kim@example.com","rcpt_smtp":["dana@example.net"],"score":18.4,"subject":"Hello","message-id":"abc@example.com","required_score":15}',
    want: ['failed dana@example.net - - spam-content'],
  },
  {
    name: 'a log of IIS, whose blanks are plus signs',
    text: '2018-03-14 10:11:12 192.0.2.55 OutboundConnectionResponse SMTPSVC1 WEB1 - 25 - - 550+5.1.1+<dana+list@example.net>:+Recipient+address+rejected:+User+unknown 0 0 82 0 234 SMTP - - - -',
    want: ['failed dana+list@example.net 550 5.1.1 unknown-recipient'],
  },
  {
    name: 'a code in bold',
    text: 'SMTP Response\n**550** connect EADDRNOTAVAIL 192.0.2.25:25',
    want: ['failed - 550 - connection-failed'],
  },
  {
    name: 'a refusal that names a port which is none of mail',
    text: '550-Rejected because [192.0.2.7]:10503 is blacklisted\n550 Too many failed logins',
    want: ['failed - 550 - ip-blocklisted'],
  },
  {
    name: 'a library that tells of the refusal, and of the complaint that came of it',
    text: 'Expected response code 250/251/252 but got code "550", with message "550 5.1.1 User unknown" << 554 5.5.1 Error: no valid recipients !! Expected response code 354 but got code "554", with message "554 5.5.1 Error: no valid recipients"',
    want: ['failed - 550 5.1.1 unknown-recipient'],
  },
  {
    name: 'counts of what a server refused',
    text: 'messages\n\n     87   received\n     44   delivered\n     10   rejected (18%)\n\nmessage reject detail\n  RCPT\n    Helo command rejected: need fully-qualified hostname (total: 1)\n           1   mx.example.org',
    want: [],
  },
  {
    name: 'somebody who wants one check more for a code',
    text: 'It would be great if you could add one more check for error code 450. I suggest to look for these as well because most of them come from a spammer.',
    want: [],
  },
  {
    name: 'somebody who says how it should be',
    text: 'I would prefer that if an email was sent to these mailboxes, it would bounce with an error message like "This mailbox does not accept incoming email".',
    want: [],
  },
  {
    name: 'a log that names the smarthost it goes through',
    text: 'Jan  4 22:15:01 desk dma[300ecc]: using smarthost (smtp.example.com:587)\nJan  4 22:15:01 desk dma[300ecc]: trying remote delivery to smtp.example.com [192.0.2.10] pref 0',
    want: [],
  },
  {
    name: 'who came to a server, and has a name that leads nowhere',
    text: 'Nov 27 14:10:49 mx1 postfix/submission/smtpd[8104]: warning: hostname host-7.example.net does not resolve to address 192.0.2.7: Name or service not known\nNov 27 14:10:49 mx1 postfix/submission/smtpd[8104]: connect from unknown[192.0.2.7]',
    want: [],
  },
  {
    name: 'an answer kept as a comment',
    text: '# 550 Access denied for this host',
    want: ['failed - 550 - refused-unexplained'],
  },
  {
    name: 'an answer and what follows it, kept as comments of a program',
    text: '// 550-5.1.1 <dana@example.net>: Recipient address rejected\n// 550 5.1.1 User unknown',
    want: ['failed dana@example.net 550 5.1.1 unknown-recipient'],
  },
  {
    name: 'a mail queue as a terminal shows it, cut within a word',
    text: `-Queue ID-  --Size-- ----Arrival Time---- -Sender/Recipient-------
4Tq1Yz3k2Hz9s    2961 Tue Nov 24 09:12:29  kim@example.com
(host mx.example.net[192.0.2.10] said: 452 4.2.2 <dana@example.net>: mailbox ful
l (in reply to RCPT TO command))
                                         dana@example.net`,
    want: ['delayed dana@example.net 452 4.2.2 mailbox-full'],
  },
  {
    name: 'a line of a log with its time, level and thread, and no code',
    text: '2019-02-03 04:05:06,789 INFO  [LmtpServer-12] [ip=192.0.2.4;] lmtp - rejecting message for dana@example.net: over quota',
    want: ['failed dana@example.net - - mailbox-full'],
  },
  {
    name: 'halon json',
    text: '{"type":"bounce","id":{"transaction":"18c57cd2-8e2b-11ee-8cb5-005056914940","queue":1},"ts":1741079551.42,"senderaddress":{"localpart":"kim","domain":"example.com"},"recipientaddress":{"localpart":"dana","domain":"example.net"},"attempt":{"result":{"code":550,"enhanced":[5,1,1],"reason":["User unknown"],"state":"RCPT"},"connection":{"remoteip":"192.0.2.10","remotemx":"mx.example.net","localip":"198.51.100.7"}}}',
    want: ['failed dana@example.net 550 5.1.1 unknown-recipient'],
  },
  {
    name: 'halon flat',
    text: '{"timestamp":"2025-03-04T09:12:31Z","event":"delivery-failure","messageid":"18c57cd2","actionid":1,"sender":"kim@example.com","recipient":"dana@example.net","transportid":"mx","retry":3,"errorcode":452,"errormsg":"452 4.2.2 mailbox is full","remoteip":"192.0.2.10","remotemx":"mx.example.net"}',
    want: ['delayed dana@example.net 452 4.2.2 mailbox-full'],
  },
  {
    name: 'nextcloud',
    text: '{"reqId":"abc","level":3,"time":"2025-03-04T09:12:31+00:00","remoteAddr":"198.51.100.7","user":"kim","app":"core","method":"POST","url":"/settings","message":"Failed to send mail: Expected response code \\"250/251/252\\" but got code \\"550\\", with message \\"550 5.1.1 <dana@example.net>: Recipient address rejected: User unknown\\".","userAgent":"Mozilla/5.0","version":"28.0.1"}',
    want: ['failed dana@example.net 550 5.1.1 unknown-recipient'],
  },
  {
    name: 'gitlab sidekiq',
    text: '{"severity":"WARN","time":"2025-03-04T09:12:31.000Z","retry":3,"queue":"mailers","class":"ActionMailer::MailDeliveryJob","message":"ActionMailer::MailDeliveryJob JID-abc: fail: 0.9 sec","job_status":"fail","exception.class":"Net::SMTPAuthenticationError","exception.message":"535 5.7.8 Error: authentication failed"}',
    want: ['failed - 535 5.7.8 login-failed'],
  },
  {
    name: 'mastodon',
    text: '2025-03-04T09:12:31.123Z pid=12 tid=abc WARN: Net::SMTPFatalError: 550 5.7.1 <dana@example.net>: Relay access denied',
    want: ['failed dana@example.net 550 5.7.1 relay-denied'],
  },
  {
    name: 'wordpress',
    text: '[04-Mar-2025 09:12:31 UTC] WP Mail SMTP: The SMTP error: SMTP Error: The following recipients failed: dana@example.net: 550 5.1.1 User unknown',
    want: ['failed dana@example.net 550 5.1.1 unknown-recipient'],
  },
  {
    name: 'grafana',
    text: 'logger=alerting.notifier.email t=2025-03-04T09:12:31.1Z level=error msg="failed to send email" err="454 4.7.1 <dana@example.net>: Relay access denied"',
    want: ['delayed dana@example.net 454 4.7.1 relay-denied'],
  },
  {
    name: 'python two',
    text: `smtplib.SMTPRecipientsRefused: {'dana@example.net': (550, b'5.1.1 User unknown'), 'lee@example.org': (452, b'4.2.2 Mailbox full')}`,
    want: ['failed dana@example.net 550 5.1.1 unknown-recipient', 'failed lee@example.org 452 4.2.2 mailbox-full'],
  },
  {
    name: 'python sender',
    text: `smtplib.SMTPSenderRefused: (553, b'5.7.1 <kim@example.com>: Sender address rejected: not owned by user app', 'kim@example.com')`,
    want: ['failed - 553 5.7.1 sender-not-allowed'],
  },
  {
    name: 'node',
    text: `Error: Can't send mail - all recipients were rejected: 550 5.1.1 <dana@example.net>: Recipient address rejected: User unknown
    at SMTPConnection._formatError (/app/node_modules/nodemailer/lib/smtp-connection/index.js:798:19)
  code: 'EENVELOPE',
  response: '550 5.1.1 <dana@example.net>: Recipient address rejected: User unknown',
  responseCode: 550,
  command: 'RCPT TO',
  rejected: [ 'dana@example.net' ]`,
    want: ['failed dana@example.net 550 5.1.1 unknown-recipient'],
  },
  {
    name: 'symfony',
    text: `Symfony\\Component\\Mailer\\Exception\\TransportException: Failed to authenticate on SMTP server with username "app@example.com" using the following authenticators: "LOGIN", "PLAIN". Authenticator "LOGIN" returned "Expected response code "235" but got code "535", with message "535 5.7.8 Error: authentication failed".".`,
    want: ['failed - 535 5.7.8 login-failed'],
  },
  {
    name: 'laravel log',
    text: `[2025-03-04 09:12:31] production.ERROR: Expected response code "250" but got code "550", with message "550 5.7.1 <dana@example.net>: Relay access denied". {"exception":"[object] (Symfony\\\\Component\\\\Mailer\\\\Exception\\\\UnexpectedResponseException(code: 550)`,
    want: ['failed dana@example.net 550 5.7.1 relay-denied'],
  },
  {
    name: 'exch',
    text: `2025-03-04T09:12:31.000Z,192.0.2.1,exch01,192.0.2.2,exch02,;250 2.0.0,,SMTP,FAIL,1234,<abc@example.com>,guid,dana@example.net,[{LED=550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found};{MSG=};{FQDN=mx.example.net};{IP=192.0.2.10};{LRT=3/4/2025 9:12:31 AM}],2048,1,,,Hello,kim@example.com,kim@example.com`,
    want: ['failed dana@example.net 550 5.1.10 unknown-recipient'],
  },
  {
    name: 'trace',
    text: `Status: Failed
Reason: [{LED=550 5.4.1 Recipient address rejected: Access denied. [AM0EUR02FT001.eop-EUR02.prod.protection.outlook.com]};{MSG=};{FQDN=contoso-example.mail.protection.outlook.com};{IP=192.0.2.10};{LRT=3/4/2025 9:12:31 AM}]. OutboundProxyTargetIP: 192.0.2.10`,
    want: ['failed - 550 5.4.1 unknown-recipient'],
  },
  {
    name: 'ses delay',
    text: JSON.stringify({
      eventType: 'DeliveryDelay',
      mail: { messageId: '01' },
      deliveryDelay: {
        timestamp: '2025-03-04T09:12:31.000Z',
        delayType: 'MailboxFull',
        expirationTime: '2025-03-05T09:12:31.000Z',
        delayedRecipients: [
          { emailAddress: 'dana@example.net', status: '4.2.2', diagnosticCode: 'smtp; 452 4.2.2 mailbox full' },
        ],
      },
    }),
    want: ['delayed dana@example.net 452 4.2.2 mailbox-full'],
  },
  {
    name: 'sns records',
    text: JSON.stringify({
      Records: [
        {
          EventSource: 'aws:sns',
          Sns: {
            Type: 'Notification',
            Message: JSON.stringify({
              notificationType: 'Bounce',
              bounce: {
                bounceType: 'Transient',
                bounceSubType: 'MailboxFull',
                bouncedRecipients: [
                  {
                    emailAddress: 'dana@example.net',
                    action: 'failed',
                    status: '5.2.2',
                    diagnosticCode: 'smtp; 552 5.2.2 over quota',
                  },
                ],
              },
              mail: { messageId: '1' },
            }),
          },
        },
      ],
    }),
    want: ['failed dana@example.net 552 5.2.2 mailbox-full'],
  },
  {
    name: 'mandrill',
    text: JSON.stringify([
      {
        event: 'hard_bounce',
        ts: 1741079551,
        _id: 'x',
        msg: {
          email: 'dana@example.net',
          sender: 'a@example.com',
          state: 'bounced',
          bounce_description: 'bad_mailbox',
          diag: 'smtp;550 5.1.1 user unknown',
          bgtools_code: 10,
        },
      },
    ]),
    want: ['failed dana@example.net 550 5.1.1 unknown-recipient'],
  },
  {
    name: 'postal',
    text: JSON.stringify({
      event: 'MessageDeliveryFailed',
      timestamp: 1741079551,
      payload: {
        message: { id: 1, to: 'dana@example.net', from: 'a@example.com', subject: 'x' },
        status: 'HardFail',
        details: 'Permanent SMTP delivery error when sending to mx.example.net:25 (192.0.2.10)',
        output: '550 5.1.1 User unknown',
      },
    }),
    want: ['failed dana@example.net 550 5.1.1 unknown-recipient'],
  },
  {
    name: 'mailersend',
    text: JSON.stringify({
      type: 'activity.hard_bounced',
      data: {
        object: 'activity',
        type: 'hard_bounced',
        email: { recipient: { object: 'recipient', email: 'dana@example.net' }, from: 'a@example.com' },
        morph: { object: 'recipient_bounce', reason: '550 5.1.1 User unknown' },
      },
    }),
    want: ['failed dana@example.net 550 5.1.1 unknown-recipient'],
  },
];

it.each(PASTES)('$name', ({ text, want }) => {
  expect(
    decode(text).failures.map(({ action, recipient, reply, status, cause }) =>
      [action, recipient, reply, status, cause].map((fact) => fact ?? '-').join(' '),
    ),
  ).toEqual(want);
});

it.each([
  ['Error Details\nError: 550 5.1.1 User unknown', 'reply'],
  ['Error transferring to MX.EXAMPLE.NET; SMTP Protocol Returned a Permanent Error 550 5.1.1 User unknown', 'reply'],
  ['ERROR smtp 550 5.1.1 <dana@example.net>: User unknown', 'log'],
])('%s is read as a %s', (text, form) => {
  expect(decode(text).failures.map((failure) => failure.form)).toEqual([form]);
});

it('a deferral that a later line of the log closes is a delivery', () => {
  const log = `2025-03-04 09:12:31 1tpABC-0001xY-2z == dana@example.net R=dnslookup T=remote_smtp defer (-44): SMTP error from remote mail server after RCPT TO:<dana@example.net>: 450 4.7.1 Greylisted
2025-03-04 09:22:31 1tpABC-0001xY-2z => dana@example.net R=dnslookup T=remote_smtp H=mx.example.net [192.0.2.10] C="250 OK"`;
  expect(decode(log)).toMatchObject({ kind: 'delivered', bucket: null, failures: [] });
});
