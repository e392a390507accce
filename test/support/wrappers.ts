/**
 * What mail systems, logs, libraries, services and people put around a server's answer. The same answer has to mean the same in all of them.
 *
 * Everything is written out in the order of the real thing; the names and addresses in it are reserved ones.
 */

/** An answer in the pieces that wrappers need. */
export interface Pieces {
  /** `550 5.1.1 User unknown` */
  answer: string;
  /** `550` */
  code: string;
  /** `5.1.1`, or the code's class and zeros where the answer has none. */
  status: string;
  /** What stands behind the code: `5.1.1 User unknown` */
  behind: string;
  /** `User unknown` */
  text: string;
  /** It may be sent again: a log calls it deferred. */
  passing: boolean;
}

/** One kind of wrapper. */
export interface Wrapper {
  wrap: (pieces: Pieces) => string;
  /** It names the recipient. */
  names?: false;
  /** It leaves the reply code out. */
  codeless?: true;
}

export const RECIPIENT = 'dana@example.net';
const HOST = 'mx.example.net';
const IP = '192.0.2.7';

export function piecesOf(answer: string): Pieces {
  const code = answer.slice(0, 3);
  // Libraries take the code off each line.
  const behind = answer.replace(/^\d{3}[ -]/gm, '');
  const status = /^[45]\.\d{1,3}\.\d{1,3}\b/.exec(behind)?.[0] ?? `${code.charAt(0)}.0.0`;
  const text = behind.replace(/^[45]\.[\d.]+ /, '');
  return { answer, code, status, behind, text, passing: code.startsWith('4') };
}

const json = (value: unknown): string => JSON.stringify(value);
const html = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const FATES = { true: 'deferred', false: 'bounced' } as const;
const postfix = ({ answer, status, passing }: Pieces): string =>
  `postfix/smtp[812]: 4F1A22C0D3: to=<${RECIPIENT}>, relay=${HOST}[${IP}]:25, delay=1.2, delays=0.1/0.01/0.6/0.5, dsn=${status}, ` +
  `status=${FATES[`${passing}`]} (host ${HOST}[${IP}] said: ${answer} (in reply to end of DATA command))`;

