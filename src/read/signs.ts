import { Lookout } from '../lookout.ts';
import { SECRET_SIGNS } from '../redact.ts';
import { SPECIALS } from './characters.ts';
import { NAMES } from './clients/marks.ts';
import { DELAYED, FAILED, GIVEN_UP } from './failing.ts';
import { MAIL_SIGNS, STRANGERS } from './foreign.ts';
import { QUOTED_REPLY } from './logs/application.ts';
import { ID as EXIM_ID } from './logs/exim.ts';
import { FAMILIES } from './notices/index.ts';
import { MARKS } from './report.ts';

const TAGS = '!doctype html body div p br table tr td span pre font h1 h2 h3 h4 h5 h6 ul'.split(' ');

/** Fields of which some stand in every header block of a mail. */
const FIELDS = (
  'received return-path delivered-to dkim-signature domainkey-signature message-id mime-version from to subject date sent content-type ' +
  'reply-to sender authentication-results errors-to precedence cc auto-submitted envelope-to x-failed-recipients x-received arc-seal'
).split(' ');

/** First digits of the answers of a server (RFC 5321 §4.2.1). */
const DIGITS = [...'2345'];

/**
 * By what the readers know that a text may be for them. One look at the text tells all of these at once, so that a reader none of whose
 * signs is there costs nothing; one whose sign is there has the last word itself.
 */
const SIGNS = new Lookout({
  /** What takes a closer look before anything is read: secrets, characters, markup, what stands in front of lines, soft line ends. */
  secret: SECRET_SIGNS,
  special: SPECIALS,
  html: TAGS.flatMap((tag) => [`<${tag}>`, `<${tag} `, `<${tag}/`]),
  link: '<mailto: <http <tel: ](mailto: ](http &lt; &gt; &amp; &quot; &#39; &#x27; &nbsp; &apos; &#8203;'.split(' '),
  soft: ['='],
  /** Anything of mail. */
  mail: MAIL_SIGNS,
  /** Anything of parcels, telephones, chats and programs. */
  stranger: STRANGERS,
  /** Fields of a mail. */
  header: FIELDS.flatMap((name) => [`${name}:`, `${name} :`]),
  content: ['content-'],
  /** Sentences of a failure, of a delay, of the end of one. */
  failed: FAILED,
  delayed: DELAYED,
  over: GIVEN_UP,
  /** A kind of notice; fields of a delivery report; names of mail clients and libraries. */
  notice: FAMILIES.flatMap(({ marks }) => marks),
  report: MARKS,
  client: NAMES.map(([name]) => name),
  /** Commands of a dialogue, and what marks its lines. */
  dialogue: [
    ...['rcpt to:', 'mail from:', '>>> rcpt', '>>> mail', '>>> data'],
    ...['ehlo', 'helo', 'auth ', 'starttls', '<<< ', '<** ', 'reply: ', 'recv: '],
    ...DIGITS.flatMap((digit) => [
      `data ${digit}`,
      `s: ${digit}`,
      `<- ${digit}`,
      `<-  ${digit}`,
      `< ${digit}`,
      `->> ${digit}`,
    ]),
  ],
  /** A line of one of the mail logs. */
  log: [
    ...['status=', 'reject: ', 'postfix/', 'evpid=', 'failed-command command=', 'stat=', 'ruleset=', 'msgid=<'],
    ...['[outbound]', '> rejected: ', '> deferred: ', '{led=', 'info msg ', 'end msg ', 'starting delivery '],
    ...[': success: ', ': failure: ', ': deferral: ', '_host_said:_'],
  ],
  /** A delivery in Exim's log, where an id or a field stands in the same line. */
  exim: [' ** ', ' == ', ' => ', ' -> ', ' >> ', ' *> ', ' <= ', 'rejected ', ' completed'],
  eximField: [' h=', ' r=', ' t='],
  /** A program's own log: a level; or a time of day, which is no fixed text. */
  level: [
    ...['error', 'warn', 'warning', 'fatal', 'critical', 'severe'].flatMap((level) => [
      `${level} `,
      `${level}:`,
      `${level}]`,
    ]),
    ...['level=', 'tid: '],
  ],
  smtp: ['smtp'],
  /** JSON that is whole, that lost its beginning, and events sent like forms. */
  json: ['{'],
  member: ['"'],
  form: ['&'],
});

/** The bit of each sign. */
export const SIGN = SIGNS.bits;

/** Every sign: what is asked about each then has to look for itself. */
export const ALL = -1;

/** The signs that occur in a text, as bits of `SIGN`. */
export const signsOf = (text: string): number => SIGNS.look(text);

/** Whether a text with these signs may hold a line of a log. */
export function mayBeLog(signs: number, text: string): boolean {
  if (signs & SIGN.log) return true;
  if (signs & SIGN.exim && (signs & SIGN.eximField || EXIM_ID.test(text))) return true;
  // A program's own line: a reply, and a level or a time of day.
  return ((signs & SIGN.smtp) !== 0 || QUOTED_REPLY.test(text)) && ((signs & SIGN.level) !== 0 || /\d:\d\d/.test(text));
}

/** Whether a text with these signs may hold an event. */
export const mayBeEvent = (signs: number): boolean => (signs & (SIGN.json | SIGN.member | SIGN.form)) !== 0;
