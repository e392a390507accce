import { reportMail } from './report-mail.ts';

/**
 * One item of every form in which a bounce reaches people, the `nth` of many: what a text is made of that is as long as one likes.
 * A form that needs one has an opening in front of all items.
 */
interface Form {
  opening?: string;
  item: (nth: number) => string;
}

const HEAD = 'From: MAILER-DAEMON@mx.example.com\nReceived: by mx.example.com; Tue, 4 Mar 2025 09:12:31 +0000\n';
const MULTIPART = `${HEAD}Subject: Undelivered Mail\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n`;
const SYSLOG = 'Mar  4 09:12:31 mx';

const FORMS: Readonly<Record<string, Form>> = {
  reply: { item: (nth) => `550 5.1.1 <d${nth}@example.net>: User unknown\n` },
  'reply of many lines': { item: (nth) => `550-5.7.1 line ${nth} of what the server has to say\n` },
  'reply in a reply': { item: (nth) => `host mx${nth}.example.net[192.0.2.1] said: 550 5.1.1 unknown -> ` },
  report: {
    opening: 'Reporting-MTA: dns; mx.example.com\n\n',
    item: (nth) =>
      `Final-Recipient: rfc822; d${nth}@example.net\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1\n <d${nth}@example.net>: User unknown\n\n`,
  },
  'mail with a report': {
    opening: `${MULTIPART}--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.com\n\n`,
    item: (nth) => `Final-Recipient: rfc822; d${nth}@example.net\nAction: failed\nStatus: 5.1.1\n\n`,
  },
  'mail of many parts': {
    opening: MULTIPART,
    item: (nth) => `--b\nContent-Type: text/plain\n\n550 5.1.1 <d${nth}@example.net>: User unknown\n`,
  },
  'mail in a mail': {
    opening: HEAD,
    item: (nth) => `Content-Type: message/rfc822\n\nFrom: d${nth}@example.net\n${HEAD}`,
  },
  'mail of many fields': { opening: HEAD, item: (nth) => `Received: from mx${nth}.example.net\n by mx.example.com\n` },
  mbox: {
    item: (nth) => `From d${nth}@example.com Tue Mar  4 09:12:31 2025\n${reportMail('550 5.1.1 unknown', nth)}\n`,
  },
  'encoded text': {
    opening: `${HEAD}Content-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n\n`,
    item: (nth) => `550 5.1.1 <d${nth}=40example.net>: User=\n unknown\n\n`,
  },
  'notice of Postfix': {
    opening: "This is the mail system at host mx.example.com.\n\nI'm sorry, your message could not be delivered.\n\n",
    item: (nth) =>
      `<d${nth}@example.net>: host mx.example.net[192.0.2.1] said: 550 5.1.1\n    User unknown (in reply to RCPT TO command)\n\n`,
  },
  'notice of Exim': {
    opening:
      'A message that you sent could not be delivered to one or more of its recipients.\nThe following failed:\n\n',
    item: (nth) => `  d${nth}@example.net\n    host mx.example.net [192.0.2.1]: 550 5.1.1 User unknown\n\n`,
  },
  'notice of qmail': {
    opening:
      "Hi. This is the qmail-send program at example.com.\nI'm afraid I wasn't able to deliver your message.\n\n",
    item: (nth) => `<d${nth}@example.net>:\n192.0.2.1 does not like recipient.\nRemote host said: 550 User unknown\n\n`,
  },
  'notice of Exchange': {
    opening: 'Delivery has failed to these recipients or groups:\n\n',
    item: (nth) =>
      `d${nth}@example.net\nThe e-mail address you entered couldn't be found.\n\nGenerating server: mx.example.com\n#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##\n\n`,
  },
  'notice of Gmail': {
    opening: "** Address not found **\n\nYour message wasn't delivered.\n\nThe response was:\n\n",
    item: (nth) => `The email account d${nth}@example.net does not exist.\n`,
  },
  'notice of Domino': {
    opening: 'Your message\n\n  Subject: Hello\n\nwas not delivered to:\n\n',
    item: (nth) => `  d${nth}@example.net\n\nbecause:\n\n  User not listed in Domino Directory\n\n`,
  },
  'log of Postfix': {
    item: (nth) =>
      `${SYSLOG} postfix/smtp[12]: 4TQ${nth}: to=<d${nth}@example.net>, relay=mx.example.net[192.0.2.1]:25, delay=1, dsn=5.1.1, status=bounced (host mx.example.net[192.0.2.1] said: 550 5.1.1 User unknown (in reply to RCPT TO command))\n`,
  },
  'log of Exim': {
    item: (nth) =>
      `2025-03-04 09:12:31 1tpQ${String(nth % 100).padStart(2, '0')}-000000-Ab ** d${nth}@example.net R=dnslookup T=remote_smtp H=mx.example.net [192.0.2.1]: 550 5.1.1 User unknown\n`,
  },
  'log of Sendmail': {
    item: (nth) =>
      `${SYSLOG} sendmail[12]: 524${nth}: to=<d${nth}@example.net>, delay=00:00:01, mailer=esmtp, relay=mx.example.net. [192.0.2.1], dsn=5.1.1, stat=User unknown\n`,
  },
  'log of qmail': {
    item: (nth) =>
      `@4000000067c6 starting delivery ${nth}: msg ${nth} to remote d${nth}@example.net\n@4000000067c6 delivery ${nth}: failure: Remote_host_said:_550_User_unknown/\n`,
  },
  'log of OpenSMTPD': {
    item: (nth) =>
      `${SYSLOG} smtpd[1]: 00ab mta delivery evpid=ab${nth} from=<kim@example.com> to=<d${nth}@example.net> rcpt=<-> relay="192.0.2.2 (mx.example.net)" delay=1s result="PermFail" stat="550 5.1.1 User unknown"\n`,
  },
  'log of an application': {
    item: (nth) => `2025-03-04 09:12:31 ERROR SMTP error: 550 5.1.1 <d${nth}@example.net> User unknown\n`,
  },
  dialogue: { item: (nth) => `>>> RCPT TO:<d${nth}@example.net>\n<<< 550 5.1.1 User unknown\n` },
  'error of a library': {
    item: (nth) => `smtplib.SMTPRecipientsRefused: {'d${nth}@example.net': (550, b'5.1.1 User unknown')}\n`,
  },
  'stack trace': {
    item: (nth) =>
      `javax.mail.SendFailedException: Invalid Addresses;\n  nested exception is:\n\tcom.sun.mail.smtp.SMTPAddressFailedException: 550 5.1.1 d${nth}\n\tat com.sun.mail.smtp.SMTPTransport.rcptTo(SMTPTransport.java:1)\n`,
  },
  'events, one a line': {
    item: (nth) =>
      `{"notificationType":"Bounce","bounce":{"bounceType":"Permanent","bouncedRecipients":[{"emailAddress":"d${nth}@example.net","status":"5.1.1","diagnosticCode":"smtp; 550 5.1.1"}]}}\n`,
  },
  'events in a list': {
    opening: '[',
    item: (nth) => `{"email":"d${nth}@example.net","event":"bounce","reason":"550 5.1.1 unknown","status":"5.1.1"},`,
  },
  'events without an answer': {
    item: (nth) =>
      `{"notificationType":"Bounce","bounce":{"bounceType":"Transient","bounceSubType":"MessageTooLarge","bouncedRecipients":[{"emailAddress":"d${nth}@example.net"}]}}\n`,
  },
  'event like a form': { item: (nth) => `event=bounced&recipient=d${nth}%40example.net&error=550+5.1.1&` },
  table: {
    opening: 'date,recipient,status,reason\n',
    item: (nth) => `2025-03-04,d${nth}@example.net,bounced,"550 5.1.1 User unknown, gone"\n`,
  },
  HTML: { opening: '<html><body>', item: (nth) => `<p>550 5.1.1 &lt;d${nth}@example.net&gt;: User unknown</p><br>\n` },
  'forward in a forward': {
    item: (nth) =>
      `---------- Forwarded message ---------\nFrom: d${nth}@example.net\nSubject: Re: hello\nTo: kim@example.com\n\n`,
  },
  'answer of a person': { item: () => '> the message could not be delivered, they say\n' },
  chat: { item: (nth) => `[09:12] Kim Doe: got the ${nth}th bounce today\n` },
};

