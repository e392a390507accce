import { Units } from '../units.ts';
import { hashed, pairKey, SEED, START, startKey } from './anchor.ts';
import { CLASS_NAMES, FITS, LONGEST } from './fits.ts';
import { FOLD, IDEOGRAPH, LETTER, SORT } from './fold.ts';
import type { Phrase } from './phrase.ts';
import { postingsOf } from './postings.ts';

/** A phrase found in a text. */
export interface Hit {
  /** Index of the phrase in the list the index was built from. */
  phrase: number;
  /** Where its words stand: offsets of the text, `[from, to)`. */
  from: number;
  to: number;
  /** What its named braces held, as written. */
  facts?: Record<string, string>;
}

const BLANK = 0x20;
/** Most blanks that count as one. */
const BLANKS = 64;

/** Words of the filter: 16 KB. */
const FILTER = 0xfff;
/** Folded code unit and, above it, its sort: one look-up for both. */
const FOLDED = Int32Array.from(FOLD, (code) => code | ((SORT[code] ?? 0) << 16));
const LETTERS = LETTER << 16;
const IDEOGRAPHS = IDEOGRAPH << 16;

/**
 * Finds all phrases of the catalog that occur in a text, in one pass: the words and word pairs of the text are looked up among
 * the anchors of the phrases (each phrase has one, the rarest of its own), then only the phrases so named are compared in full.
 * The cost of a text grows with its length and with the phrases it almost contains, not with the size of the catalog.
 */
export class PhraseIndex {
  readonly size: number;
  /** Characters compared since the index was built: what a text really costs, counted for the tests. */
  steps = 0;

  /** Literals of all phrases in a row. */
  readonly #literals: Uint16Array;
  /** Per segment: start and end in `#literals`; for a brace its class in `#start` and -1 in `#end`. */
  readonly #start: Int32Array;
  readonly #end: Int32Array;
  /** Per segment: bit 1 the word ends at the left side, bit 2 at the right side. */
  readonly #whole: Uint8Array;
  /** Per phrase: its first segment; one entry more than phrases. */
  readonly #first: Int32Array;
  /** Per phrase: names of its braces by segment, where it has any. */
  readonly #names: readonly (readonly (string | undefined)[] | undefined)[];
  /** Hash table of anchors: key, and where its postings begin; 0 is free. */
  readonly #keys: Int32Array;
  readonly #slots: Int32Array;
  readonly #mask: number;
  /** One bit for each key of the table, small enough to stay near the processor: most words of a text stop here. */
  readonly #filter = new Int32Array(FILTER + 1);
  /** Postings: phrase, segment, offset; a phrase of -1 ends a list. */
  readonly #postings: Int32Array;

  readonly #units = new Units(4096);
  #text = this.#units.taken;
  #candidates = new Int32Array(1024);
  #seen: Int32Array;
  #round = 0;
  /** Where each segment of the phrase being compared was found. */
  readonly #from = new Int32Array(64);
  readonly #to = new Int32Array(64);

