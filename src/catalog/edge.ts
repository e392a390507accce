import { unitAt } from '../units.ts';
import { hashed, pairKey, SEED } from './anchor.ts';
import { FOLD, IDEOGRAPH, LETTER, SORT } from './fold.ts';
import { CLASSES, type Phrase } from './phrase.ts';

/** Where a text was cut off: what stood before it, or behind it, is gone. */
export type Side = 'front' | 'end';

/** A phrase of which only one end is left, at the edge of a text that was cut off there. */
export interface Cut {
  /** Index of the phrase in the list the index was built from. */
  phrase: number;
  /** Where what is left of it stands: offsets of the text, `[from, to)`; one of them is the edge. */
  from: number;
  to: number;
  /** Letters and digits of the phrase that are left, and words of which at least the beginning (or end) is. */
  letters: number;
  words: number;
  /** Letters of the word the cut goes through that are left. */
  left: number;
  /** What is gone of that word; '' where the cut goes between two words. */
  lost: string;
}

/** Characters of a text that are looked at: hardly any phrase is longer. */
const WINDOW = 200;
/** Fewest characters that are looked up. */
const KEY = 6;
/** Most letters of the word at the edge that count for the pair of words there. */
const STEM = 8;
/** Bits of the filter, a power of two: 128 KB. */
const BITS = 1 << 20;

/**
 * Finds the phrases that a text breaks off in: those whose first words are its last ones, or whose last words are its first. One look
 * tells most texts apart, by the two words at the edge; of the others the `WINDOW` characters next to it are looked at, so that the work
 * has a bound that no text can lift. Phrases and text are read towards the edge, in front from right to left.
 */
export class EdgeIndex {
  /** Characters compared since the index was built, counted for the tests. */
  steps = 0;
  readonly #end: boolean;
  /** Phrases without a brace, sorted, and where in this list those stand that begin with a key. */
  readonly #plain: readonly { phrase: number; text: string }[];
  readonly #ranges = new Map<string, [from: number, to: number]>();
  /** Phrases with one, by their key. */
  readonly #braced = new Map<string, { phrase: number; segments: Phrase['segments'] }[]>();
  /** A bit for each pair of words of a phrase of which the outer one may be cut short, for each first word, and for each key. */
  readonly #pairs = new Int32Array(BITS / 32);

