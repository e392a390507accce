import { unitAt } from '../units.ts';
import { blanks, statusAt, threeDigits } from './codes.ts';

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
