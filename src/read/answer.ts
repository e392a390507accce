import type { Answer, Failure } from '../types.ts';
import { unitAt } from '../units.ts';
import { closing, tidy, WORDS_CAP } from './behind.ts';
import { evenBlanks } from './characters.ts';
import { blanks, type ReplyAt, replyAt, statusAt } from './codes.ts';
import { hostIn } from './host.ts';
import { phaseBefore, phaseOf } from './phase.ts';
import { isOfWeb } from './plausible.ts';

/** What one server's answer told, unwrapped: the innermost answer, the one around it and the facts between. */
export type Said = Answer & Pick<Failure, 'outer' | 'remote' | 'remoteIp' | 'phase'>;

/** Answers inside answers: real mail nests two or three deep, hostile text as deep as it likes. */
const DEPTH = 8;

/** Ends of the text before a number that make the number a server's answer, also inside another answer. */
const SAYS = [
  'said',
  '->',
  'smtp;',
  'returned',
  'responded',
  'replied',
  'answered',
  'response',
  'error',
  'reason',
  'because',
];

/** More of them, for a text in which no answer has been found yet. */
const NAMES = [
  'code',
  'smtp',
  'reply',
  'status',
  'with',
  'was',
  'message',
  'got',
  'failed',
  'esmtp',
  'a',
  'an',
  'the',
  'dsn',
  'and',
];

interface Level {
  reply?: number;
  status?: string;
  pieces: string[];
  /** Offset from which the words not yet in `pieces` run. */
  from: number;
  /** The answer spans several lines: its code may come again. */
  multi: boolean;
  /** The character that closes the quotation this answer stands in. */
  close?: string;
}

/**
 * Reads a text that is known to hold a server's answer or a mail system's reason: the value of a Diagnostic-Code, the words after
 * `said:`, the bracket of a log line, the `message` of a webhook. Takes it with or without the reporter's wrapping
 * (`host mx.example.net[192.0.2.10] said: 550 5.1.1 … (in reply to RCPT TO command)`), folded lines and repeated code
 * prefixes included. Where one answer quotes another (`A -> B`, `A: host x said: B`, `Remote Server returned 'B'`), the innermost is the
 * answer and the one around it `outer`.
 *
 * Never throws. A text without any code comes back as its own words.
 */
export function said(text: string): Said {
  const line = oneLine(text);
  const levels: Level[] = [];
  const heads: string[] = [];
  let head = 0;
  for (let at = nextDigit(line, 0); at >= 0 && levels.length < DEPTH; at = nextDigit(line, at + 1)) {
    const current = levels.at(-1);
    const found = replyAt(line, at);
    if (!found) {
      if (current && repeats(line, at, current)) {
        current.pieces.push(line.slice(current.from, at));
        current.from = blanks(line, at + (current.status?.length ?? 0));
        continue;
      }
      const status = current ? quotedStatus(line, at, current) : startStatus(line, at);
      if (!status) continue;
      if (current) current.pieces.push(line.slice(current.from, at));
      heads.push(line.slice(head, at));
      levels.push({ status: status.status, pieces: [], from: blanks(line, status.end), multi: false });
      head = status.end;
      at = status.end - 1;
      continue;
    }
    const step = place(line, found, current);
    if (step === 'no') continue;
    if (step === 'again' && current) {
      current.pieces.push(line.slice(current.from, at));
      current.from = found.end;
      current.multi = current.multi || found.more;
      current.reply ??= found.reply;
      if (current.status === undefined && found.status && current.pieces.join('').trim() === '')
        current.status = found.status;
    } else {
      if (current) current.pieces.push(line.slice(current.from, at));
      heads.push(line.slice(head, at));
      levels.push(level(line, found));
    }
    head = found.end;
    at = found.end - 1;
  }
  return assemble(line, levels, heads);
}

