import { Units } from '../units.ts';
import { hashed, pairKey, SEED, START, startKey } from './anchor.ts';
import { FOLD, IDEOGRAPH, LETTER, SORT } from './fold.ts';
import type { Phrase } from './phrase.ts';
import { POSTING, postingsOf } from './postings.ts';

const BLANK = 0x20;
/** Words of the filter: 16 KB. */
const FILTER = 0xfff;
/** Folded code unit and, above it, its sort: one look-up for both. */
const FOLDED = Int32Array.from(FOLD, (code) => code | ((SORT[code] ?? 0) << 16));
const LETTERS = LETTER << 16;
const IDEOGRAPHS = IDEOGRAPH << 16;

/** The anchors of all phrases (each has one, the rarest of its own), looked up by the words and word pairs of a text. */
export class AnchorTable {
  /** Postings; a phrase of -1 ends a list. */
  readonly postings: Int32Array;
  /** What the words of the text looked through last led to: the beginning of a list of postings, where the words begin and end, in turn. */
  candidates = new Int32Array(1536);
  /** That text, folded, with a blank behind its end; more may stand behind that. */
  folded: Uint16Array;

  readonly #units = new Units(4096);
  /** Hash table of anchors: key, and where its postings begin, in turn; 0 is free. */
  readonly #table: Int32Array;
  readonly #mask: number;
  /** One bit for each key of the table, small enough to stay near the processor: most words of a text stop here. */
  readonly #filter = new Int32Array(FILTER + 1);

  /**
   * @param first of each phrase, the number of its first segment
   * @param wanted whether a phrase is to be found
   */
  constructor(phrases: readonly Phrase[], first: Int32Array, wanted: (phrase: number) => boolean) {
    this.folded = this.#units.taken;
    const postings = postingsOf(phrases, first, wanted);
    let size = 1024;
    while (size < postings.size * 4) size *= 2;
    this.#mask = 2 * size - 2;
    this.#table = new Int32Array(2 * size);
    const flat = new Int32Array(phrases.length * POSTING + postings.size + 1);
    let end = 1;
    for (const [key, list] of postings) {
      let slot = (key << 1) & this.#mask;
      while (this.#table[slot + 1] !== 0) slot = (slot + 2) & this.#mask;
      this.#table[slot] = key;
      this.#table[slot + 1] = end;
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
    // What stands beside the last word is looked at, too.
    this.#units.grow(length + 2);
    this.#units.take(text);
    const folded = this.#units.taken;
    this.folded = folded;
    // The last word ends like any other.
    folded[length] = BLANK;
    let found = 0;
    let before = 0;
    let beforeAt = -1;
    for (let at = 0; at < length; ) {
      let sorted = FOLDED[folded[at] as number] as number;
      folded[at] = sorted;
      if (sorted < LETTERS) {
        at += 1;
        continue;
      }
      const from = at;
      let hash = SEED;
      if (sorted >= IDEOGRAPHS) {
        hash = hashed(hash, sorted & 0xffff);
        at += 1;
      } else {
        let start = 0;
        do {
          hash = hashed(hash, sorted & 0xffff);
          at += 1;
          if (at - from === START) start = startKey(hash);
          sorted = FOLDED[folded[at] as number] as number;
          folded[at] = sorted;
        } while (sorted >= LETTERS && sorted < IDEOGRAPHS);
        if (at - from >= START && this.#passes(start)) found = this.#look(start, from, from + START, found);
        if (this.#passes(hash)) found = this.#look(hash, from, at, found);
      }
      if (beforeAt >= 0) {
        const key = pairKey(before, hash);
        if (this.#passes(key)) found = this.#look(key, beforeAt, at, found);
      }
      before = hash;
      beforeAt = from;
    }
    return found;
  }

  /** Whether a key may have postings. */
  #passes(key: number): boolean {
    return (((this.#filter[(key >>> 5) & FILTER] as number) >>> (key & 31)) & 1) !== 0;
  }

  /** Notes the postings of a key, if it has any. */
  #look(key: number, place: number, end: number, found: number): number {
    const table = this.#table;
    let slot = (key << 1) & this.#mask;
    for (; table[slot + 1] !== 0; slot = (slot + 2) & this.#mask)
      if (table[slot] === key) return this.#candidate(found, table[slot + 1] as number, place, end);
    return found;
  }

  #candidate(found: number, postings: number, place: number, end: number): number {
    if (found + 3 > this.candidates.length) {
      const more = new Int32Array(this.candidates.length * 2);
      more.set(this.candidates);
      this.candidates = more;
    }
    this.candidates[found] = postings;
    this.candidates[found + 1] = place;
    this.candidates[found + 2] = end;
    return found + 3;
  }
}