  /** @param wanted whether a phrase is to be found */
  constructor(phrases: readonly Phrase[], side: Side, wanted: (phrase: number) => boolean) {
    this.#end = side === 'end';
    const plain: { phrase: number; text: string }[] = [];
    for (const [phrase, { segments: written }] of phrases.entries()) {
      if (!wanted(phrase)) continue;
      const segments = this.#end ? written : mirrored(written);
      const [first] = segments;
      if (first?.kind !== 'literal' || first.text.length < KEY) continue;
      for (const [place, segment] of segments.entries())
        if (segment.kind === 'literal') this.#note(segment.text, place + 1 < segments.length);
      const key = first.text.slice(0, KEY);
      this.#set(pairKey(KEY, hashTo(key, -1, 1, KEY)));
      if (segments.length === 1) plain.push({ phrase, text: first.text });
      else if (this.#braced.has(key)) this.#braced.get(key)?.push({ phrase, segments });
      else this.#braced.set(key, [{ phrase, segments }]);
    }
    this.#plain = plain.sort((a, b) => (a.text < b.text ? -1 : 1));
    for (const [at, { text }] of this.#plain.entries()) {
      const range = this.#ranges.get(text.slice(0, KEY));
      if (range) range[1] = at + 1;
      else this.#ranges.set(text.slice(0, KEY), [at, at + 1]);
    }
  }

  /** @param text on one line, blanks single, without blanks at its ends */
  find(text: string): Cut[] {
    if (!this.#mayBeCut(text)) return [];
    const units = this.#unitsOf(text);
    let read = '';
    const found: Cut[] = [];
    for (let at = 0; at + KEY <= units.length; at++) {
      if (at > 0 && SORT[units[at - 1] ?? 0] === LETTER && SORT[units[at] ?? 0] === LETTER) continue;
      // Most words begin no phrase.
      if (!this.#has(pairKey(KEY, hashOf(units, at, KEY)))) continue;
      if (read === '') read = String.fromCharCode(...units);
      const key = read.slice(at, at + KEY);
      const range = this.#ranges.get(key);
      if (range) this.#narrow(range, read, at, text.length, found);
      for (const { phrase, segments } of this.#braced.get(key) ?? []) {
        const left = this.#compare(segments, read, at);
        if (left) found.push(this.#cut(phrase, read.length - at, text.length, left));
      }
    }
    return found;
  }

  /** The part of the text next to the edge, folded, towards the edge. */
  #unitsOf(text: string): Uint16Array {
    const units = new Uint16Array(Math.min(WINDOW, text.length));
    const first = this.#end ? text.length - units.length : units.length - 1;
    const step = this.#end ? 1 : -1;
    for (let at = 0; at < units.length; at++) units[at] = FOLD[unitAt(text, first + at * step)] ?? 0;
    return units;
  }

  /**
   * Notes all pairs of words of a literal, the outer one of each in all lengths it may be cut to.
   *
   * @param more whether the phrase goes on behind it: else its last word is cut only where a part of it is gone
   */
  #note(text: string, more: boolean): void {
    let inner = 0;
    for (let at = 0; at < text.length; ) {
      if (!isLetter(text, at)) {
        at += 1;
        continue;
      }
      let hash = SEED;
      let letters = 0;
      do {
        hash = hashed(hash, text.charCodeAt(at));
        at += 1;
        letters += 1;
        const open = isInWord(text, at);
        const cut = inner === 0 ? letters >= KEY && open : letters <= STEM && (open || more || at < text.length);
        if (cut) this.#set(pairKey(inner, hash));
      } while (isInWord(text, at));
      inner = hash;
    }
  }

  #set(key: number): void {
    const bit = spread(key);
    this.#pairs[bit >>> 5] = (this.#pairs[bit >>> 5] ?? 0) | (1 << (bit & 31));
  }

  #has(key: number): boolean {
    const bit = spread(key);
    return (((this.#pairs[bit >>> 5] ?? 0) >>> (bit & 31)) & 1) === 1;
  }

  /** Whether the word at the edge may be one of a phrase that goes on: the second of two, or the first. */
  #mayBeCut(text: string): boolean {
    const step = this.#end ? -1 : 1;
    const last = this.#end ? 0 : text.length - 1;
    const stem = this.#wordAt(text, this.#end ? text.length - 1 : 0, last);
    const inner = stem.at;
    const letters = Math.abs(inner - stem.from);
    if (letters >= KEY && this.#has(pairKey(0, hashTo(text, inner, -step, letters)))) return true;
    const before = this.#wordAt(text, inner, last);
    if (before.at === before.from) return false;
    const whole = hashTo(text, before.at, -step, Math.abs(before.at - before.from));
    return this.#has(pairKey(whole, hashTo(text, inner, -step, Math.min(STEM, letters))));
  }

  /** The first word from `edge` on, away from the edge: where it begins there, and the place behind its inner end. */
  #wordAt(text: string, edge: number, last: number): { from: number; at: number } {
    const step = this.#end ? -1 : 1;
    let from = edge;
    while (from !== last + step && sortAt(text, from) === 0) from += step;
    let at = from;
    if (from === last + step) return { from, at };
    const sort = sortAt(text, at);
    do at += step;
    while (sort === LETTER && at !== last + step && sortAt(text, at) === LETTER);
    return { from, at };
  }

  /** Of the phrases of a range those that go on as the text does, up to the edge and beyond. */
  #narrow([from, to]: readonly [number, number], read: string, at: number, whole: number, found: Cut[]): void {
    let low = from;
    let high = to;
    for (let next = at + KEY; next < read.length && low < high; next++) {
      const code = read.charCodeAt(next);
      low = this.#bound(low, high, next - at, code);
      high = this.#bound(low, high, next - at, code + 1);
    }
    const length = read.length - at;
    if (low >= high) return;
    const { letters, words } = count(read, at);
    for (let index = low; index < high; index++) {
      const entry = this.#plain[index];
      if (!entry || entry.text.length <= length) continue;
      const { left, lost } = torn(entry.text, length);
      found.push(this.#cut(entry.phrase, length, whole, { letters, words, left, lost }));
    }
  }

  /** The first phrase from `low` on, before `high`, whose character at `place` is not below `code`. */
  #bound(low: number, high: number, place: number, code: number): number {
    let from = low;
    let to = high;
    while (from < to) {
      this.steps += 1;
      const middle = (from + to) >>> 1;
      const text = this.#plain[middle]?.text ?? '';
      if (place < text.length && text.charCodeAt(place) >= code) to = middle;
      else from = middle + 1;
    }
    return from;
  }

  #cut(phrase: number, length: number, whole: number, left: Left): Cut {
    return this.#end ? { phrase, from: whole - length, to: whole, ...left } : { phrase, from: 0, to: length, ...left };
  }

