import { unitAt } from '../units.ts';
import { addressIn } from './address.ts';
import { type ReplyAt, replyAt, statusAt } from './codes.ts';
import type { LineAt } from './lines.ts';
import { aboutMail, calledCode, calledStatus, isOfSmtp, isOfWeb, mayBeCode, mayBeOfWeb, readsOn } from './plausible.ts';

/** A code found in prose: where it stands and how much it proves. */
export interface Start {
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
 * The answers that start on a line: more than one only where different strong codes follow each other unintroduced.
 *
 * @param short the whole text is no longer than a bare code with a few words
 * @param alone the text has a line or two only, so that a success (RFC 5321 §4.2.1) may be what it is about
 */
export function startsIn(text: string, line: LineAt, short: boolean, alone: boolean): Start[] {
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
    else if (first.perhaps) starts[0] = behindWords(first, start) ?? start;
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

/** The code that a status confirms which stands behind its words: `550 no mailbox here by that name (#5.1.1)`. */
function behindWords({ at, reply }: Start, { reply: other, status }: Start): Start | undefined {
  const confirmed = other === undefined && status !== undefined && String(reply).startsWith(status.charAt(0));
  return confirmed && reply !== undefined ? { at, strong: false, reply } : undefined;
}

/** True when both answers open with an address and these differ: two bounces that a chat put on one line. */
function otherRecipient(text: string, line: LineAt, first: Start, second: Start): boolean {
  const one = opensWith(text.slice(first.at, Math.min(line.to, first.at + 400)));
  const other = opensWith(text.slice(second.at, Math.min(line.to, second.at + 400)));
  return one !== undefined && other !== undefined && one !== other;
}

/** The address right behind the codes of an answer, in lower case. */
export function opensWith(answer: string): string | undefined {
  const found = addressIn(answer);
  return found && /^(?:\d{3}[ -])?#?[\d.]{0,11}\s?[<"']?$/.test(answer.slice(0, found.from))
    ? found.address.toLowerCase()
    : undefined;
}

function startAt(text: string, line: LineAt, at: number, short: boolean, alone: boolean): Start | undefined {
  const found = replyAt(text, at);
  if (!found) return bareStatus(text, line, at, short);
  const before = text.slice(Math.max(line.from, at - 60), at);
  if (found.reply < 400 && !(alone && found.status !== undefined && before.trim() === '')) return undefined;
  if (PROGRAMMED.test(before) || /\bhttp_?(?:status_?)?(?:code|status)["']?\s?[:=]\s?$/i.test(before)) return undefined;
  const strong = strongOf(text, line, found);
  if (strong) return strong;
  const after = text.slice(at + 3, Math.min(line.to, at + 63));
  if (isOfWeb(found.reply, after) || (mayBeOfWeb(found.reply) && MEMBER.test(after) && NAMES.test(before)))
    return undefined;
  const opens = OPENS.test(before);
  if (opens && after.trim() === '') {
    if (short) return { at, strong: false, reply: found.reply };
    const below = text.slice(line.to + 1, line.to + 101);
    return /^\s{0,8}[\p{L}<"'(]/u.test(below) && readsOn(` ${below.trimStart()}`)
      ? { at, strong: false, reply: found.reply, perhaps: true }
      : undefined;
  }
  if (opens && /^[\s:,-]/.test(after) && readsOn(after.replace(/^\s?[:,-]/, '')))
    return { at, strong: false, reply: found.reply };
  if (
    /(?:said|->|smtp;|smtp reply|\b[45]\d\d \||responded|returned|replied|was|bounced message:|deferred:|reason:|\b(?:DOT|DATA|RCPT TO|MAIL FROM|E?HELO|QUIT):)\s?:?\s?["'<(]?$/i.test(
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
  const divided = DIVIDED.test(before);
  if ((divided || BRACKETED.test(before)) && /^\s\S/.test(after) && readsOn(after)) {
    const words = text.slice(at + 3, Math.min(line.to, at + 203));
    if (!LOOSELY.test(before) && (ADDRESSED.test(after) || aboutMail(words)))
      return { at, strong: false, reply: found.reply };
    if (divided && isOfSmtp(found.reply)) return { at, strong: false, reply: found.reply, perhaps: true };
  }
  if (
    QUOTE.test(before) &&
    QUOTED.test(text.slice(at + 3, Math.min(line.to, at + 303))) &&
    readsOn(after) &&
    (aboutMail(after) || !mayBeOfWeb(found.reply))
  )
    return { at, strong: false, reply: found.reply, mention: true, from: at - 1 };
  if (calledCode(before, after)) return { at, strong: false, reply: found.reply, mention: true };
  return mayBeCode(found.reply, before, after) ? { at, strong: false, reply: found.reply, perhaps: true } : undefined;
}

/** A quotation in a sentence that opens with a code: `with "550 Administrative prohibition", the …`. */
const QUOTE = /["'「『【]$/;
const QUOTED = /^\s\p{L}[^\n"「」]{2,280}["')」』】]/u;

/** What divides an answer from what stands in front of it; behind some of these signs the words have to be an answer's. */
const DIVIDED = /[\]):|>={\t：,;。、]\s?["'<(]?$|[@)>][\w.-]{0,60} [-–] $/;
const LOOSELY = /[,;。、]\s?["'<(]?$/;

/** In front of an answer that a program writes in brackets behind what it did: `RCPT TO:<dana@example.net> (550 …)`. */
const BRACKETED = /(?:>|\b(?:error|failed|refused|rejected|bounced|deferred|undeliverable|command)):? \($/i;

/** A line of source code that makes an answer: `return "503 Need MAIL first";`, `String.Format("553 …`. */
const PROGRAMMED = /(?:^\s{0,50}return\s|\b(?:s?printf|format|println|writeline|write|reply|respond)\(\s?)[bf]?["'`]$/i;

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
  return /[\s.]$/.test(before) && /^-[A-Za-z]/.test(after) && !SORT.test(after)
    ? { at, strong: true, reply }
    : undefined;
}

/** Of codes in general: `500-series replies`. */
const SORT = /^-(?:series|level|class|type|range|style|codes?)\b/i;

/** The title of a page of Microsoft's help, which its notices name: `Fix email delivery issues for error code 5.1.10 in Exchange Online`. */
const OF_HELP = /^ (?:through [\d.]{5,9} )?in (?:office|exchange|microsoft|outlook)\b/i;

/** The next of several codes that a sentence names: `the error codes 5.7.129 and 5.7.133`. */
const LISTED = /^(?:,|,? (?:and|or|und|oder|et|ou|y|e|o)|\s?[+/&]) ?[45]\.\d/i;

/** An answer that begins with its status, perhaps behind the last digits of a code whose beginning was not copied. */
function bareStatus(text: string, line: LineAt, at: number, short: boolean): Start | undefined {
  const found = statusAt(text, at);
  if (!found || found.status.startsWith('2')) return undefined;
  const before = text.slice(Math.max(line.from, at - 60), at);
  const after = text.slice(found.end, Math.min(line.to, found.end + 200));
  if (/\berror codes?\s$/i.test(before) && OF_HELP.test(after)) return undefined;
  if (/\bcodes\s$/i.test(before) && LISTED.test(after)) return undefined;
  const opens = /^[\s*>"'([#|-]{0,6}$/.test(before) || (line.from === 0 && /^\s{0,4}\d{1,2}[ -]$/.test(before));
  const start: Start = { at, strong: false, status: found.status };
  if (opens && after.trim() === '') return short ? start : undefined;
  if (opens && aboutMail(after)) return start;
  // `… no mailbox here by that name. (#5.1.1)`: the words stand in front.
  return calledStatus(before, after) ? start : undefined;
}
