import { CLASS_NAMES, FITS, LONGEST } from './fits.ts';
import { LETTER, SORT } from './fold.ts';
import type { Phrase } from './phrase.ts';

const BLANK = 0x20;
/** Most blanks that count as one. */
const BLANKS = 64;
/** Segments that a phrase may have. */
const SEGMENTS = 64;

/** All phrases segment by segment, flat, to be compared with a folded text. */
export class Comparer {
  /** Characters compared since it was made: what a text really costs, counted for the tests. */
  steps = 0;
  /** Per phrase: its first segment; one entry more than phrases. */
  readonly first: Int32Array;
  /** Where each segment of the phrase compared last was found. */
  readonly from = new Int32Array(SEGMENTS);
  readonly to = new Int32Array(SEGMENTS);

  /** Literals of all phrases in a row. */
  readonly #literals: Uint16Array;
  /** Per segment: start and end in `#literals`; for a brace its class in `#start` and -1 in `#end`. */
  readonly #start: Int32Array;
  readonly #end: Int32Array;
  /** Per segment: bit 1 the word ends at the left side, bit 2 at the right side. */
  readonly #whole: Uint8Array;
  #text: Uint16Array = new Uint16Array(1);
  #length = 0;

  constructor(phrases: readonly Phrase[]) {
    let segments = 0;
    let letters = 0;
    for (const { segments: own } of phrases) {
      segments += own.length;
      for (const segment of own) if (segment.kind === 'literal') letters += segment.text.length;
    }
    this.#literals = new Uint16Array(letters);
    this.#start = new Int32Array(segments);
    this.#end = new Int32Array(segments);
    this.#whole = new Uint8Array(segments);
    this.first = new Int32Array(phrases.length + 1);
    let at = 0;
    let filled = 0;
    for (const [phrase, { segments: own }] of phrases.entries()) {
      this.first[phrase] = at;
      for (const segment of own) {
        if (segment.kind === 'brace') {
          this.#start[at] = CLASS_NAMES.indexOf(segment.class);
          this.#end[at] = -1;
        } else {
          this.#start[at] = filled;
          for (let i = 0; i < segment.text.length; i++) this.#literals[filled++] = segment.text.charCodeAt(i);
          this.#end[at] = filled;
          this.#whole[at] = (segment.wholeLeft ? 1 : 0) | (segment.wholeRight ? 2 : 0);
        }
        at += 1;
      }
    }
    this.first[phrases.length] = at;
  }

  /** Takes the text that phrases are compared with from now on: `length` folded code units, and a blank behind them. */
  over(text: Uint16Array, length: number): void {
    this.#text = text;
    this.#length = length;
  }