  constructor(phrases: readonly Phrase[]) {
    this.size = phrases.length;
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
    this.#first = new Int32Array(phrases.length + 1);
    this.#seen = new Int32Array(phrases.length);
    this.#names = phrases.map(({ segments: own }) => namesOf(own));
    let at = 0;
    let filled = 0;
    for (const [phrase, { segments: own }] of phrases.entries()) {
      this.#first[phrase] = at;
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
    this.#first[phrases.length] = at;

    const postings = postingsOf(phrases, this.#first);
    let size = 1024;
    while (size < postings.size * 4) size *= 2;
    this.#mask = size - 1;
    this.#keys = new Int32Array(size);
    this.#slots = new Int32Array(size);
    const flat = new Int32Array(phrases.length * 3 + postings.size + 1);
    let end = 1;
    for (const [key, list] of postings) {
      let slot = key & this.#mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & this.#mask;
      this.#keys[slot] = key;
      this.#slots[slot] = end;
      this.#filter[(key >>> 5) & FILTER] = (this.#filter[(key >>> 5) & FILTER] ?? 0) | (1 << (key & 31));
      flat.set(list, end);
      end += list.length;
      flat[end++] = -1;
    }
    this.#postings = flat;
  }

  /**
   * @param text any text, folded on the way
   * @returns the phrases that occur in it, each once, at its first place
   */
  scan(text: string): Hit[] {
    this.#round += 1;
    const count = this.#collect(text);
    const hits: Hit[] = [];
    for (let at = 0; at < count; at += 2) {
      const place = this.#candidates[at + 1] ?? 0;
      for (let post = this.#candidates[at] ?? 0; ; post += 3) {
        const phrase = this.#postings[post] ?? -1;
        if (phrase < 0) break;
        if (this.#seen[phrase] === this.#round) continue;
        const segment = this.#postings[post + 1] ?? 0;
        if (!this.#compare(phrase, segment, this.#postings[post + 2] ?? 0, place, text.length)) continue;
        this.#seen[phrase] = this.#round;
        hits.push(this.#hit(phrase, text));
      }
    }
    return hits;
  }

  /** Whether a phrase occurred in the text scanned last. */
  saw(phrase: number): boolean {
    return this.#seen[phrase] === this.#round;
  }

  /** Folds the text into `#text` and looks its words up. Returns how much of `#candidates` is filled: postings and place in turn. */
  #collect(text: string): number {
    const length = text.length;
    // One place beyond the end is a blank, so that the last word ends like any other.
    this.#units.grow(length + 1);
    this.#units.take(text);
    this.#text = this.#units.taken;
    const folded = this.#text;
    const filter = this.#filter;
    let found = 0;
    let hash = SEED;
    let letters = 0;
    let before = 0;
    let beforeAt = -1;
    for (let at = 0; at <= length; at++) {
      const sorted = at < length ? (FOLDED[folded[at] as number] as number) : BLANK;
      folded[at] = sorted;
      if (sorted >= LETTERS && sorted < IDEOGRAPHS) {
        hash = hashed(hash, sorted & 0xffff);
        letters += 1;
        if (letters === START) {
          const key = startKey(hash);
          if (((filter[(key >>> 5) & FILTER] as number) >>> (key & 31)) & 1)
            found = this.#look(key, at - START + 1, found);
        }
        continue;
      }
      if (letters > 0) {
        const from = at - letters;
        if (((filter[(hash >>> 5) & FILTER] as number) >>> (hash & 31)) & 1) found = this.#look(hash, from, found);
        if (beforeAt >= 0) {
          const key = pairKey(before, hash);
          if (((filter[(key >>> 5) & FILTER] as number) >>> (key & 31)) & 1) found = this.#look(key, beforeAt, found);
        }
        before = hash;
        beforeAt = from;
        hash = SEED;
        letters = 0;
      }
      if (sorted < IDEOGRAPHS) continue;
      const own = hashed(SEED, sorted & 0xffff);
      if (beforeAt >= 0) found = this.#look(pairKey(before, own), beforeAt, found);
      before = own;
      beforeAt = at;
    }
    this.steps += length;
    return found;
  }

  /** Notes the postings of a key, if it has any. */
  #look(key: number, place: number, found: number): number {
    let slot = key & this.#mask;
    for (; this.#slots[slot] !== 0; slot = (slot + 1) & this.#mask)
      if (this.#keys[slot] === key) return this.#candidate(found, this.#slots[slot] as number, place);
    return found;
  }

  #candidate(found: number, postings: number, place: number): number {
    if (found + 2 > this.#candidates.length) {
      const more = new Int32Array(this.#candidates.length * 2);
      more.set(this.#candidates);
      this.#candidates = more;
    }
    this.#candidates[found] = postings;
    this.#candidates[found + 1] = place;
    return found + 2;
  }

  /** Compares a phrase around its anchor, which stands at `place`: first its own stretch, then leftwards, then rightwards. */
  #compare(phrase: number, segment: number, offset: number, place: number, length: number): boolean {
    const first = this.#first[phrase] as number;
    const last = (this.#first[phrase + 1] as number) - 1;
    const middle = (this.#start[segment] as number) + offset;
    const from = this.#backward(segment, middle, place);
    if (from < 0) return false;
    const to = this.#forward(segment, middle, place, length);
    if (to < 0) return false;
    this.#from[segment - first] = from;
    this.#to[segment - first] = to;
    for (let at = segment - 1; at >= first; at -= 2) if (!this.#leftOf(at, first)) return false;
    for (let at = segment + 1; at <= last; at += 2) if (!this.#rightOf(at, first, last, length)) return false;
    return true;
  }

  /** Finds brace `at` and the literal before it, shortest first, to the left of what is already found. */
  #leftOf(at: number, first: number): boolean {
    const text = this.#text;
    const kind = this.#start[at] as number;
    const bit = 1 << kind;
    const end = this.#from[at + 1 - first] as number;
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
      this.#from[at - first] = from;
      this.#to[at - first] = end;
      this.#from[at - 1 - first] = start;
      this.#to[at - 1 - first] = from;
      return true;
    }
    this.steps += end - from;
    this.#from[at - first] = from;
    this.#to[at - first] = end;
    return at === first && from < end;
  }

  /** Finds brace `at` and the literal after it, shortest first, to the right of what is already found. */
  #rightOf(at: number, first: number, last: number, length: number): boolean {
    const text = this.#text;
    const kind = this.#start[at] as number;
    const bit = 1 << kind;
    const from = this.#to[at - 1 - first] as number;
    const most = Math.min(length, from + (LONGEST[kind] as number));
    const open = at === last ? -1 : (this.#literals[this.#start[at + 1] as number] as number);
    let to = from;
    while (to < most) {
      const code = text[to] as number;
      if (((FITS[code < 128 ? code : 128] as number) & bit) === 0) break;
      to += 1;
      if (text[to] !== open) continue;
      const end = this.#forward(at + 1, this.#start[at + 1] as number, to, length);
      if (end < 0 || !this.#valid(kind, from, to)) continue;
      this.steps += to - from;
      this.#from[at - first] = from;
      this.#to[at - first] = to;
      this.#from[at + 1 - first] = to;
      this.#to[at + 1 - first] = end;
      return true;
    }
    this.steps += to - from;
    this.#from[at - first] = from;
    this.#to[at - first] = to;
    return at === last && to > from;
  }

  /** Compares the literal from its offset `at` on with the text from `place` on; returns where it ends, or -1. */
  #forward(segment: number, at: number, place: number, length: number): number {
    const text = this.#text;
    const literals = this.#literals;
    const end = this.#end[segment] as number;
    const whole = this.#whole[segment] as number;
    let here = place;
    // Where the literal is compared from its very start, its left side has to be the start of a word.
    if (at === this.#start[segment] && whole & 1 && this.#inWord(here)) return -1;
    for (let next = at; next < end; next++) {
      const code = literals[next] as number;
      // The place behind the text holds a blank: no literal ends in one.
      if (code !== text[here] || here >= length) {
        this.steps += next - at + 1;
        return -1;
      }
      here += 1;
      if (code === BLANK && text[here] === BLANK) {
        const most = Math.min(length, here + BLANKS);
        while (here < most && text[here] === BLANK) here += 1;
      }
    }
    this.steps += end - at;
    return whole & 2 && here < length && this.#inWord(here) ? -1 : here;
  }

  /** Compares the literal up to its offset `at` with the text before `place`; returns where it begins, or -1. */
  #backward(segment: number, at: number, place: number): number {
    const text = this.#text;
    const literals = this.#literals;
    const start = this.#start[segment] as number;
    const whole = this.#whole[segment] as number;
    let here = place;
    if (at === this.#end[segment] && whole & 2 && this.#inWord(here)) return -1;
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
    return whole & 1 && this.#inWord(here) ? -1 : here;
  }

  /** Whether a word goes on across `place`: a letter or digit on both of its sides. */
  #inWord(place: number): boolean {
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

  #hit(phrase: number, text: string): Hit {
    const first = this.#first[phrase] as number;
    const count = (this.#first[phrase + 1] as number) - first;
    let to = this.#to[count - 1] as number;
    // An open word is quoted to its end.
    for (const most = to + 40; to < most && to < text.length && this.#inWord(to); ) to += 1;
    const hit: Hit = { phrase, from: this.#from[0] as number, to };
    const names = this.#names[phrase];
    if (!names) return hit;
    const spans = new Map<string, [number, number]>();
    for (const [at, name] of names.entries()) {
      if (name === undefined) continue;
      // A name used twice spans from its first brace to its last: an id of several parts.
      const from = spans.get(name)?.[0] ?? (this.#from[at] as number);
      spans.set(name, [from, this.#to[at] as number]);
    }
    hit.facts = {};
    for (const [name, [from, to]] of spans) hit.facts[name] = text.slice(from, to).trim();
    return hit;
  }
}

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;

/** Names of a phrase's braces by segment; undefined where none has a name. */
function namesOf(segments: Phrase['segments']): (string | undefined)[] | undefined {
  if (!segments.some((segment) => segment.kind === 'brace' && segment.name !== undefined)) return undefined;
  return segments.map((segment) => (segment.kind === 'brace' ? segment.name : undefined));
}