const notices: Readonly<Record<string, Wrapper>> = {
  'notice of Postfix': {
    wrap: ({ answer }) =>
      `This is the mail system at host mail.example.com.\n\nI'm sorry to have to inform you that your message could not\nbe delivered to one or more recipients.\n\n                   The mail system\n\n<${RECIPIENT}>: host ${HOST}[${IP}] said:\n    ${answer}\n    (in reply to end of DATA command)\n`,
  },
  'notice of Exim': {
    wrap: ({ answer }) =>
      `This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  ${RECIPIENT}\n    host ${HOST} [${IP}]\n    SMTP error from remote mail server after end of data:\n    ${answer}\n`,
  },
  'notice of Sendmail': {
    wrap: ({ answer }) =>
      `The original message was received at Tue, 4 Mar 2025 09:12:31 +0100\nfrom localhost [127.0.0.1]\n\n   ----- The following addresses had permanent fatal errors -----\n<${RECIPIENT}>\n    (reason: ${answer})\n\n   ----- Transcript of session follows -----\n... while talking to ${HOST}.:\n>>> DATA\n<<< ${answer}\n554 5.0.0 Service unavailable\n`,
  },
  'notice of qmail': {
    wrap: ({ answer }) =>
      `Hi. This is the qmail-send program at example.com.\nI'm afraid I wasn't able to deliver your message to the following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n<${RECIPIENT}>:\n${IP} failed after I sent the message.\nRemote host said: ${answer}\n`,
  },
  'notice of Exchange': {
    wrap: ({ answer }) =>
      `Delivery has failed to these recipients or groups:\n\n${RECIPIENT}\nYour message couldn't be delivered.\n\nDiagnostic information for administrators:\n\nGenerating server: ex01.example.com\n\n${RECIPIENT}\n${HOST}\nRemote Server returned '${answer}'\n\nOriginal message headers:\n`,
  },
  'newer notice of Microsoft 365, with tabs': {
    wrap: ({ answer }) =>
      `Your message to ${RECIPIENT} couldn't be delivered.\n\nMore Info for Email Admins\nStatus code: 550 5.0.350\n\nOriginal Message Details\nCreated Date:\t3/4/2025 9:12:31 AM\nSender Address:\tkim@example.com\nRecipient Address:\t${RECIPIENT}\nSubject:\tHello\n\nError Details\nError:\t550 5.0.350 Remote server returned an error -> ${answer}\nMessage rejected by:\t${HOST}\n`,
  },
  'notice of Gmail': {
    wrap: ({ answer }) =>
      `Message blocked\nYour message to ${RECIPIENT} has been blocked. See technical details below for more information.\n\nThe response from the remote server was:\n${answer}`,
  },
  'notice of Yahoo': {
    wrap: ({ answer }) =>
      `Sorry, we were unable to deliver your message to the following address.\n\n<${RECIPIENT}>:\n${answer}\n\n--- Below this line is a copy of the message.\n`,
  },
  'notice of GMX': {
    wrap: ({ answer }) =>
      `This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of\nits recipients. This is a permanent error. The following address\nfailed:\n\n"${RECIPIENT}":\nSMTP error from remote server after end of data:\nhost: ${HOST}\n${answer}\n`,
  },
  'notice of Domino': {
    wrap: ({ answer }) =>
      `Your message\n\n  Subject: Hello\n\nwas not delivered to:\n\n  ${RECIPIENT}\n\nbecause:\n\n  Error transferring to ${HOST}; SMTP Protocol Returned a Permanent Error ${answer}\n`,
  },
  'notice of MDaemon': {
    wrap: ({ answer }) =>
      `The attached message had PERMANENT fatal delivery errors!\n\nFailed address: ${RECIPIENT}\n\n--- Session Transcript ---\n Tue 2025-03-04 09:12:31: --> MAIL From:<kim@example.com>\n Tue 2025-03-04 09:12:31: <-- 250 2.1.0 Ok\n Tue 2025-03-04 09:12:31: --> RCPT To:<${RECIPIENT}>\n Tue 2025-03-04 09:12:31: <-- ${answer}\n Tue 2025-03-04 09:12:31: --> QUIT\n--- End Transcript ---\n`,
  },
  'old notice of Outlook': {
    wrap: ({ answer }) =>
      `Your message did not reach some or all of the intended recipients.\n\n      Subject:\tHello\n      Sent:\t3/4/2025 9:12 AM\n\nThe following recipient(s) cannot be reached:\n\n      '${RECIPIENT}' on 3/4/2025 9:12 AM\n            ${answer}\n`,
  },
  'delivery report': {
    wrap: ({ answer, status }) =>
      `Reporting-MTA: dns; mail.example.com\n\nFinal-Recipient: rfc822; ${RECIPIENT}\nAction: failed\nStatus: ${status}\nRemote-MTA: dns; ${HOST}\nDiagnostic-Code: smtp; ${answer}\n`,
  },
};

const logs: Readonly<Record<string, Wrapper>> = {
  'log of Postfix': { wrap: (pieces) => `Mar  4 09:12:31 mail ${postfix(pieces)}` },
  'log of Postfix in a container': { wrap: (pieces) => `mailserver  | Mar  4 09:12:31 mail ${postfix(pieces)}` },
  'log of Postfix as an object': { wrap: (pieces) => json({ log: `${postfix(pieces)}\n`, stream: 'stdout' }) },
  'log of Exim': {
    wrap: ({ answer, passing }) =>
      `2025-03-04 09:12:31 1tpQ2x-0003Ab-7c ${passing ? '==' : '**'} ${RECIPIENT} R=dnslookup T=remote_smtp${passing ? ' defer (-46)' : ''} H=${HOST} [${IP}]: SMTP error from remote mail server after end of data: ${answer}`,
  },
  'log of Sendmail': {
    wrap: ({ answer, status, passing }) =>
      `Mar  4 09:12:31 mail sendmail[812]: 5248CVab012345: to=<${RECIPIENT}>, delay=00:00:01, mailer=esmtp, relay=${HOST}. [${IP}], dsn=${status}, stat=${passing ? 'Deferred: ' : ''}${answer}`,
  },
  'log of OpenSMTPD': {
    wrap: ({ answer, passing }) =>
      `Mar  4 09:12:31 mail smtpd[123]: 7f3a mta delivery evpid=2ab3c4d5e6f70819 from=<kim@example.com> to=<${RECIPIENT}> rcpt=<-> relay="${IP} (${HOST})" delay=2s result="${passing ? 'TempFail' : 'PermFail'}" stat="${answer}"`,
  },
  'log of Haraka': { wrap: ({ answer }) => `[NOTICE] [1B2C3D4E-0001.1.1] [outbound] bounced: ${answer}`, names: false },
  "log of Exchange's protocol": {
    wrap: ({ answer }) =>
      `2025-03-04T09:12:31.123Z,Outbound Internet,08DD5AEB1C2D3E4F,14,192.0.2.9:25231,${IP}:25,<,${answer},`,
    names: false,
  },
  'trace of Microsoft 365': {
    wrap: ({ answer }) => `Reason: [{LED=${answer}};{MSG=};{FQDN=${HOST}};{IP=${IP}};{LRT=3/4/2025 9:12:31 AM}]`,
    names: false,
  },
  'log with fields': {
    wrap: ({ answer }) =>
      `time=2025-03-04T09:12:31Z level=error msg="failed to send email" to=${RECIPIENT} error="${answer}"`,
  },
  'accounting of PowerMTA': {
    wrap: ({ answer, status }) =>
      `b,2025-03-04 09:12:31+0100,2025-03-04 09:12:30+0100,kim@example.com,${RECIPIENT},,failed,"${status} (undefined status)","smtp;${answer}",${HOST} (${IP}),other,mta1`,
  },
};

