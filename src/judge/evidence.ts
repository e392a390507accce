import { FOLD } from '../catalog/fold.ts';
import type { Span } from '../types.ts';

/** Longest stretch of wrapping (line ends, quote marks, repeated codes) between two characters of a quote. */
const GAP = 80;

/**
 * Finds quoted words in the paste they were read from. Between two words the paste may have line ends, quote marks (`>`), a soft
 * line break (`=`) and the codes that a server repeats on each line.
 *
 * @param paste the text as it was pasted
 * @param span where in it the answer stands, if known; looked at first
 * @param quote words as read
 * @returns offsets of the paste, or undefined where the words are not there (they were decoded from something else)
 */
export function locate(paste: string, span: Span | undefined, quote: string): Span | undefined {
  if (quote === '') return undefined;
  if (!span) return within(paste, 0, Math.min(paste.length, HEAD), quote);
  const [from, to] = span;
  return (
    within(paste, from, to, quote) ??
    within(paste, Math.max(0, from - NEAR), Math.min(paste.length, to + NEAR), quote) ??
    within(paste, 0, Math.min(from, HEAD), quote)
  );
}

/** Characters on each side of an answer, and at the beginning of a paste, that are looked at: not all of it for each of many failures. */
const NEAR = 2048;
const HEAD = 8192;

function within(paste: string, from: number, to: number, quote: string): Span | undefined {
  const exact = paste.slice(from, to).indexOf(quote);
  return exact >= 0 ? [from + exact, from + exact + quote.length] : wrapped(paste, from, to, quote);
}

const folded = (text: string, at: number): number => FOLD[text.charCodeAt(at)] ?? 0;
const isBlank = (code: number): boolean => code === 0x20;

function wrapped(paste: string, from: number, to: number, quote: string): Span | undefined {
  const text = paste.slice(from, to);
  const first = quote.charAt(0);
  for (let at = text.indexOf(first); at >= 0; at = text.indexOf(first, at + 1)) {
    const end = compare(text, at, text.length, quote);
    if (end >= 0) return [from + at, from + end];
  }
  return undefined;
}

function compare(paste: string, at: number, to: number, quote: string): number {
  let here = at;
  for (let next = 0; next < quote.length; next++) {
    const want = folded(quote, next);
    // A blank may stand for a line end with all that follows it: that is for the gap to skip.
    if (here < to && want === folded(paste, here) && !isBlank(want)) {
      here += 1;
      continue;
    }
    if (isBlank(want)) {
      if (next > 0 && isBlank(folded(quote, next - 1))) continue;
      // A blank already taken may be followed by more of them.
      const after = gap(paste, here, to);
      if (after === here && !isBlank(folded(paste, here - 1))) return -1;
      here = after;
      continue;
    }
    const after = gap(paste, here, to);
    if (after === here || folded(paste, after) !== want) return -1;
    here = after + 1;
  }
  return here;
}

/** Skips what a wrapped line puts between two characters of its text. */
function gap(paste: string, at: number, to: number): number {
  let here = at;
  const most = Math.min(to, at + GAP);
  let line = false;
  while (here < most) {
    const code = paste.charCodeAt(here);
    if (code === 0x0a || code === 0x0d) line = true;
    else if (code === 0x3d && (paste.charCodeAt(here + 1) === 0x0a || paste.charCodeAt(here + 1) === 0x0d)) line = true;
    else if (!(code <= 0x20 || code === 0xa0 || (line && (code === 0x3e || code === 0x7c)))) break;
    here += 1;
  }
  return line ? codes(paste, here, most) : here;
}

/** Skips `550-5.7.26 ` at the start of a line. */
function codes(paste: string, at: number, to: number): number {
  let here = at;
  while (here < to && here < at + 4 && isDigit(paste.charCodeAt(here))) here += 1;
  if (here !== at + 3) return at;
  const next = paste.charCodeAt(here);
  if (next !== 0x20 && next !== 0x2d) return at;
  here += 1;
  let status = here;
  while (status < to && (isDigit(paste.charCodeAt(status)) || paste.charCodeAt(status) === 0x2e)) status += 1;
  if (status > here + 4 && paste.charCodeAt(status) <= 0x20) here = status;
  while (here < to && paste.charCodeAt(here) === 0x20) here += 1;
  return here;
}

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;
