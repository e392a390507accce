import { unitAt } from '../units.ts';
import { type Clean, Mapped } from './clean.ts';
import { blanks, statusAt, threeDigits } from './codes.ts';
import { isCommand } from './phase.ts';

/** A line of a text: its span without the line end. */
export interface LineAt {
  from: number;
  to: number;
}

/** The lines of a text whose line ends are `\n`. */
export function linesOf(text: string, from = 0, to = text.length): LineAt[] {
  const lines: LineAt[] = [];
  let at = from;
  while (at <= to) {
    let end = text.indexOf('\n', at);
    if (end < 0 || end > to) end = to;
    lines.push({ from: at, to: end });
    at = end + 1;
  }
  return lines;
}

/** The paragraphs of a text: stretches between empty lines. */
export function paragraphsOf(text: string): LineAt[] {
  const found: LineAt[] = [];
  const gap = /\n[ \t]*\n/g;
  for (let at = blanks(text, 0); at < text.length; at = blanks(text, gap.lastIndex)) {
    gap.lastIndex = at;
    const end = gap.exec(text);
    found.push({ from: text.lastIndexOf('\n', at - 1) + 1, to: end?.index ?? text.length });
    if (!end) break;
  }
  return found;
}

/** Widths at which programs wrap; a narrower text has short lines of its own. */
const WIDTHS = { from: 36, common: 68 };

/** A shorter line was ended on purpose, unless the whole paragraph is narrower than usual. */
const SHORT = 56;

/** What is too long to be broken: a line in front of it may be short. */
const LINK = /^[<(]{0,2}(?:https?:\/\/\S|[^\s<>@]{1,64}@[^\s<>@]{3,255}[>)])/;

/** How servers go on after the sentence that says why. */
const POINTS = /^(?:See|Please|Visit|Contact|For (?:more|further))\b/;

/** And a word as long as this. Longer than that one none is looked at. */
const UNBROKEN = 24;
const LONGEST = 80;

/** A line that opens something of its own: a mark of a dialogue, the time of a log, a field. `Deferred:` and `User:` are words of an answer. */
const OWN =
  /^(?:>>>|<<<|(?:[A-Z][a-z]{2} )?\d{4}-\d\d-\d\d|[A-Z][a-z]{2} [ \d]\d \d\d:|(?:[A-Z][a-z]+-[\w-]{2,30}|Action|Status|From|To|Cc|Subject|Date|Sent|Received|Reason|Error|Response|Details?|Recipients?|Sender):\s)/;

/** A line whose answer has a status to come: it ends with the code, or with what stands between words and status. */
const UNDONE = /(?:(?:^|\s)[245]\d\d|[-:;])\s*$/;

/**
 * The lines of a text as they were before a program wrapped them: a line goes on with the next where that one's first word had no room left
 * on it. The width is the paragraph's own, since nobody knows what quoted or forwarded it. A line that opens with a code, a field or a mark
 * of a dialogue never continues another; `opens` may know more such lines.
 */
export function unwrapped(text: string, lines: readonly LineAt[], opens?: (line: string) => boolean): LineAt[] {
  if (lines.length < 2) return [...lines];
  const whole: LineAt[] = [];
  let before: LineAt | undefined;
  let width = 0;
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index];
    if (!line) break;
    const start = blanks(text, line.from, line.to);
    if (start >= line.to) {
      before = undefined;
      whole.push(line);
      continue;
    }
    if (!before) width = paragraphWidth(text, lines, index);
    else if (runsOver(text, before, start, line.to, width) && !opens?.(text.slice(start, line.to))) {
      whole.push({ from: whole.pop()?.from ?? line.from, to: line.to });
      before = line;
      continue;
    }
    before = line;
    whole.push(line);
  }
  return whole;
}

/** Length of the longest line of the paragraph that begins here, lines of one long word left out. */
function paragraphWidth(text: string, lines: readonly LineAt[], first: number): number {
  let width = 0;
  for (let index = first; index < lines.length; index++) {
    const line = lines[index];
    if (!line) break;
    const start = blanks(text, line.from, line.to);
    if (start >= line.to) break;
    const length = line.to - line.from;
    if (length <= width) continue;
    if (text.slice(start, line.to - 1).includes(' ')) width = length;
  }
  return width;
}

/** True for a line that opens with the status of the code which the line `before` ends with. */
function goesOnWithStatus(text: string, { from, to }: LineAt, start: number): boolean {
  if (text.charCodeAt(start + 1) !== 46 || !statusAt(text, start)) return false;
  const code = threeDigits(text, to - 3);
  return code !== undefined && to - from > 12 && text.charCodeAt(to - 3) === text.charCodeAt(start);
}

/** True when the line `before` was ended only because the next one's first word had no room on it. */
function runsOver(text: string, before: LineAt, start: number, to: number, width: number): boolean {
  let end = start + 1;
  while (end < to && end < start + LONGEST && unitAt(text, end) > 32) end++;
  if (goesOnWithStatus(text, before, start)) return true;
  const narrow = width >= WIDTHS.from && width < WIDTHS.common;
  const length = before.to - before.from;
  // Most lines end long before the margin.
  if (length + 1 + end - start <= (narrow ? width : WIDTHS.common)) return false;
  const bare = text.slice(start, Math.min(to, start + 400));
  const link = end - start >= UNBROKEN || LINK.test(bare);
  if (!link && width < WIDTHS.from) return false;
  if (threeDigits(bare, 0) !== undefined || OWN.test(bare)) return false;
  const head = text.slice(before.from, before.to);
  if (statusAt(bare, 0)) return UNDONE.test(head);
  if (link || length >= SHORT) return true;
  return narrow && !(/[.!?]\s*$/.test(head) && /^\p{Lu}/u.test(bare) && !POINTS.test(bare));
}

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
  for (let from = 0; from < text.length; ) {
    const newline = text.indexOf('\n', from);
    const to = newline < 0 ? text.length : newline;
    const start = blanks(text, from, to);
    if (start < to) filled++;
    if (markAt(text, start, to) > 0) {
      items++;
      if (text.charAt(start) === '#' || text.charAt(start) === '/') comments++;
    } else if (filled === 3 && items === 0) return false;
    from = to + 1;
  }
  return (comments > 0 && comments === filled) || (items >= ITEMS && items * 10 >= filled * 9);
}

/** Blanks that every line that is not empty begins with, as code is marked in tickets and Markdown. */
function indentation(text: string): number {
  let least = Number.POSITIVE_INFINITY;
  for (let from = 0; from < text.length; ) {
    const newline = text.indexOf('\n', from);
    const to = newline < 0 ? text.length : newline;
    const start = blanks(text, from, to);
    if (start === from && start < to) return 0;
    if (start < to) least = Math.min(least, start - from);
    from = to + 1;
  }
  return Number.isFinite(least) ? least : 0;
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
  for (let from = 0; from < text.length; ) {
    const newline = text.indexOf('\n', from);
    const to = newline < 0 ? text.length : newline;
    const start = blanks(text, from, to);
    if (start < to) {
      filled++;
      if (opensPrefix(unitAt(text, start)) && !opensAnswer(text, start)) opened++;
    }
    from = to + 1;
  }
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