/** What is repeated to make the work of one step as long as the text: openings without ends, ends without openings, single signs. */
export const PIECES: readonly string[] = [
  ...[
    '{',
    '[{',
    '"',
    '{"a":',
    '","',
    '\\"',
    '<',
    '<p a="',
    '<head>',
    '<!-- ',
    '&lt;',
    '<mailto:',
    '](http://',
    '[',
    '(',
    ' -> ',
    'said: ',
  ],
  ...[
    '550 ',
    '550-',
    '5.1.1 ',
    '(#5.5.0) ',
    '@',
    'a@',
    '<a@',
    'a.',
    '.\n',
    '\n',
    '\n\n',
    '\r',
    ' \n',
    '-\n',
    'a:\n',
    'Error:\n',
    '> ',
    '`',
  ],
  ...[
    '```\n',
    '=\n',
    '=3D',
    '=?utf-8?B?',
    '--b\n',
    'Content-Type: ',
    'From: ',
    'Received: x\n',
    'Diagnostic-Code: smtp; 550 ',
    'status=',
  ],
  ...[
    'Final-Recipient: rfc822; ',
    'be delivered\n',
    'not delivered to ',
    'user unknown ',
    'error code ',
    'their server says:\n',
    '(in reply to ',
    '\u200b',
    '\u00a0',
    '\0',
    '送信',
  ],
];

/** Every form by its name: the text of `length` characters that its items make. */
export const forms: ReadonlyMap<string, (length: number) => string> = new Map(
  Object.entries(FORMS).flatMap(([name, { opening = '', item }]) => {
    const many = (length: number, make: (nth: number) => string): string => {
      const items = [opening];
      let made = opening.length;
      for (let nth = 0; made < length; nth++) {
        const next = make(nth);
        items.push(next);
        made += next.length;
      }
      return items.join('').slice(0, length);
    };
    return [
      [name, (length) => many(length, item)] as const,
      [`${name}, on one line`, (length) => many(length, item).replaceAll('\n', ' ')] as const,
      [`${name}, begun only`, (length) => many(length, (nth) => item(nth).slice(0, item(nth).length / 3))] as const,
    ];
  }),
);

/** The openings and first items of the forms: what a piece may be repeated behind. */
export const BEGINNINGS: readonly string[] = Object.values(FORMS).map(
  ({ opening = '', item }) => opening + item(0).trimEnd(),
);
