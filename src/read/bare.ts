import { unitAt } from '../units.ts';
import { type Clean, Mapped } from './clean.ts';
import { blanks, threeDigits } from './codes.ts';
import { type LineAt, linesOf } from './lines.ts';
import { isCommand } from './phase.ts';

/** Takes off what mail programs, editors and chats put in front of lines: quote marks, line numbers, times of day, blanks. Code fences go too. */
export function bareLines(source: Clean): Clean {
  const { text } = source;
  const fenced = text.includes('`');
  const quoted = text.includes('>') && QUOTED.test(text);
  const opened = mayBePrefixed(text);
  const indented = indentation(text);
  const listed = isListed(text);
  if (!fenced && !quoted && !opened && !listed && indented === 0) return source;
  const lines = linesOf(text);
  const numbered = opened && prefixed(text, lines, numberPrefix, true);
  const timed = opened && !numbered && prefixed(text, lines, timePrefix, false);
  if (!fenced && !quoted && !numbered && !timed && !listed && indented === 0) return source;
  const speaker = timed ? commonSpeaker(text, lines) : undefined;
  const out = new Mapped(source);
  for (const [index, line] of lines.entries()) {
    if (index > 0) out.copy(line.from - 1, line.from);
    let at = line.from;
    if (numbered) at += numberPrefix(text, line)?.length ?? 0;
    else if (timed) {
      at += timePrefix(text, line)?.length ?? 0;
      if (speaker && text.startsWith(speaker, at)) at += speaker.length;
    } else at = Math.min(at + indented, line.to);
    if (listed) at += markAt(text, at, line.to);
    if (quoted) at = unquoted(text, at, line.to);
    if (!fenced) out.copy(at, line.to);
    else copyWithoutTicks(out, text, at, line.to);
  }
  return out.done();
}

/** Fewer lines may be a list that somebody made. */
const ITEMS = 6;

/** Length of the mark of a list or a comment that stands there with a blank behind it. */
function markAt(text: string, at: number, to: number): number {
  if (at + 1 < to && '-*\u2022#'.includes(text.charAt(at)) && text.charCodeAt(at + 1) === 32) return 2;
  return text.startsWith('// ', at) ? 3 : 0;
}

/**
 * Whether nearly every line is an item of one list, as pages show the lines of a source that was uploaded to them, or every one a comment, as
 * programmers keep what they want to remember.
 */
function isListed(text: string): boolean {
  let filled = 0;
  let items = 0;
  let comments = 0;
  eachFilled(text, (start, { to }) => {
    filled++;
    if (markAt(text, start, to) > 0) items++;
    if (text.charAt(start) === '#' || text.charAt(start) === '/') comments++;
    return filled < 3 || items > 0;
  });
  return items > 0 && (comments === filled || items >= ITEMS) && items * 10 >= filled * 9;
}

/** Blanks that every line that is not empty begins with, as code is marked in tickets and Markdown. */
function indentation(text: string): number {
  let least = Number.POSITIVE_INFINITY;
  eachFilled(text, (start, { from }) => {
    least = Math.min(least, start - from);
    return least > 0;
  });
  return Number.isFinite(least) ? least : 0;
}

/** Visits the lines that are not empty, each with where it begins behind its blanks, as long as `visit` wants more. */
function eachFilled(text: string, visit: (start: number, line: LineAt) => boolean): void {
  for (let from = 0; from < text.length; ) {
    const newline = text.indexOf('\n', from);
    const to = newline < 0 ? text.length : newline;
    const start = blanks(text, from, to);
    if (start < to && !visit(start, { from, to })) return;
    from = to + 1;
  }
}

const QUOTED = /(?:^|\n)[ \t]{0,3}>/;

/** Offset behind the quote marks of a line; `>>> RCPT TO:` is Sendmail's transcript and no quotation. */
function unquoted(text: string, from: number, to: number): number {
  let at = from;
  for (;;) {
    let next = at;
    while (next < at + 3 && next < to && text.charCodeAt(next) === 32) next++;
    if (text.charCodeAt(next) !== 62 || next >= to) return at;
    if (text.startsWith('>>> ', next) && isCommand(text.slice(next + 4, next + 20))) return next;
    at = next + 1;
    if (text.charCodeAt(at) === 32) at++;
  }
}

function copyWithoutTicks(out: Mapped, text: string, from: number, to: number): void {
  const line = text.slice(from, to);
  let at = 0;
  for (let tick = line.indexOf('`'); tick >= 0; tick = line.indexOf('`', at)) {
    out.copy(from + at, from + tick);
    at = tick + 1;
  }
  out.copy(from + at, to);
}

interface Prefix {
  length: number;
  /** Line numbers only. */
  value: number;
}