const events: Readonly<Record<string, Wrapper>> = {
  'event of SES': {
    wrap: ({ answer, status, passing }) =>
      json({
        notificationType: 'Bounce',
        bounce: {
          bounceType: passing ? 'Transient' : 'Permanent',
          bounceSubType: 'General',
          bouncedRecipients: [{ emailAddress: RECIPIENT, action: 'failed', status, diagnosticCode: `smtp; ${answer}` }],
        },
      }),
  },
  'fragment of an event': {
    wrap: ({ answer }) => `"bouncedRecipients":[{"emailAddress":"${RECIPIENT}","diagnosticCode":"smtp; ${answer}"}],`,
  },
  'event of SendGrid': {
    wrap: ({ answer, status }) =>
      json([{ email: RECIPIENT, event: 'bounce', reason: answer, status, type: 'bounce', sg_event_id: 'a' }]),
  },
  'event of Mailgun': {
    wrap: ({ code, behind, passing }) =>
      json({
        event: 'failed',
        severity: passing ? 'temporary' : 'permanent',
        recipient: RECIPIENT,
        'delivery-status': { code: Number(code), message: behind, 'mx-host': HOST },
      }),
  },
  'event of Postmark': {
    wrap: ({ answer }) =>
      json({ RecordType: 'Bounce', Type: 'HardBounce', TypeCode: 1, Details: `smtp;${answer}`, Email: RECIPIENT }),
  },
  'event of Resend': {
    wrap: ({ answer }) =>
      json({ type: 'email.bounced', data: { to: [RECIPIENT], bounce: { message: answer, type: 'Permanent' } } }),
  },
};

const programs: Readonly<Record<string, Wrapper>> = {
  Nodemailer: {
    wrap: ({ answer, code }) =>
      `Error: Can't send mail - all recipients were rejected: ${answer}\n    at SMTPConnection._formatError (/app/node_modules/nodemailer/lib/smtp-connection/index.js:798:19) {\n  code: 'EENVELOPE',\n  response: ${json(answer)},\n  responseCode: ${code},\n  command: 'RCPT TO',\n  rejected: [ '${RECIPIENT}' ]\n}`,
  },
  smtplib: {
    wrap: ({ code, behind }) => `smtplib.SMTPRecipientsRefused: {'${RECIPIENT}': (${code}, b${json(behind)})}`,
  },
  'Jakarta Mail': {
    wrap: ({ answer }) =>
      `javax.mail.SendFailedException: Invalid Addresses;\n  nested exception is:\n\tcom.sun.mail.smtp.SMTPAddressFailedException: ${answer}\n\n\tat com.sun.mail.smtp.SMTPTransport.rcptTo(SMTPTransport.java:1917)`,
    names: false,
  },
  Spring: {
    wrap: ({ answer }) =>
      `org.springframework.mail.MailSendException: Failed messages: javax.mail.SendFailedException: Invalid Addresses;\n  nested exception is:\n\tcom.sun.mail.smtp.SMTPAddressFailedException: ${answer}\n; message exceptions (1) are:\nFailed message 1: javax.mail.SendFailedException: Invalid Addresses`,
    names: false,
  },
  '.NET': {
    wrap: ({ behind }) =>
      `System.Net.Mail.SmtpException: Transaction failed. The server response was: ${behind}\n   at System.Net.Mail.SmtpClient.Send(MailMessage message)`,
    names: false,
    codeless: true,
  },
  Symfony: {
    wrap: ({ answer, code }) =>
      `Expected response code "250/251/252" but got code "${code}", with message "${answer}".`,
    names: false,
  },
  PHPMailer: { wrap: ({ answer }) => `SMTP Error: The following recipients failed: ${RECIPIENT}: ${answer}` },
  'PHPMailer, what it was told': {
    wrap: ({ text, code, behind }) =>
      `[04-Mar-2025 09:12:31 UTC] SMTP Error: data not accepted.SMTP server error: DATA END command failed Detail: ${text} SMTP code: ${code}` +
      (text === behind ? '' : ` Additional SMTP info: ${behind.split(' ', 1)[0]}`),
    names: false,
  },
  Ruby: { wrap: ({ answer, passing }) => `Net::SMTP${passing ? 'ServerBusy' : 'FatalError'}: ${answer}`, names: false },
  Go: { wrap: ({ answer }) => `2025/03/04 09:12:31 could not send email: ${answer}`, names: false },
  Elixir: {
    wrap: ({ answer }) => `{:error, :no_more_hosts, {:permanent_failure, "${HOST}", "${answer}\\r\\n"}}`,
    names: false,
  },
  'Apple Mail': {
    wrap: ({ behind }) =>
      `Cannot send message using the server mail.example.com\n\nThe server response was: ${behind}\n\nSelect a different outgoing mail server from the list below or click Try Later to leave the message in your Outbox until it can be sent.`,
    names: false,
    codeless: true,
  },
  Thunderbird: {
    wrap: ({ behind }) =>
      `An error occurred while sending mail. The mail server responded: ${behind}. Please check the message recipient "${RECIPIENT}" and try again.`,
    codeless: true,
  },
  ssmtp: { wrap: ({ answer }) => `ssmtp: RCPT TO:<${RECIPIENT}> (${answer})` },
  swaks: {
    wrap: ({ answer }) =>
      `=== Connected to ${HOST}.\n<-  220 ${HOST} ESMTP\n -> EHLO mail.example.com\n<-  250 ${HOST}\n -> MAIL FROM:<kim@example.com>\n<-  250 2.1.0 Ok\n -> RCPT TO:<${RECIPIENT}>\n<** ${answer.replaceAll('\n', '\n<** ')}\n -> QUIT\n<-  221 2.0.0 Bye`,
  },
};