function assemble(line: string, levels: Level[], heads: string[]): Said {
  const inner = levels.at(-1);
  if (!inner) return unanswered(line);
  inner.pieces.push(line.slice(inner.from));
  const { text, phase } = closing(inner.pieces.join(' '), levels);
  const result: Said = { words: text };
  if (inner.reply !== undefined) result.reply = inner.reply;
  const status = inner.status ?? trailingStatus(text, inner.reply);
  if (status) result.status = status;
  const around = levels.length > 1 ? levels[0] : undefined;
  if (around) {
    const outer: Answer = { words: tidy(outerWords(around)) };
    if (around.reply !== undefined) outer.reply = around.reply;
    if (around.status) outer.status = around.status;
    const known = outer.reply === result.reply && outer.status === result.status;
    if (!(known && outer.words === '') && outer.words !== result.words) result.outer = outer;
    const agrees = result.status === undefined || result.status.charAt(0) === String(outer.reply).charAt(0);
    if (result.reply === undefined && outer.reply !== undefined && agrees) result.reply = outer.reply;
  }
  const where = phase ?? phaseBefore(heads);
  if (where) result.phase = where;
  for (let index = heads.length - 1; index >= 0 && !result.remote && !result.remoteIp; index--) {
    Object.assign(result, hostIn(heads[index] ?? ''));
  }
  return result;
}

/** What Postfix says in front of the reason for which it rests from trying a destination. */
const SUSPENDED = /^delivery temporarily suspended: (?=\S)/i;

/** A text without codes: a mail system's own words, perhaps about a connection to a host it names. */
function unanswered(line: string): Said {
  const { text, phase } = closing(line.replace(SUSPENDED, ''), []);
  const result: Said = { words: text };
  const status = trailingStatus(text, undefined);
  if (status) result.status = status;
  const opening =
    /^(?:connect(?:ion)? to|lost connection with|conversation with|host|while talking to|delivery via)\s/i.exec(text);
  if (opening) {
    const stop = /\b(?:while|timed out|refused|said|:25)\b/i.exec(text.slice(0, 600));
    Object.assign(result, hostIn(text.slice(0, stop ? stop.index : 300)));
    const during = /\bwhile ([a-z ]{3,40})/i.exec(text.slice(0, 600));
    const point =
      phase ?? (during ? phaseOf(during[1] ?? '') : /^connect/i.test(text) ? ('connect' as const) : undefined);
    if (point) result.phase = point;
  } else if (phase) result.phase = phase;
  return result;
}

/** Whether a number is another answer inside the current one, the same answer's next line, or no answer at all. */
function place(line: string, found: ReplyAt, current: Level | undefined): 'inner' | 'again' | 'no' {
  const strong = found.status !== undefined;
  if (!strong && isOfWeb(found.reply, line.slice(found.at + 3, found.at + 40))) return 'no';
  if (!current) {
    if (strong || found.at === blanks(line, 0) || introduced(line, found.at, true)) return 'inner';
    return 'no';
  }
  // The code of the first line may stand in a field of its own, or have been left out by the program.
  const same = found.reply === (current.reply ?? (found.status === current.status ? found.reply : undefined));
  const adjacent = found.at === current.from && current.pieces.length === 0;
  if (same && (current.multi || adjacent)) return 'again';
  if (found.reply < 400) return 'no';
  const quoted = introduced(line, found.at, false);
  if (same && found.more && !quoted) return 'again';
  if (same && found.status === current.status && !quoted) return strong ? 'again' : 'no';
  if (found.reply === 503 && (current.reply ?? 0) >= 400 && current.reply !== 503) return 'no';
  return strong || quoted ? 'inner' : 'no';
}

