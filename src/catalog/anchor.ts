import { IDEOGRAPH, LETTER, SEPARATOR, SORT } from './fold.ts';

/**
 * Keys by which phrases are found in a text: hashes of words and of pairs of words. The text is hashed by the same functions
 * while it is read (anchored.ts); equal hashes of different words cost a comparison, never a wrong answer.
 */
export const SEED = 0x811c9dc5;
const PRIME = 0x01000193;
const PAIR = 0x9e3779b1;
const OPEN = 0x5bd1e995;

/** Letters an open word (`greylist*`) is found by. */
export const START = 4;

/** Hash of a word with one more character (FNV-1a over code units). */
export const hashed = (hash: number, code: number): number => Math.imul(hash ^ code, PRIME);
/** Key of two words that follow each other. */
export const pairKey = (before: number, word: number): number => Math.imul(before, PAIR) ^ word;
/** Key of a word that begins with the letters hashed so far. */
export const startKey = (start: number): number => start ^ OPEN;

/**
 * Words and pairs of words of a phrase, by which the index may find it. Five numbers each: key, the segment it stands in, offsets in the
 * segment's text of its beginning and its end, 1 for a pair and 0 for a word.
 */
export type Anchors = readonly number[];
export const ANCHOR = 5;

/** How a literal begins and ends: its words there are whole, or go on into what stands beside it. */
export interface Edges {
  wholeLeft: boolean;
  wholeRight: boolean;
}

/** Words too common to find anything by. */
const STOP = new Set(
  (
    'the and for not you your are was were this that these from with has have had been can could its our will would ' +
    'who all any but may him her she they them there here when which what does did too per via into out one see ' +
    'der die das und ist den dem des von mit les des est une pas que por para con los las una del non per'
  )
    .split(' ')
    .map((word) => hashOf(word)),
);

/** What counting a literal's words yields. */
export interface Counted {
  words: number;
  letters: number;
}

/**
 * Adds the anchors of one literal to `list` and counts its words and letters.
 *
 * @param text folded
 */
export function anchorsOf(text: string, segment: number, edges: Edges, list: number[]): Counted {
  const counted = { words: 0, letters: 0 };
  let before = 0;
  let beforeAt = -1;
  let beforeTells = false;
  let at = 0;
  while (at < text.length) {
    const from = at;
    const sort = SORT[text.charCodeAt(at)];
    if (sort === SEPARATOR) {
      at += 1;
      continue;
    }
    let hash = SEED;
    let start = 0;
    do {
      hash = hashed(hash, text.charCodeAt(at));
      at += 1;
      if (at - from === START) start = hash;
    } while (sort === LETTER && at < text.length && SORT[text.charCodeAt(at)] === LETTER);
    counted.words += 1;
    counted.letters += at - from;
    const ideograph = sort === IDEOGRAPH;
    const wholeLeft = from > 0 || edges.wholeLeft || ideograph;
    const wholeRight = at < text.length || edges.wholeRight || ideograph;
    const tells = ideograph || (at - from >= 3 && !STOP.has(hash));
    if (wholeLeft && wholeRight) {
      if (tells && !ideograph) list.push(hash, segment, from, at, 0);
      if (beforeAt >= 0 && (tells || beforeTells)) list.push(pairKey(before, hash), segment, beforeAt, at, 1);
      before = hash;
      beforeAt = from;
      beforeTells = tells;
      continue;
    }
    beforeAt = -1;
    if (wholeLeft && at - from >= START && tells) list.push(startKey(start), segment, from, from + START, 0);
  }
  return counted;
}

function hashOf(word: string): number {
  let hash = SEED;
  for (let at = 0; at < word.length; at++) hash = hashed(hash, word.charCodeAt(at));
  return hash;
}