/** True when the prefix stands before nearly every line that is not blank; line numbers also have to count up. */
function prefixed(
  text: string,
  lines: readonly LineAt[],
  prefix: (text: string, line: LineAt) => Prefix | undefined,
  counts: boolean,
): boolean {
  let filled = 0;
  let found = 0;
  let last: number | undefined;
  for (const line of lines) {
    const start = blanks(text, line.from, line.to);
    if (start >= line.to) continue;
    filled++;
    const here = opensPrefix(unitAt(text, start)) ? prefix(text, line) : undefined;
    if (!here || (counts && last !== undefined && here.value <= last)) continue;
    if (counts && last !== undefined && here.value > last + 3) continue;
    last = here.value;
    found++;
  }
  if (filled === 1 && found === 1) return !counts || last === 1;
  return found >= 2 && found * 10 >= filled * (counts ? 9 : 7);
}

/** Whether enough lines begin as a prefix does. */
function mayBePrefixed(text: string): boolean {
  let filled = 0;
  let opened = 0;
  eachFilled(text, (start) => {
    filled++;
    if (opensPrefix(unitAt(text, start)) && !opensAnswer(text, start)) opened++;
    return true;
  });
  return opened > 0 && opened * 10 >= filled * 7;
}

/** A digit, a bracket of any kind, or the letter of `L12` and `line 12`: no prefix begins otherwise. */
function opensPrefix(code: number): boolean {
  return (code >= 48 && code <= 57) || code === 91 || code === 40 || code === 76 || code === 108 || code === 60;
}

/** `550 5.1.1` and `550-`, as most pastes begin: behind the number of a line stands a sign of its own, or more than one blank. */
function opensAnswer(text: string, at: number): boolean {
  if (threeDigits(text, at) === undefined) return false;
  const behind = text.charAt(at + 3);
  return behind === '-' || (behind === ' ' && !' \t|'.includes(text.charAt(at + 4)));
}

const NUMBER = /[ \t]{0,8}(?:L|line )?(\d{1,5})(?:(?:[:|)]|\.(?!\d))[ \t]{0,4}|[ \t]{0,3}\|[ \t]?|\t|[ \t]{2,4})/iy;

function numberPrefix(text: string, line: LineAt): Prefix | undefined {
  NUMBER.lastIndex = line.from;
  const match = NUMBER.exec(text);
  if (!match || NUMBER.lastIndex > line.to) return undefined;
  return { length: match[0].length, value: Number(match[1]) };
}

/**
 * `[10:32]`, `10:32 AM`, `(09:12:31)`, `[4/3/25, 09:12:31]`: a time of day as chats show it, `<kim>` behind it or alone. A full date in front is a
 * log line's own.
 */
const TIME =
  /(?:[[(]?(?:\d{1,2}[/.]\d{1,2}[/.]\d{2,4}, )?\d{1,2}:\d{2}(?::\d{2})?(?: ?[AP]\.?M\.?)?[\])]?(?:[ \t]{1,3}[-|][ \t]{1,3}|[ \t]{1,4}|$))?(?:<[@+%~&]?[a-z\u00c0-\uffff][\w\u00c0-\uffff|^-]{0,30}>(?:[ \t]|$))?/iy;

function timePrefix(text: string, line: LineAt): Prefix | undefined {
  TIME.lastIndex = line.from;
  const match = TIME.exec(text);
  if (!match || match[0] === '' || TIME.lastIndex > line.to + 1) return undefined;
  return { length: Math.min(match[0].length, line.to - line.from), value: 0 };
}

const SPEAKER = /[\p{L}][\p{L}\d'._-]{0,30}(?: [\p{L}][\p{L}\d'._-]{0,30}){0,2}: /uy;

/** Two words or three with capitals: a name even where it stands on one line only. */
const NAME = /^\p{Lu}[\p{L}'.]{1,30}(?: \p{Lu}[\p{L}'.]{0,30}){1,2}: $/u;

/** `Dana Example: `, where it follows the time on two lines or more: a speaker, and no field of a report. */
function commonSpeaker(text: string, lines: readonly LineAt[]): string | undefined {
  const seen = new Map<string, number>();
  for (const line of lines) {
    const time = timePrefix(text, line);
    if (!time) continue;
    SPEAKER.lastIndex = line.from + time.length;
    const name = SPEAKER.exec(text)?.[0];
    if (name && SPEAKER.lastIndex <= line.to) seen.set(name, (seen.get(name) ?? 0) + 1);
  }
  for (const [name, count] of seen) {
    if (count >= 2 ? count * 2 > lines.length : lines.length === 1 && NAME.test(name)) return name;
  }
  return undefined;
}