function level(line: string, found: ReplyAt): Level {
  const made: Level = { reply: found.reply, pieces: [], from: found.end, multi: found.more };
  if (found.status) made.status = found.status;
  const quotes = line.slice(found.at + 3, found.end).match(/['"]/);
  const before = line.charAt(found.at - 1);
  // Quotes around the status alone are closed already: `421, "4.7.0", …`.
  const closed = quotes !== null && line.slice(found.at + 3, found.end).split(quotes[0]).length > 2;
  const close = closed ? undefined : (quotes?.[0] ?? CLOSES[before]);
  if (close) made.close = close;
  return made;
}

const CLOSES: Readonly<Record<string, string>> = {
  "'": "'",
  '"': '"',
  '<': '>',
  '(': ')',
  '[': ']',
  '`': '`',
  '「': '」',
  '『': '』',
  '【': '】',
};

function introduced(line: string, at: number, first: boolean): boolean {
  const before = line.slice(Math.max(0, at - 24), at);
  const last = before.trimEnd();
  const mark = last.charAt(last.length - 1);
  if (mark === '<' || mark === '`' || '「『【'.includes(mark || '-') || last.endsWith('...')) return true;
  if (mark === "'" || mark === '"') return last.length === before.length;
  if (first && (mark === '#' || mark === '=')) return !/:\/\/\S*$/.test(line.slice(Math.max(0, at - 200), at));
  if (first && (mark === ':' || mark === '(' || mark === '[' || mark === ';' || mark === '|')) return true;
  const bare = last.replace(/[\s:='"([]{1,4}$/, '').toLowerCase();
  if (SAYS.some((word) => bare.endsWith(word))) return true;
  // `said[Response Message]:` and the like.
  if (mark === ':' && /(?:said|returned|replied)\b.{0,20}$/i.test(line.slice(Math.max(0, at - 40), at))) return true;
  if (!first) return false;
  return NAMES.some((word) => bare.endsWith(word) && !/[a-z]/.test(bare.charAt(bare.length - word.length - 1)));
}

/** The answer's status once more between its words: libraries take the code off each of its lines, and leave the status. */
function repeats(line: string, at: number, { status, from }: Level): boolean {
  return status !== undefined && at > from && line.charAt(at - 1) === ' ' && line.startsWith(`${status} `, at);
}

/** A status without reply code that Exchange's own answer quotes: `554 5.0.0 < #5.0.0 smtp; 5.4.7 - Delivery expired`. */
function quotedStatus(line: string, at: number, { pieces }: Level): { status: string; end: number } | undefined {
  return pieces.length === 0 && line.startsWith('smtp; ', at - 6) ? startStatus(line, at) : undefined;
}

/** A status without reply code that opens the text or the quotation: `5.1.0 - Unknown address`, `#5.7.1 …`. */
function startStatus(line: string, at: number): { status: string; end: number } | undefined {
  const status = statusAt(line, at);
  if (!status || status.status.startsWith('2')) return undefined;
  const before = line.slice(0, at).trim();
  const opens = /^[-*>|•\s]{0,6}$/.test(before) || /(?:[#:'"<(;=]|: ?--?|said|error|status|code|dsn)$/i.test(before);
  if (!opens || before.endsWith('(#') || before.endsWith('[#')) return undefined;
  // At the end of a sentence it belongs to the words before it.
  if (/[^-*>|•\s]/.test(before) && blanks(line, status.end + 1) >= line.length) return undefined;
  const skip = /^[ \-:,)\]]{0,4}/.exec(line.slice(status.end, status.end + 4));
  return { status: status.status, end: status.end + (skip?.[0].length ?? 0) };
}

/** A status that stands behind the words, as qmail writes it: `(#5.1.1)`, `[#4.1.9]`, `#5.1.0`, `(5.1.1)`; its class agrees with the reply's. */
function trailingStatus(text: string, reply: number | undefined): string | undefined {
  let found: string | undefined;
  for (let at = nextDigit(text, 0); at >= 0; at = nextDigit(text, at + 1)) {
    const status = statusAt(text, at);
    if (!status) continue;
    at = status.end;
    if (status.status.startsWith('2')) continue;
    if (reply !== undefined && Math.floor(reply / 100) !== Number(status.status.charAt(0))) continue;
    const before = text.charAt(at - status.status.length - 1);
    const ends = status.end >= text.trimEnd().length - 1;
    const clause =
      text.slice(Math.max(0, at - status.status.length - 2), at - status.status.length) === ': ' &&
      text.charAt(at) === ' ';
    if (clause || before === '#' || before === '(' || before === '[' || ends || at === status.status.length)
      found = status.status;
  }
  return found;
}

function outerWords(around: Level): string {
  return around.pieces.join(' ').replace(/(?:->|said:?|returned:?|smtp;|\bhost)?[\s'"<(#]{0,4}$/i, '');
}

/** The text on one line: runs of blanks and line ends are one blank, escaped line ends of program output too. */
function oneLine(text: string): string {
  const capped = text.length > 4 * WORDS_CAP ? text.slice(0, 4 * WORDS_CAP) : text;
  // qmail's list of other hosts repeats what they said, in short.
  const single = capped.includes('(') ? capped.replace(/\(Other MXes tried:[^()]{0,4000}\)?/i, '') : capped;
  return evenBlanks(single.includes('\\') ? single.replaceAll('\\r\\n', ' ').replaceAll('\\n', ' ') : single);
}

function nextDigit(line: string, from: number): number {
  for (let at = from, { length } = line; at < length; at++) {
    const code = unitAt(line, at);
    if (code === 50 || code === 52 || code === 53) return at;
  }
  return -1;
}