const people: Readonly<Record<string, Wrapper>> = {
  'a question around it': {
    wrap: ({ answer }) => `hey team, a customer got this:\n\n${answer}\n\nany idea what it means?`,
    names: false,
  },
  'a quotation in a sentence': {
    wrap: ({ answer }) => `anyone seen "${answer}" before? we get it since this morning`,
    names: false,
  },
  'a reason in a sentence': { wrap: ({ answer }) => `Mail to ${RECIPIENT} bounced because ${answer}` },
  'a ticket': {
    wrap: ({ answer }) => `Ticket #48213\nPriority: normal\n\nMail to ${RECIPIENT} bounced with error: ${answer}`,
  },
  'a German sentence': {
    wrap: ({ answer }) => `Hallo, beim Senden kommt folgende Fehlermeldung: ${answer}`,
    names: false,
  },
  'a list': { wrap: ({ answer }) => `Errors today:\n* ${RECIPIENT} - ${answer}\n` },
  'a table of Markdown': { wrap: ({ answer }) => `| 2025-03-04 09:12 | ${RECIPIENT} | bounced | ${answer} |` },
  'a table copied from a page': { wrap: ({ answer }) => `2025-03-04 09:12\t${RECIPIENT}\tbounced\t${answer}` },
  'a table of HTML': {
    wrap: ({ answer }) => `<table><tr><td>${RECIPIENT}</td><td>${html(answer)}</td></tr></table>`,
  },
  markup: {
    wrap: ({ answer }) =>
      `<bounce><recipient>${RECIPIENT}</recipient><diagnostic>${html(answer)}</diagnostic></bounce>`,
    names: false,
  },
  'a code on a line of its own': {
    wrap: ({ code, behind }) => `${code}\n${behind.replaceAll('\n', ' ')}`,
    names: false,
  },
  'a line broken in its middle': {
    wrap: ({ answer }) => answer.replace(/(?<=[a-z]) (?=[a-z]+$)/, '\n'),
    names: false,
  },
  'a forward': {
    wrap: ({ answer }) =>
      `FYI\n\n---------- Forwarded message ---------\nFrom: Mail Delivery System <MAILER-DAEMON@mail.example.com>\nDate: Tue, Mar 4, 2025 at 9:12 AM\nSubject: Undelivered Mail Returned to Sender\nTo: <kim@example.com>\n\n<${RECIPIENT}>: host ${HOST}[${IP}] said: ${answer}`,
  },
};

/** All of them, by name. */
export const wrappers: Readonly<Record<string, Wrapper>> = { ...notices, ...logs, ...events, ...programs, ...people };
