import type { Failure, Span } from '../types.ts';
import { unitAt } from '../units.ts';
import { addressAround, addressIn } from './address.ts';
import { said } from './answer.ts';
import type { Claim } from './claim.ts';
import type { Clean } from './clean.ts';
import { blanks, type ReplyAt, replyAt, statusAt } from './codes.ts';
import { type LineAt, linesOf, unwrapped } from './lines.ts';
import { aboutMail, calledCode, calledStatus, isOfWeb, mayBeCode, mayBeOfWeb, readsOn } from './plausible.ts';

/** A code found in prose: where it stands and how much it proves. */
interface Start {
  at: number;
  /** Reply code with a status behind it or a hyphen: nothing else looks like that. */
  strong: boolean;
  reply?: number;
  status?: string;
  /** Only named in the middle of a sentence: where its answer stands too, that is the one. */
  mention?: true;
  /** A number in the middle of a sentence, which only the words behind it may make a code. */
  perhaps?: true;
  /** Offset of a weaker code in front, which this one may be quoted by. */
  from?: number;
}

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

/** True where a text has more than `count` - 1 line ends. */
function lineEndAfter(text: string, count: number): boolean {
  let at = -1;
  for (let seen = 0; seen < count; seen++) {
    at = text.indexOf('\n', at + 1);
    if (at < 0) return false;
  }
  return true;
}

/** The answers that start on a line: more than one only where different strong codes follow each other unintroduced. */
function startsIn(text: string, line: LineAt, short: boolean, alone: boolean): Start[] {
  const starts: Start[] = [];
  for (let at = line.from, { to } = line; at < to; at++) {
    const code = unitAt(text, at);
    if (code !== 50 && code !== 52 && code !== 53) continue;
    const first = starts.at(-1);
    // Behind a first one only an answer of its own starts another: what else would count as a code is part of the first.
    const start = first && !first.perhaps ? strongAt(text, line, at) : startAt(text, line, at, short, alone);
    if (!start || (first && start.perhaps)) continue;
    at = at + 2;
    if (!first) starts.push(start);
    else if (first.perhaps) starts[0] = start;
    else if (start.strong && first.strong && otherRecipient(text, line, first, start)) starts.push(start);
    else if (!start.strong || !first.strong) {
      if (start.strong && !first.strong) starts[starts.length - 1] = { ...start, from: first.from ?? first.at };
    } else if (
      start.reply !== first.reply &&
      start.reply !== undefined &&
      start.reply !== 503 &&
      /[\p{L}.!?)]\s$/u.test(text.slice(at - 5, at - 2))
    ) {
      starts.push(start);
    }
  }
  return starts;
}

/** True when both answers open with an address and these differ: two bounces that a chat put on one line. */
function otherRecipient(text: string, line: LineAt, first: Start, second: Start): boolean {
  const one = opensWith(text.slice(first.at, Math.min(line.to, first.at + 400)));
  const other = opensWith(text.slice(second.at, Math.min(line.to, second.at + 400)));
  return one !== undefined && other !== undefined && one !== other;
}

/** The address right behind the codes of an answer, in lower case. */
function opensWith(answer: string): string | undefined {
  const found = addressIn(answer);
  return found && /^\d{3}[ -]#?[\d.]{0,11}\s?[<"']?$/.test(answer.slice(0, found.from))
    ? found.address.toLowerCase()
    : undefined;
}

function startAt(text: string, line: LineAt, at: number, short: boolean, alone: boolean): Start | undefined {
  const found = replyAt(text, at);
  if (!found) return bareStatus(text, line, at, short);
  const before = text.slice(Math.max(line.from, at - 60), at);
  if (found.reply < 400 && !(alone && found.status !== undefined && before.trim() === '')) return undefined;
  const strong = strongOf(text, line, found);
  if (strong) return strong;
  const after = text.slice(at + 3, Math.min(line.to, at + 63));
  if (isOfWeb(found.reply, after) || (mayBeOfWeb(found.reply) && MEMBER.test(after) && NAMES.test(before)))
    return undefined;
  const opens = OPENS.test(before);
  if (opens && after.trim() === '') return short ? { at, strong: false, reply: found.reply } : undefined;
  if (opens && /^[\s:,-]/.test(after) && readsOn(after.replace(/^\s?[:,-]/, '')))
    return { at, strong: false, reply: found.reply };
  if (
    /(?:said|->|smtp;|responded|returned|replied|was|bounced message:|deferred:|reason:|\b(?:DOT|DATA|RCPT TO|MAIL FROM|E?HELO|QUIT):)\s?:?\s?["'<(]?$/i.test(
      before,
    ) &&
    readsOn(after)
  )
    return { at, strong: false, reply: found.reply };
  if (
    /(?:(?:responded|returned|replied|answered) with|@[\w.-]{4,50}['">)]:?)\s["']?$/i.test(before) &&
    readsOn(after) &&
    aboutMail(after)
  )
    return { at, strong: false, reply: found.reply };
  if (
    /[\]):]\s?["'<(]?$/.test(before) &&
    /^\s\S/.test(after) &&
    readsOn(after) &&
    (ADDRESSED.test(after) || aboutMail(after))
  )
    return { at, strong: false, reply: found.reply };
  if (QUOTE.test(before) && QUOTED.test(after) && readsOn(after) && (aboutMail(after) || !mayBeOfWeb(found.reply)))
    return { at, strong: false, reply: found.reply, mention: true, from: at - 1 };
  if (calledCode(before, after)) return { at, strong: false, reply: found.reply, mention: true };
  return mayBeCode(found.reply, before, after) ? { at, strong: false, reply: found.reply, perhaps: true } : undefined;
}