  /** Compares a phrase around its anchor, which stands at `place`: first its own stretch, then leftwards, then rightwards. */
  compare(phrase: number, segment: number, offset: number, place: number): boolean {
    const first = this.first[phrase] as number;
    const last = (this.first[phrase + 1] as number) - 1;
    const middle = (this.#start[segment] as number) + offset;
    const from = this.#backward(segment, middle, place);
    if (from < 0) return false;
    const to = this.#forward(segment, middle, place);
    if (to < 0) return false;
    this.from[segment - first] = from;
    this.to[segment - first] = to;
    for (let at = segment - 1; at >= first; at -= 2) if (!this.#leftOf(at, first)) return false;
    for (let at = segment + 1; at <= last; at += 2) if (!this.#rightOf(at, first, last)) return false;
    return true;
  }

  /** Finds brace `at` and the literal before it, shortest first, to the left of what is already found. */
  #leftOf(at: number, first: number): boolean {
    const text = this.#text;
    const kind = this.#start[at] as number;
    const bit = 1 << kind;
    const end = this.from[at + 1 - first] as number;
    const least = Math.max(0, end - (LONGEST[kind] as number));
    // A literal that ends in another character than this one needs no closer look.
    const close = at === first ? -1 : (this.#literals[(this.#end[at - 1] as number) - 1] as number);
    let from = end;
    while (from > least) {
      const code = text[from - 1] as number;
      if (((FITS[code < 128 ? code : 128] as number) & bit) === 0) break;
      from -= 1;
      if (close < 0 || (from > 0 && text[from - 1] !== close)) continue;
      const start = this.#backward(at - 1, this.#end[at - 1] as number, from);
      if (start < 0 || !this.#valid(kind, from, end)) continue;
      this.steps += end - from;
      this.from[at - first] = from;
      this.to[at - first] = end;
      this.from[at - 1 - first] = start;
      this.to[at - 1 - first] = from;
      return true;
    }
    this.steps += end - from;
    this.from[at - first] = from;
    this.to[at - first] = end;
    return at === first && from < end;
  }

  /** Finds brace `at` and the literal after it, shortest first, to the right of what is already found. */
  #rightOf(at: number, first: number, last: number): boolean {
    const text = this.#text;
    const kind = this.#start[at] as number;
    const bit = 1 << kind;
    const from = this.to[at - 1 - first] as number;
    const most = Math.min(this.#length, from + (LONGEST[kind] as number));
    const open = at === last ? -1 : (this.#literals[this.#start[at + 1] as number] as number);
    let to = from;
    while (to < most) {
      const code = text[to] as number;
      if (((FITS[code < 128 ? code : 128] as number) & bit) === 0) break;
      to += 1;
      if (text[to] !== open) continue;
      const end = this.#forward(at + 1, this.#start[at + 1] as number, to);
      if (end < 0 || !this.#valid(kind, from, to)) continue;
      this.steps += to - from;
      this.from[at - first] = from;
      this.to[at - first] = to;
      this.from[at + 1 - first] = to;
      this.to[at + 1 - first] = end;
      return true;
    }
    this.steps += to - from;
    this.from[at - first] = from;
    this.to[at - first] = to;
    return at === last && to > from;
  }

  /** Compares the literal from its offset `at` on with the text from `place` on; returns where it ends, or -1. */
  #forward(segment: number, at: number, place: number): number {
    const text = this.#text;
    const literals = this.#literals;
    const end = this.#end[segment] as number;
    const whole = this.#whole[segment] as number;
    let here = place;
    // Where the literal is compared from its very start, its left side has to be the start of a word.
    if (at === this.#start[segment] && whole & 1 && this.inWord(here)) return -1;
    for (let next = at; next < end; next++) {
      const code = literals[next] as number;
      // The place behind the text holds a blank: no literal ends in one.
      if (code !== text[here] || here >= this.#length) {
        this.steps += next - at + 1;
        return -1;
      }
      here += 1;
      if (code === BLANK && text[here] === BLANK) {
        const most = Math.min(this.#length, here + BLANKS);
        while (here < most && text[here] === BLANK) here += 1;
      }
    }
    this.steps += end - at;
    return whole & 2 && here < this.#length && this.inWord(here) ? -1 : here;
  }

  /** Compares the literal up to its offset `at` with the text before `place`; returns where it begins, or -1. */
  #backward(segment: number, at: number, place: number): number {
    const text = this.#text;
    const literals = this.#literals;
    const start = this.#start[segment] as number;
    const whole = this.#whole[segment] as number;
    let here = place;
    if (at === this.#end[segment] && whole & 2 && this.inWord(here)) return -1;
    for (let next = at - 1; next >= start; next--) {
      const code = literals[next] as number;
      here -= 1;
      if (here < 0 || code !== text[here]) {
        this.steps += at - next;
        return -1;
      }
      if (code === BLANK && here > 0 && text[here - 1] === BLANK) {
        const least = Math.max(0, here - BLANKS);
        while (here > least && text[here - 1] === BLANK) here -= 1;
      }
    }
    this.steps += at - start;
    return whole & 1 && this.inWord(here) ? -1 : here;
  }

  /** Whether a word goes on across `place`: a letter or digit on both of its sides. */
  inWord(place: number): boolean {
    return (
      place > 0 && SORT[this.#text[place - 1] as number] === LETTER && SORT[this.#text[place] as number] === LETTER
    );
  }

  /** Whether what a brace took is of its kind as a whole. */
  #valid(kind: number, from: number, to: number): boolean {
    switch (CLASS_NAMES[kind]) {
      case 'ip':
        return this.#counts(from, to, 0x2e) === 3 || this.#counts(from, to, 0x3a) >= 2;
      case 'address':
        return this.#counts(from, to, 0x40) === 1;
      case 'url':
        return this.#counts(from, to, 0x2e) > 0;
      case 'code':
      case 'number':
        return isDigit(this.#text[from] as number);
      default:
        return true;
    }
  }

  #counts(from: number, to: number, code: number): number {
    let count = 0;
    for (let at = from; at < to; at++) if (this.#text[at] === code) count += 1;
    return count;
  }
}

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;
