import type { Failure, Span } from '../types.ts';
import { addressAround, addressIn } from './address.ts';
import { said } from './answer.ts';
import type { Claim } from './claim.ts';
import type { Clean } from './clean.ts';
import { blanks } from './codes.ts';
import { goesOn, sentenceStart, TOLD } from './extent.ts';
import { linesOf, unwrapped } from './lines.ts';
import { type Start, startsIn } from './starts.ts';

/**
 * Reads replies as people paste them: alone, over several lines, in the middle of a sentence, in a question ("what does 550 5.4.1 mean?"),
 * or as the bare code. Numbers that are prices, counts, telephone numbers, versions or dates are no replies.
 */
export function readReply(clean: Clean): Claim[] {
  const { text } = clean;
  const lines = unwrapped(text, linesOf(text));
  const bare = text.trim();
  const short = bare.length <= 40;
  // A success counts only where it is all there is: in a transcript it is what went before.
  const alone = !lineEndAfter(bare, 3);
  const claims: Claim[] = [];
  const mentions = new Set<Claim>();
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index];
    if (!line || line.to - line.from < 3) continue;
    const starts = startsIn(text, line, short, alone);
    if (starts.length === 0) continue;
    const last = starts.at(-1);
    if (!last) continue;
    const end = goesOn(text, lines, index, last);
    const to = lines[end]?.to ?? line.to;
    for (const [nth, start] of starts.entries()) {
      const next = starts[nth + 1];
      const from = nth === 0 ? (start.from ?? sentenceStart(text, line, start)) : start.at;
      const claim = claimOf(text, [from, next ? next.at : to], start);
      if (!claim) continue;
      const torn = claims.length === 0 && start.strong ? tornWords(text.slice(0, from)) : undefined;
      if (torn !== undefined) addTorn(claim.failure, torn);
      claims.push(claim);
      if (start.mention) mentions.add(claim);
    }
    index = end;
  }
  if (mentions.size === 0) return claims;
  const answered = new Set(claims.filter((claim) => !mentions.has(claim)).map(({ failure }) => failure.reply));
  return claims.filter((claim) => !mentions.has(claim) || !answered.has(claim.failure.reply));
}

/** Begins in the middle of a sentence. */
const MIDDLE = /^[\p{Ll}.,;:)\]>]/u;
/** People who tell of an answer begin small as well. */
const PEOPLE =
  /\?|\b(?:i|my|me|we|our|us|you|your|he|she|his|her|they|their|hi|hey|hello|got|get|getting|says|said|with|error|code|bounced)\b/i;

/** Where the sentence goes on behind the code, the words before it are its beginning. */
function addTorn(failure: Failure, before: string): void {
  if (MIDDLE.test(failure.words)) failure.words = `${before} ${failure.words}`;
  else failure.notice = before;
}

/** What stands in front of the first code of a text that lost its beginning: the end of the line before, whose code was cut off. */
function tornWords(before: string): string | undefined {
  const words = before.length > 400 ? '' : before.replace(/\s+/g, ' ').trim();
  return words.length > 11 && MIDDLE.test(words) && !PEOPLE.test(words) ? words : undefined;
}

