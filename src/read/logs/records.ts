import type { Span } from '../../types.ts';
import type { Clean } from '../clean.ts';

/**
 * Where one record of a log begins, wherever it stands in a line: time, host and program; time and Exim id; a TAI64N label.
 * A time alone is not enough: answers quote times too.
 */
const HEAD = new RegExp(
  [
    String.raw`(?:\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec) {1,2}\d{1,2} \d\d:\d\d:\d\d(?:\.\d{1,9})?`,
    String.raw`|\b\d{4}-\d\d-\d\d[t ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:z|[+-]\d\d:?\d\d)?)`,
    String.raw` {1,3}[a-z0-9.-]{1,64} [a-z][\w./-]{0,60}(?:\[\d{1,10}\])?: `,
    String.raw`|\b\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?(?: [+-]\d{4})?(?: \[\d{1,10}\])?`,
    String.raw` (?:[0-9a-z]{6}-(?:[0-9a-z]{6}-[0-9a-z]{2}|[0-9a-z]{11}-[0-9a-z]{4})|h=\S)`,
    '|@4[0-9a-f]{23} ',
  ].join(''),
  'g',
);

/** What containers put in front of a whole line: their own time and stream, or their name and a bar. */
const CONTAINER = /^(?:\d{4}-\d\d-\d\dt\d\d:\d\d:\d\d\S{0,16} (?:std(?:out|err) [fp] )?|[\w.-]{1,60} {0,20}\| )$/;

/** A line at least this long, its next word counted in, was broken by a program and not by a person. */
const WRAPS_FROM = 66;
/** No chat or mail program breaks lines wider than this. */
const WRAPS_TO = 100;

/**
 * Cuts a text into records: usually one line each; a record that was re-wrapped comes back whole, records that were
 * joined on one line come back apart.
 */
export function records(clean: Clean): Span[] {
  const flat = clean.lower.replaceAll('\n', ' ');
  const heads = /:\d\d:|@4/.test(flat)
    ? Array.from(flat.matchAll(HEAD), (found): Span => [found.index, found.index + found[0].length])
    : [];
  const starts: number[] = [];
  let head = 0;
  let before: Span = [0, 0];
  for (let from = 0; from <= clean.text.length; ) {
    const newline = clean.text.indexOf('\n', from);
    const end = newline === -1 ? clean.text.length : newline;
    while ((heads[head]?.[1] ?? Number.POSITIVE_INFINITY) <= from) head += 1;
    const inside = heads[head];
    if (inside === undefined || inside[0] >= from ? !goesOn(clean.text, before, [from, end], inside?.[0]) : false)
      starts.push(from);
    for (let next = head; (heads[next]?.[0] ?? end) < end; next += 1) {
      const start = heads[next]?.[0] ?? end;
      if (start > from && !CONTAINER.test(clean.lower.slice(from, Math.min(start, from + 80)))) starts.push(start);
    }
    before = [from, end];
    from = end + 1;
  }
  return starts.map((start, index) => [start, starts[index + 1] ?? clean.text.length]);
}

/** A line of a stack trace is one of its own, and so is one with a time that no head of a record begins with. */
const FRAME = /^\s{0,8}(?:at [\w$.<]|File "|Caused by:|\.{3} \d|\[?(?:[A-Z][a-z]{2} )?\d{4}[.-]\d\d[.-]\d\d[\] T])/;

/** The code that opens the next line of an answer (RFC 5321 §4.2.1). */
const CODE = /^\s{0,8}([45]\d\d)[ -]/;

/**
 * True when the line `[from, end)` carries on the one before: that one was full and neither is empty, or its answer has more lines, of which
 * this is the next.
 */
function goesOn(text: string, before: Span, [from, end]: Span, head: number | undefined): boolean {
  if (head === from || end === from || before[1] === before[0] || FRAME.test(text.slice(from, from + 40))) return false;
  const code = CODE.exec(text.slice(from, from + 16))?.[1];
  if (code !== undefined && text.slice(...before).includes(`${code}-`)) return true;
  const blank = text.slice(from + 1, Math.min(end, from + WRAPS_TO)).indexOf(' ');
  const word = blank === -1 ? end - from : blank + 1;
  const width = before[1] - before[0];
  return width <= WRAPS_TO && width + 1 + word > WRAPS_FROM && !text.endsWith('))', before[1]);
}
