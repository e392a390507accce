import { said } from '../answer.ts';
import { threeDigits } from '../codes.ts';
import { QUOTES } from './marks.ts';

/** Names of .NET's SmtpStatusCode and the reply codes they stand for (learn.microsoft.com, System.Net.Mail.SmtpStatusCode). */
const STATUS_NAMES: Readonly<Record<string, number>> = {
  mailboxunavailable: 550,
  transactionfailed: 554,
  exceededstorageallocation: 552,
  mailboxnamenotallowed: 553,
  mustissuestarttlsfirst: 530,
  clientnotpermitted: 454,
  servicenotavailable: 421,
  mailboxbusy: 450,
  localerrorinprocessing: 451,
  insufficientstorage: 452,
  usernotlocaltryalternatepath: 551,
  syntaxerror: 500,
  commandunrecognized: 500,
  commandparameternotimplemented: 504,
  commandnotimplemented: 502,
  badcommandsequence: 503,
};

/**
 * What .NET writes in place of the code, in front of "The server response was:". "Mailbox unavailable." is both 450 and 550.
 */
const STATUS_WORDS: readonly (readonly [string, number?])[] = [
  ['mailbox unavailable.'],
  ['transaction failed.', 554],
  ['error in processing.', 451],
  ['exceeded storage allocation.', 552],
  ['insufficient system storage.', 452],
  ['mailbox name not allowed.', 553],
  ['service not available, closing transmission channel.', 421],
  ['client does not have permission to submit mail to this server.', 454],
  ['the smtp server requires a secure connection or the client was not authenticated.', 530],
  ['user not local; please try a different path.', 551],
  ['syntax error, command unrecognized.', 500],
  ['syntax error in parameters or arguments.', 501],
  ['command not implemented.', 502],
  ['bad sequence of commands.', 503],
  ['command parameter not implemented.', 504],
];

/** Where PHPMailer puts the status that it took off the answer. */
const ADDITIONAL = /additional smtp info:\s?([45]\.\d{1,3}\.\d{1,3})\b/i;

/** A complaint that no recipient is left, or none was named: the refusal before it tells why. */
const ECHO = /^\s{0,3}['"]?(?:503\b|554 (?:5\.5\.1 )?(?:error: )?no valid recipients)/;

/**
 * The one answer of an error: behind a quoting phrase, else the text's own codes, the code perhaps in a field of its own.
 *
 * @param above what stands in front of the text, lower case: there a program may have said what it was about
 */
export function answerIn(
  text: string,
  above: string,
): { answer: ReturnType<typeof said>; from: number; to: number } | undefined {
  const lower = text.toLowerCase();
  const field =
    /(?:responsecode|last response code|smtp code|statuscode|status code|error code|got code|smtp_code|textproto\.error\{code)['"]?\s?[:=]?\s?['"]?(\d{3})\b/i.exec(
      text,
    )?.[1];
  const named = /statuscode['"]?\s?[:=]?\s?['"]?([a-z]{8,40})/i.exec(text)?.[1];
  const code = field && /^[245]/.test(field) ? Number(field) : named ? STATUS_NAMES[named.toLowerCase()] : undefined;
  for (const phrase of QUOTES) {
    const last = lower.lastIndexOf(phrase);
    if (last < 0) continue;
    const first = ECHO.test(lower.slice(last + phrase.length, last + phrase.length + 60))
      ? lower.lastIndexOf(phrase, last - 1)
      : -1;
    const at = first < 0 ? last : first;
    const from = at + phrase.length;
    const close = first < 0 ? -1 : text.indexOf('"', from);
    const to = close < 0 ? stop(text, from) : close;
    const answer = said(text.slice(from, to).replace(/^\s{0,3}['"]/, ''));
    if (answer.reply === undefined && code !== undefined && code >= 400) answer.reply = code;
    const before = lower.slice(Math.max(0, at - 100), at).trimEnd();
    const told = STATUS_WORDS.find(([words]) => before.endsWith(words));
    if (answer.reply === undefined && told?.[1] !== undefined) answer.reply = told[1];
    const additional = ADDITIONAL.exec(text)?.[1];
    if (answer.status === undefined && additional !== undefined) answer.status = additional;
    const known =
      (answer.status ?? told) !== undefined ||
      ((code ?? 400) >= 400 && isServers(phrase) && isSent(above + lower.slice(0, at), answer.words));
    if ((answer.reply ?? 0) >= 400 || (answer.reply === undefined && known)) return { answer, from, to };
  }
  for (let at = 0; at < text.length - 2; at++) {
    const number = threeDigits(text, at);
    if (number === undefined || number < 400) continue;
    const before = text.slice(Math.max(0, at - 12), at);
    const after = text.charAt(at + 3);
    if (
      !/(?:[:'"(>-]\s?|^|\n\s{0,20}|(?<!\bline)(?<=[a-z]) )$/i.test(before) ||
      !(after === ' ' || after === '-' || after === '' || ENDS.test(text.slice(at + 3, at + 6)))
    )
      continue;
    const to = stop(text, at);
    const answer = said(text.slice(at, to));
    if ((answer.words.length > 3 || answer.status !== undefined) && !/^\d/.test(answer.words))
      return { answer, from: at, to };
  }
  if (code !== undefined && code >= 400) return { answer: { reply: code, words: '' }, from: 0, to: text.length };
  return undefined;
}

/** Of the quoting phrases, those that say outright that a server spoke. */
const isServers = (phrase: string): boolean =>
  /serv|respond|répondu|risposto|smtp last/.test(phrase) && phrase !== 'server error:';

/** Words of a program that sends, in the languages such programs speak; of one that fetches, browses or was answered with success. */
const SENDS =
  /\bsend|\bsent\b|smtp|out(?:going|box)|recipient|senden|versand|gesendet|envo[iy]|envi[ao]|invi[oa]|verz[oe]nd|wys[łl]/;
const FETCHES = /imap|pop3|\bpop\b|incoming|receiv|https?\b|\bapi\b|request|code: ?[23]\d\d/;

/** True for the words of a server, no code among them, that refused what a program wanted to send. */
const isSent = (own: string, words: string): boolean =>
  /\p{L}{3}/u.test(words) &&
  SENDS.test(own) &&
  !FETCHES.test(own) &&
  !/\bok\b|success|queued|accepted for/i.test(words);

/** A line end, as it is or escaped: Odoo writes the text of an answer on a line of its own below the code. */
const ENDS = /^(?:\n|\\n)\S/;

/** An answer ends where the program goes on: a stack frame, another field of the object, the client's advice. */
function stop(text: string, from: number): number {
  const rest = text.slice(from);
  const end = rest.search(
    /\n\s{0,20}(?:at |in |from |\w+['"]?:\s['"\d[{]|File "|#\d|Caused by|\}|Traceback|Stack trace)|['"]\s?,\s?['"\p{L}\d_]{1,20}['"]?\s?[:：]|(?:\.|\s)\s?(?:Please (?:check|verify)|SMTP code:|Account:|Protocol:|Port:|Secure\(SSL\))|['"], ?(?:Port|Protocol|Error Number)|["']?\sin (?:[A-Za-z]:\\|\/)\S{1,200}(?: on line |:)\d|\sStack trace:|\s{0,3};\s{1,4}(?:message exceptions? \(|nested exception is)|\nAt (?:line:|[A-Za-z]:\\)/u,
  );
  return end < 0 ? text.length : from + end;
}