  /** Compares a phrase with the text from `at` on; what is left of it where it goes beyond the edge. */
  #compare(segments: Phrase['segments'], read: string, at: number): Left | undefined {
    let here = at;
    let letters = 0;
    let words = 0;
    for (let index = 0; index < segments.length; index += 2) {
      const literal = segments[index];
      if (literal?.kind !== 'literal') return undefined;
      const same = this.#same(literal.text, read, here);
      if (same < 0) return undefined;
      const counted = count(literal.text, 0, same);
      letters += counted.letters;
      words += counted.words;
      here += same;
      if (same < literal.text.length) return { letters, words, ...torn(literal.text, same) };
      const brace = segments[index + 1];
      const next = segments[index + 2];
      if (brace?.kind !== 'brace' || next?.kind !== 'literal') return undefined;
      here = this.#beyond(next.text, read, here, CLASSES[brace.class]);
      if (here < 0) return undefined;
    }
    return undefined;
  }

  /** How many characters of a literal stand from `here` on, up to the edge; -1 where another one does. */
  #same(literal: string, read: string, here: number): number {
    const most = Math.min(read.length - here, literal.length);
    for (let next = 0; next < most; next++) {
      this.steps += 1;
      if (literal.charCodeAt(next) !== read.charCodeAt(here + next)) return -1;
    }
    return most;
  }

  /** The first place behind a brace from which the literal goes on, whole or up to the edge; -1 without one. */
  #beyond(literal: string, read: string, here: number, longest: number): number {
    const most = Math.min(read.length - 1, here + longest);
    for (let at = here + 1; at <= most; at++) if (this.#same(literal, read, at) >= 0) return at;
    return -1;
  }
}

type Left = Pick<Cut, 'letters' | 'words' | 'left' | 'lost'>;

/** The same phrase from right to left. */
function mirrored(segments: Phrase['segments']): Phrase['segments'] {
  return segments
    .map((segment) => (segment.kind === 'brace' ? segment : { ...segment, text: backwards(segment.text) }))
    .reverse();
}

const backwards = (text: string): string => text.split('').reverse().join('');

/** A place of the filter. */
const spread = (key: number): number => Math.imul(key, 0x9e3779b1) >>> 12;

/** Hash of the `count` code units from `from` on. */
function hashOf(units: Uint16Array, from: number, count: number): number {
  let hash = SEED;
  for (let at = from; at < from + count; at++) hash = hashed(hash, units[at] ?? 0);
  return hash;
}

/** Hash of the `count` characters that stand from the place behind `behind` on, in steps of `step`. */
function hashTo(text: string, behind: number, step: number, count: number): number {
  let hash = SEED;
  for (let nth = 1; nth <= count; nth++) hash = hashed(hash, FOLD[text.charCodeAt(behind + nth * step)] ?? 0);
  return hash;
}

const sortAt = (text: string, at: number): number => SORT[FOLD[text.charCodeAt(at)] ?? 0] ?? 0;

const isLetter = (text: string, at: number): boolean => SORT[text.charCodeAt(at)] !== 0;

/** Whether a word goes on across this place. */
const isInWord = (text: string, at: number): boolean =>
  at > 0 && at < text.length && SORT[text.charCodeAt(at - 1)] === LETTER && SORT[text.charCodeAt(at)] === LETTER;

/** Where the word begins that ends at `end`. */
function wordStart(text: string, end: number): number {
  let at = end - 1;
  if (SORT[text.charCodeAt(at)] !== IDEOGRAPH) while (isInWord(text, at)) at -= 1;
  return Math.max(0, at);
}

/** What a cut at `at` leaves of the word it goes through, and what it takes: as written, where the phrase was read backwards. */
function torn(text: string, at: number): Pick<Cut, 'left' | 'lost'> {
  if (!isInWord(text, at)) return { left: 0, lost: '' };
  let to = at;
  while (isInWord(text, to)) to += 1;
  return { left: at - wordStart(text, at), lost: text.slice(at, to) };
}

function count(text: string, from: number, to = text.length): Pick<Cut, 'letters' | 'words'> {
  let letters = 0;
  let words = 0;
  for (let at = from; at < to; at++) {
    if (!isLetter(text, at)) continue;
    letters += 1;
    if (at === from || !isInWord(text, at)) words += 1;
  }
  return { letters, words };
}
