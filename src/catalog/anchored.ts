import { Units } from '../units.ts';
import { hashed, pairKey, SEED, START, startKey } from './anchor.ts';
import { FOLD, IDEOGRAPH, LETTER, SORT } from './fold.ts';
import type { Phrase } from './phrase.ts';
import { postingsOf } from './postings.ts';

const BLANK = 0x20;
/** Words of the filter: 16 KB. */
const FILTER = 0xfff;
/** Folded code unit and, above it, its sort: one look-up for both. */
const FOLDED = Int32Array.from(FOLD, (code) => code | ((SORT[code] ?? 0) << 16));
const LETTERS = LETTER << 16;
const IDEOGRAPHS = IDEOGRAPH << 16;

/** The anchors of all phrases (each has one, the rarest of its own), looked up by the words and word pairs of a text. */
export class AnchorTable {
  /** Postings: phrase, segment, offset; a phrase of -1 ends a list. */
  readonly postings: Int32Array;
  /** What the words of the text looked through last led to: the beginning of a list of postings, and a place, in turn. */
  candidates = new Int32Array(1024);
  /** That text, folded, with a blank behind its end; more may stand behind that. */
  folded: Uint16Array;

  readonly #units = new Units(4096);
  /** Hash table of anchors: key, and where its postings begin; 0 is free. */
  readonly #keys: Int32Array;
  readonly #slots: Int32Array;
  readonly #mask: number;
  /** One bit for each key of the table, small enough to stay near the processor: most words of a text stop here. */
  readonly #filter = new Int32Array(FILTER + 1);

  /** @param first of each phrase, the number of its first segment */
  constructor(phrases: readonly Phrase[], first: Int32Array) {
    this.folded = this.#units.taken;
    const postings = postingsOf(phrases, first);
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
    this.postings = flat;
  }

  /** Folds the text and looks its words up. Returns how much of `candidates` is filled. */
  collect(text: string): number {
    const length = text.length;
    // One place beyond the end is a blank, so that the last word ends like any other.
    this.#units.grow(length + 1);
    this.#units.take(text);
    const folded = this.#units.taken;
    this.folded = folded;
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
    if (found + 2 > this.candidates.length) {
      const more = new Int32Array(this.candidates.length * 2);
      more.set(this.candidates);
      this.candidates = more;
    }
    this.candidates[found] = postings;
    this.candidates[found + 1] = place;
    return found + 2;
  }
}