/** What joins words to the code behind them: `(error code: `, `" code=`, ` [`. */
const JOINS =
  /(?:[\s,;:=#("'[{<–—-]|\b(?:(?:smtp|error|status|response|reply|return|server|result|fehler)(?:_?code)?|code)\b)+$/i;
/** People name a code by itself: `we get a 550`, `what is error 550`. */
const NAMING =
  /\b(?:an?|the|this|that|of|for|get|gets|got|getting|gives?|gave|is|was|are|with|by|as|says?|said|returns?|returned|and|or|to|in|on|von|mit|ein|eine|einen|der|die|das|un|une|le|de|el|la|con|avec)$/i;

/** The words in front of a code on its line, where nothing is said behind it: `Relay access denied (554 5.7.1)`, `hour limit" code=550`. */
export function addAhead(text: string, { answer, failure }: Claim): void {
  if (!answer || failure.form !== 'reply' || /[\p{L}\d]/u.test(failure.words)) return;
  const from = text.lastIndexOf('\n', answer[0] - 1) + 1;
  const head = text.slice(Math.max(from, answer[0] - 300), answer[0]);
  const before = head.replace(JOINS, '');
  // A code behind a whole sentence is named by itself, unless brackets join it: `Connection error. SMTP error: 535`.
  if (/[.!?]$/.test(before) && !/[([]/.test(head.slice(before.length))) return;
  if (/\p{L}\S*\s+\S*\p{L}/u.test(before) && !NAMING.test(before)) failure.words = before.trim();
}

/** True where a text has more than `count` - 1 line ends. */
function lineEndAfter(text: string, count: number): boolean {
  let at = -1;
  for (let seen = 0; seen < count; seen++) {
    at = text.indexOf('\n', at + 1);
    if (at < 0) return false;
  }
  return true;
}

function claimOf(text: string, span: Span, start: Start): Claim | undefined {
  const cut = start.strong && start.status === undefined && start.at > span[0] && start.reply !== undefined;
  const to = quoteEnd(text, start.at, span[1]) ?? memberEnd(text, start.at, span[1]) ?? span[1];
  const answer = said(`${cut ? `${start.reply}-` : ''}${text.slice(span[0], to).replace(LISTED, ' ')}`);
  if (answer.reply === undefined && answer.status === undefined) {
    if (start.reply !== undefined) answer.reply = start.reply;
    if (start.status !== undefined) answer.status = start.status;
    answer.words = text.slice(blanks(text, start.at + (start.status?.length ?? 3)), to).trim();
  }
  // `Error code: 550`, and below it `Error: b'no such user'`: the label is none of the server's words.
  if (text.slice(start.at, to).includes('\n')) answer.words = answer.words.replace(TOLD, '').replace(BYTES, '$2');
  if (NAMED.test(answer.words)) answer.words = '';
  const form = start.perhaps ? 'loose' : 'reply';
  const failure: Failure = { form, action: (answer.reply ?? 500) < 400 ? 'delivered' : 'failed', ...answer };
  Object.assign(failure, parties(answer.words));
  const named =
    failure.recipient === undefined
      ? (besideCode(text, start.at) ?? namedBefore(text, span[0]) ?? onItsLine(text, start.at))
      : undefined;
  if (named) failure.recipient = named;
  return { span, answer: [start.at, to], failure };
}

/** Between the lines of one answer that stand as a list: `["554-Transaction failed", "554 For explanation …"]`. */
const LISTED = /", "(?=\d{3}[ -])/g;
/** A text as Python writes its bytes. */
const BYTES = /^b(['"])(.*)\1$/;
/** Stands behind a code that is only named: `find out more about this 5.1.2 bounce message`. */
const NAMED = /^(?:bounce|error|status)(?: (?:message|code|report))?[.!]?$/i;

const CLOSING: Readonly<Record<string, string>> = { '"': '"', '“': '”', '`': '`' };

/** Where the quotation ends that an answer opens, when its sentence goes on behind it: `ignores "554 5.7.1 Not accepted" and tries again`. */
function quoteEnd(text: string, at: number, to: number): number | undefined {
  const closing = CLOSING[text.charAt(at - 1)];
  if (closing === undefined) return undefined;
  const close = text.indexOf(closing, at);
  if (text.startsWith(`${closing}, ${closing}${text.slice(at, at + 3)}`, close)) return undefined;
  if (close < at + 12 || close >= to || !/^[\s.,;:!?)]/.test(text.slice(close + 1, close + 2))) return undefined;
  // Quotation marks inside the answer itself.
  const left = text.slice(close + 1, to).split(closing).length - 1;
  return left % 2 === 0 && text.charAt(close - 1) !== '\\' ? close : undefined;
}

/** Characters in front of an answer that the object around it may take. */
const MEMBERS = 4000;

/** Where the member of an object on one line ends that has the answer in it: `{"msg":"… 553 Relaying disallowed","http_code":500}`. */
function memberEnd(text: string, at: number, to: number): number | undefined {
  const head = text.slice(Math.max(0, at - MEMBERS), at);
  if (
    !head
      .slice(head.lastIndexOf('\n') + 1)
      .trimStart()
      .startsWith('{"')
  )
    return undefined;
  const end = text.slice(at, to).search(/(?<!\\)"\s?(?:,\s?"|\})/);
  return end < 12 ? undefined : at + end;
}

/** The quoted address right before the code: `not reachable: 'dana@example.net' 550 unknown user`. */
function besideCode(text: string, at: number): string | undefined {
  if (!/['">]:?\s$/.test(text.slice(Math.max(0, at - 3), at))) return undefined;
  const sign = text.lastIndexOf('@', at);
  const found = sign < 0 || at - sign > 260 ? undefined : addressAround(text, sign);
  if (!found || at - found.to > 2 || /from:?\s?$/i.test(text.slice(Math.max(0, found.from - 6), found.from)))
    return undefined;
  return found.address;
}

/** Lines of one reason that may stand above its answer. */
const ABOVE = 4;

/** How far a line is indented; 0 where it is empty. */
function indentOf(text: string, from: number): number {
  const start = blanks(text, from, from + 40);
  return text.charAt(start) === '\n' ? 0 : start - from;
}

/** The address that is all there is on the line before the answer: `<dana@example.net>: host … said: 550 …`, or on a line of its own. */
function namedBefore(text: string, at: number): string | undefined {
  let from = text.lastIndexOf('\n', at - 1) + 1;
  if (from > 0 && text.slice(from, at).trim() === '') from = text.lastIndexOf('\n', from - 2) + 1;
  // Exim indents the reason deeper than the address, and writes above the answer who gave it and when.
  const depth = indentOf(text, from);
  for (let lines = 0; lines < ABOVE && depth > 1 && from > 0 && indentOf(text, from) >= depth; lines++) {
    at = from;
    from = text.lastIndexOf('\n', from - 2) + 1;
  }
  if (at - from > 330) return undefined;
  const head = text.slice(from, at).trim();
  const found = addressIn(head);
  if (!found || !/^(?:rcpt to:|to:)?[\s>*-]{0,6}$/i.test(head.slice(0, found.from))) return undefined;
  return /^(?:[:,]?|: host(?: \S{1,260}(?: (?:said|refused to talk to me):?)?)?)$/.test(head.slice(found.to))
    ? found.address
    : undefined;
}

/** Characters in front of an answer that are looked through for whom it is about. */
const FRONT = 300;

/** What stands in front of a recipient: the mark of an item, a word of direction, the name of a field, the border of a cell. */
const TOWARDS = /(?:^[\s>*•-]{0,8}|\b(?:to|for|rcpt|recipient|address|e-?mail)["']?\s?[:=]?\s?|[|\t;]\s?)["'<[]{0,2}$/i;

/** The recipient that is named on the line of the answer, in front of it: `delivery to dana@example.net failed: 550 …`. */
function onItsLine(text: string, at: number): string | undefined {
  const head = text.slice(Math.max(0, at - FRONT), at);
  const line = head.slice(head.lastIndexOf('\n') + 1);
  for (let sign = line.lastIndexOf('@'); sign > 0; sign = line.lastIndexOf('@', sign - 1)) {
    const found = addressAround(line, sign);
    if (found && TOWARDS.test(line.slice(Math.max(0, found.from - 20), found.from))) return found.address;
  }
  return undefined;
}

/** The address an answer's words start with or name as rejected: the recipient, or the sender where the words say so. */
export function parties(words: string): Pick<Failure, 'recipient' | 'sender'> {
  const found = addressIn(words.slice(0, 400));
  if (!found) return {};
  const sender = /sender|mail from|from address|not allowed to send|identities failed|spf|dmarc|envelope from/i.test(
    words.slice(0, 600),
  );
  const opens = /^[\s<"'([]{0,3}$/.test(words.slice(0, found.from));
  if (sender)
    return opens || /sender|from\b.{0,20}$/i.test(words.slice(Math.max(0, found.from - 30), found.from))
      ? { sender: found.address }
      : {};
  const about =
    /recipient|user|mailbox|account|address|alias|unknown|deliver|such|rcpt|quota|full|no longer|disabled|inactive|relay/i.test(
      words,
    );
  if (opens || (about && !/contact|postmaster|abuse|support|help|mailto|@.{0,80}@/i.test(words)))
    return { recipient: found.address };
  return {};
}
