import { hashed, pairKey, SEED } from './anchor.ts';
import { LETTER, SORT } from './fold.ts';

/** Characters of a phrase by which it is looked up: of a shorter beginning it can't be told what it begins. */
export const KEY = 6;
/** Most letters of the word at the edge that count for the pair of words there. */
const STEM = 8;
/** Bits of the filter, a power of two: 128 KB. */
const BITS = 1 << 20;

/** The pairs of words that phrases may break off in, of which the outer one may be cut short, and their first words: told by a bit each. */
export class EdgeWords {
  readonly #pairs = new Int32Array(BITS / 32);

  /**
   * Notes all pairs of words of a literal, the outer one of each in all lengths it may be cut to.
   *
   * @param text folded, running towards the edge
   * @param more whether the phrase goes on behind it: else its last word is cut only where a part of it is gone
   */
  note(text: string, more: boolean): void {
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

  /**
   * Whether the word at the edge may be one of a phrase that goes on: the second of two, or the first.
   *
   * @param read folded; its last word is the one at the edge
   */
  mayBreakOff(read: string): boolean {
    const end = wordEnd(read, read.length);
    const from = wordStart(read, end);
    if (end - from >= KEY && this.#has(pairKey(0, hashOf(read, from, end)))) return true;
    const before = wordEnd(read, from);
    if (before === 0) return false;
    const inner = hashOf(read, wordStart(read, before), before);
    return this.#has(pairKey(inner, hashOf(read, from, Math.min(end, from + STEM))));
  }
}

/** A place of the filter. */
const spread = (key: number): number => Math.imul(key, 0x9e3779b1) >>> 12;

function hashOf(text: string, from: number, to: number): number {
  let hash = SEED;
  for (let at = from; at < to; at++) hash = hashed(hash, text.charCodeAt(at));
  return hash;
}

export const isLetter = (text: string, at: number): boolean => SORT[text.charCodeAt(at)] !== 0;

/** Whether a word goes on across this place. */
export const isInWord = (text: string, at: number): boolean =>
  at > 0 && at < text.length && SORT[text.charCodeAt(at - 1)] === LETTER && SORT[text.charCodeAt(at)] === LETTER;

/** Where the last word before `end` ends; 0 without one. */
function wordEnd(text: string, end: number): number {
  let at = end;
  while (at > 0 && !isLetter(text, at - 1)) at -= 1;
  return at;
}

/** Where the word begins that ends at `end`. */
export function wordStart(text: string, end: number): number {
  let at = Math.max(0, end - 1);
  while (isInWord(text, at)) at -= 1;
  return at;
}