/** A quotation in a sentence that opens with a code: `with "550 Administrative prohibition", the …`. */
const QUOTE = /["'「『【]$/;
const QUOTED = /^\s\p{L}[^\n"「」]{2,200}["')」』】]/u;

/** The whole value of a member of an object, by its name: `statusCode: 403,`. */
const NAMES = /\b(?:status|code|error|statuscode|httpstatus(?:code)?|status_code)["']?\s?(?::|=>?)\s?$/i;
const MEMBER = /^\s?(?:[,}\]]|$)/;

/** Opens with the address that is refused. */
const ADDRESSED = /^\s[<(]?[^\s<>@]{1,64}@[\w-]/;

/** What may stand in front of a code that opens its line. */
const OPENS = /^[\s*>"'([|-]{0,6}$/;

function strongAt(text: string, line: LineAt, at: number): Start | undefined {
  const found = replyAt(text, at);
  return found && found.reply >= 400 ? strongOf(text, line, found) : undefined;
}

function strongOf(text: string, line: LineAt, { at, reply, status, more }: ReplyAt): Start | undefined {
  if (status !== undefined) return { at, strong: true, reply, status };
  if (!more) return undefined;
  const before = text.slice(Math.max(line.from, at - 60), at);
  const after = text.slice(at + 3, Math.min(line.to, at + 63));
  if (OPENS.test(before) && /^-\S/.test(after) && !/^-\d/.test(after)) return { at, strong: true, reply };
  // The first line's code was cut off, the next lines' stand in the middle: `… no reverse DNS. 550-See http://…`.
  return /[\s.]$/.test(before) && /^-[A-Za-z]/.test(after) ? { at, strong: true, reply } : undefined;
}

/** The title of a page of Microsoft's help, which its notices name: `Fix email delivery issues for error code 5.1.10 in Exchange Online`. */
const OF_HELP = /^ (?:through [\d.]{5,9} )?in (?:office|exchange|microsoft|outlook)\b/i;

/** An answer that begins with its status, perhaps behind the last digits of a code whose beginning was not copied. */
function bareStatus(text: string, line: LineAt, at: number, short: boolean): Start | undefined {
  const found = statusAt(text, at);
  if (!found || found.status.startsWith('2')) return undefined;
  const before = text.slice(Math.max(line.from, at - 60), at);
  const after = text.slice(found.end, Math.min(line.to, found.end + 200));
  if (/\berror codes?\s$/i.test(before) && OF_HELP.test(after)) return undefined;
  const opens = /^[\s*>"'([#|-]{0,6}$/.test(before) || (line.from === 0 && /^\s{0,4}\d{1,2}[ -]$/.test(before));
  const start: Start = { at, strong: false, status: found.status };
  if (opens && after.trim() === '') return short ? start : undefined;
  if (opens && aboutMail(after)) return start;
  // `… no mailbox here by that name. (#5.1.1)`: the words stand in front.
  return calledStatus(before, after) ? start : undefined;
}

/** Where the host's name begins in `mx.example.net[192.0.2.10] said: `, of whose `host` a part or nothing was copied. */
function answeringHost(head: string): number | undefined {
  if (!head.trimEnd().endsWith('] said:')) return undefined;
  let at = head.lastIndexOf('[');
  while (at > 0 && /[\w.-]/.test(head.charAt(at - 1))) at -= 1;
  // Of a name that was cut off the rest may begin with its dot.
  while (/[.-]/.test(head.charAt(at))) at += 1;
  return at < 0 ? undefined : at;
}

/** Where the sentence with the code begins, so that "host x said:" in front of it is seen. */
function sentenceStart(text: string, line: LineAt, start: Start): number {
  const head = text.slice(Math.max(line.from, start.at - 300), start.at);
  if (head.trim() === '') return start.at;
  const said = /(?:(?:^|\s)(?:host|server|connect|smtp error|remote|sorry)\b.{0,280})$/i.exec(head);
  if (/#$/.test(head.trimEnd()) && start.status !== undefined && start.reply === undefined)
    return Math.max(line.from, start.at - 300);
  if (start.strong && start.status === undefined) return Math.max(line.from, start.at - 300);
  const from = said?.index ?? answeringHost(head);
  return from === undefined ? start.at : start.at - head.length + from;
}

/** Index of the last line that belongs to the answer starting on line `index`. */
function goesOn(text: string, lines: readonly LineAt[], index: number, start: Start): number {
  let end = index;
  if (start.status !== undefined && endsLine(text, lines[index], start)) return below(text, lines, index);
  const code = start.reply === undefined ? '' : String(start.reply);
  const about = opensWith(text.slice(start.at, start.at + 400));
  while (end + 1 < lines.length && end - index < 60) {
    const line = lines[end];
    const next = lines[end + 1];
    if (!line || !next) break;
    const bare = text.slice(next.from, Math.min(next.to, next.from + 400)).trim();
    if (bare === '') break;
    if (code === '' || !sameAnswer(bare, code, start)) break;
    // A list of refusals, one recipient a line, and no answer of several lines.
    const other = about === undefined ? undefined : opensWith(bare);
    if (other !== undefined && other !== about) break;
    end++;
  }
  return end;
}

/** Nothing stands behind the codes on their line. */
function endsLine(text: string, line: LineAt | undefined, { at }: Start): boolean {
  const end = (replyAt(text, at) ?? statusAt(text, at))?.end;
  return line !== undefined && end !== undefined && text.slice(end, line.to).trim() === '';
}

/** Lines that a sentence may be wrapped over below its codes. */
const BELOW = 4;

/** Index of the last line of the sentence that was wrapped right behind its codes, which stand on line `index`. */
function below(text: string, lines: readonly LineAt[], index: number): number {
  let end = index;
  while (end - index < BELOW) {
    const next = lines[end + 1];
    const bare = next ? text.slice(next.from, Math.min(next.to, next.from + 40)).trim() : '';
    if (!/^[\p{L}<"'(]/u.test(bare) || /^[\w-]{1,30}:(?:\s|$)/.test(bare)) break;
    end++;
  }
  return end;
}

/** True for the next line of the same answer: its code again (RFC 5321 §4.2.1), or its status where a chat ate the code. */
function sameAnswer(bare: string, code: string, start: Start): boolean {
  if (!bare.startsWith(code)) return false;
  const found = replyAt(bare, 0);
  if (!found) return false;
  return start.status === undefined || found.status === undefined || found.status === start.status;
}

function claimOf(text: string, span: Span, start: Start): Claim | undefined {
  const cut = start.strong && start.status === undefined && start.at > span[0] && start.reply !== undefined;
  const to = quoteEnd(text, start.at, span[1]) ?? span[1];
  const answer = said(`${cut ? `${start.reply}-` : ''}${text.slice(span[0], to)}`);
  if (answer.reply === undefined && answer.status === undefined) {
    if (start.reply !== undefined) answer.reply = start.reply;
    if (start.status !== undefined) answer.status = start.status;
    answer.words = text.slice(blanks(text, start.at + (start.status?.length ?? 3)), to).trim();
  }
  const form = start.perhaps ? 'loose' : 'reply';
  const failure: Failure = { form, action: (answer.reply ?? 500) < 400 ? 'delivered' : 'failed', ...answer };
  Object.assign(failure, parties(answer.words));
  const named =
    failure.recipient === undefined ? (besideCode(text, start.at) ?? namedBefore(text, span[0])) : undefined;
  if (named) failure.recipient = named;
  return { span, answer: [start.at, to], failure };
}

const CLOSING: Readonly<Record<string, string>> = { '"': '"', '“': '”', '`': '`' };

/** Where the quotation ends that an answer opens, when its sentence goes on behind it: `ignores "554 5.7.1 Not accepted" and tries again`. */
function quoteEnd(text: string, at: number, to: number): number | undefined {
  const closing = CLOSING[text.charAt(at - 1)];
  if (closing === undefined) return undefined;
  const close = text.indexOf(closing, at);
  if (close < at + 12 || close >= to || !/^[\s.,;:!?)]/.test(text.slice(close + 1, close + 2))) return undefined;
  // Quotation marks inside the answer itself.
  const left = text.slice(close + 1, to).split(closing).length - 1;
  return left % 2 === 0 && text.charAt(close - 1) !== '\\' ? close : undefined;
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

/** The address that is all there is on the line before the answer: `<dana@example.net>: host … said: 550 …`, or on a line of its own. */
function namedBefore(text: string, at: number): string | undefined {
  let from = text.lastIndexOf('\n', at - 1) + 1;
  if (from > 0 && text.slice(from, at).trim() === '') from = text.lastIndexOf('\n', from - 2) + 1;
  if (at - from > 330) return undefined;
  const head = text.slice(from, at).trim();
  const found = addressIn(head);
  if (!found || !/^(?:rcpt to:|to:)?[\s>*-]{0,6}$/i.test(head.slice(0, found.from))) return undefined;
  return /^(?:[:,]?|: host \S{1,260} (?:said|refused to talk to me):?)$/.test(head.slice(found.to))
    ? found.address
    : undefined;
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
