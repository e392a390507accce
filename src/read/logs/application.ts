import type { Span } from '../../types.ts';
import { trimmed } from '../codes.ts';
import { addressIn } from '../events/shape.ts';
import { given, type LogFamily, type Seen } from './family.ts';
import { stamp } from './stamp.ts';

/** First characters of a reply with its enhanced code, as all servers and most programs write it; of the pair that Python writes. */
const REPLIES = [
  '450 4.',
  '451 4.',
  '452 4.',
  '421 4.',
  '454 4.',
  '550 5.',
  '551 5.',
  '552 5.',
  '553 5.',
  '554 5.',
  '530 5.',
  '535 5.',
  '501 5.',
  '550-5.',
  '554-5.',
  '550, b',
  '554, b',
  '535, b',
  '450, b',
  '421, b',
  'MTP cod',
];

/**
 * A line of an application's own log (Nextcloud, GitLab, Mastodon, WordPress, Grafana, anything with a mail library) that quotes the
 * server's refusal: a time or a level in capitals in front, a reply somewhere behind.
 */
export const application: LogFamily = {
  id: 'application',
  marks: REPLIES,
  recognises: ({ text, lower }) => {
    // Exim's notice, and not a program's log.
    if (/^\s{0,20}smtp error from remote/.test(lower)) return false;
    const at = lower.search(REPLY);
    if (at < 0) return false;
    // Servers put the time into their answers as well; members of an object stand in any order.
    const timed = TIMED.test(lower.slice(0, OBJECT.test(lower) ? HEAD : Math.min(at + 1, HEAD)));
    const leveled = LOGGED.test(lower.slice(0, HEAD)) || (LEVEL.test(text.slice(0, HEAD)) && SMALL.test(text));
    return (timed || leveled) && MAIL.test(lower);
  },
  parse(line) {
    const reply = REPLY.exec(line.lower);
    if (reply === null) return [];
    const code = reply.index + reply[0].search(/[45]\d\d/);
    const answer = quoted(line.text, code);
    const head =
      /\b(?:error|warn(?:ing)?|info|notice|fatal|critical|severe|exception)\b/.exec(line.lower)?.index ?? code;
    const { time }: Seen = stamp(line, Math.max(1, Math.min(head, code)));
    const recipient = named(line.text.slice(0, code)) ?? addressIn(line.text.slice(...answer));
    const words = line.text.slice(...answer);
    return [
      {
        is: 'attempt',
        action: line.text.charAt(code) === '4' ? 'delayed' : 'failed',
        seen: { ...given('time', time), ...given('recipient', recipient) },
        answer,
        // Python writes the reply as a pair: (550, b'5.1.1 …').
        written: words.replace(/^([45]\d\d), b?['"]/, '$1 '),
      },
    ];
  },
};

/** The recipient that a line names in front of its answer; where it names none so, the nearest address that is no sender's. */
function named(head: string): string | undefined {
  const to = /\b(?:to|rcpt(?:_to)?|recipients?|mailto)["']?\s?[=:]\s?["'<[]{0,3}(?=[^\s@]{1,64}@)/i.exec(head);
  if (to) return addressIn(head.slice(to.index + to[0].length));
  const nearest = Array.from(head.slice(-HEAD).matchAll(ADDRESS)).findLast(
    ({ index, input }) => !SENDER.test(input.slice(Math.max(0, index - 20), index)),
  );
  return nearest?.[0];
}

const ADDRESS = /[^\s<>"',;:()[\]{}=]{1,64}@[^\s<>"',;:()[\]{}=]{1,255}/g;
const SENDER = /\b(?:from|sender|user(?:name)?|login)["']?\s?[=:]\s?["'<]{0,2}$/i;

/**
 * A reply with its enhanced code or a pair of code and text; a code alone only where SMTP is named right before, in brackets behind a
 * recipient (ZoneMTA), or at the end of what a program says went wrong (`error="… dana@example.net: 535 …"`).
 */
const REPLY =
  /(?:^|[\s:"'(>[\],=])(?:[45]\d\d(?:[ -]#?[45]\.\d{1,3}\.\d{1,3}|, b?['"])|(?:(?<=smtp[^\d]{0,60})|(?<=\bto=[^\n]{3,400}\()|(?<=\berr(?:or)?="[^"\d]{0,200}: ))[45]\d\d[ -](?!additional smtp info)[a-z<])/;
/** Without one of these, and without the name of SMTP, nothing in a text is a `REPLY`. */
export const QUOTED_REPLY = /[45]\d\d(?:[\s-]#?[45]\.|, b?['"])|[:(] ?[45]\d\d[ -][A-Za-z]/;
/** Characters of a line that are looked through for a time or a level. */
const HEAD = 300;
const TIMED =
  /\d{4}[-/]\d\d[-/]\d\d[ t]\d\d:\d\d|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec) {1,2}\d{1,2} \d\d:\d\d:\d\d/;
const LOGGED = /\blevel=|\btid: \d/;
const OBJECT = /^\s{0,8}[[{]/;
/** A level as programs write it; "Reported error:" is a notice's label, and where all is in capitals the word is a word. */
const LEVEL = /(?:^|[\s[(.|])(?:ERROR|WARN(?:ING)?|FATAL|CRITICAL|SEVERE)[\]) :|]/;
const SMALL = /[a-z]{3}/;
const MAIL = /smtp|mail|recipient|rcpt|sender|message|\bmx\b/;

/** From the code to the quote that closes what it stands in, or to the end of the line. */
function quoted(text: string, code: number): Span {
  const before = opener(text, code);
  const pair = /^[45]\d\d, b?(['"])/.exec(text.slice(code, code + 10));
  if (text.charAt(code - 1) === '(' && pair === null && text.endsWith(')'))
    return trimmed(text, [code, text.length - 1]);
  const open = pair?.[1] ?? before;
  const from = pair === null ? code : code + pair[0].length;
  const close = open === undefined ? -1 : text.indexOf(open, from);
  if (close === -1) return trimmed(text, [code, text.length]);
  // Inside JSON the quotes are escaped.
  return trimmed(text, [code, text.charAt(close - 1) === '\\' ? close - 1 : close]);
}

/** The quote that the answer stands in: right before it, or with the program's own words between (`error="could not send: 554 …"`). */
function opener(text: string, code: number): string | undefined {
  const before = text.charAt(code - 1);
  if (before === '"' || before === "'") return before;
  const quote = text.lastIndexOf('"', code);
  return quote > 0 && text.charAt(quote - 1) === '=' ? '"' : undefined;
}
