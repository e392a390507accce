import { ANCHOR } from './anchor.ts';
import type { Phrase } from './phrase.ts';

/** Places of the table by which anchors are counted: two that share one look more common than they are, which only makes them worse. */
const COUNTS = 1 << 17;
const placeOf = (key: number): number => Math.imul(key, 0x9e3779b1) >>> 15;

/** Numbers of a posting: phrase, segment, offset in it, and the two characters beside the anchor, the nearer one first. */
export const POSTING = 5;
const BLANK = 0x20;
/** Added to the nearer one where the two stand in front of the anchor. */
const BEFORE = 0x10000;
/** In place of both where the anchor has none in its literal. */
const NONE = -1;

/** The two characters of the literal behind the anchor, or else those before it. */
function besides({ segments, anchors }: Phrase, anchor: number): [near: number, far: number] {
  const literal = segments[anchors[anchor + 1] as number];
  const offset = anchors[anchor + 2] as number;
  const end = anchors[anchor + 3] as number;
  const text = literal?.kind === 'literal' ? literal.text : '';
  if (end + 1 < text.length) return [text.charCodeAt(end), text.charCodeAt(end + 1)];
  if (offset > 1) return [text.charCodeAt(offset - 1) | BEFORE, text.charCodeAt(offset - 2)];
  return [NONE, NONE];
}

/**
 * Whether the characters beside an anchor stand there in a text as well: by them most phrases that only share a word with the text are ruled
 * out, without being looked at themselves. Several blanks of the text count as one.
 *
 * @param folded the text; one more unit than it has may be read
 * @param place where the anchor begins in it
 * @param end where it ends
 */
export function isBeside(folded: Uint16Array, place: number, end: number, near: number, far: number): boolean {
  if (near < 0) return true;
  if (near < BEFORE) {
    if (folded[end] !== near) return false;
    const code = folded[end + 1];
    return code === far || code === BLANK;
  }
  if (place < 2 || folded[place - 1] !== (near & 0xffff)) return false;
  const code = folded[place - 2];
  return code === far || code === BLANK;
}

/**
 * For each key the postings of the phrases that have it as their rarest anchor, in a row.
 *
 * @param first of each phrase, the number of its first segment
 * @param wanted whether a phrase is to be found
 */
export function postingsOf(
  phrases: readonly Phrase[],
  first: Int32Array,
  wanted: (phrase: number) => boolean,
): Map<number, number[]> {
  const common = new Uint16Array(COUNTS);
  for (const { anchors } of phrases)
    for (let at = 0; at < anchors.length; at += ANCHOR) {
      const place = placeOf(anchors[at] as number);
      common[place] = (common[place] as number) + 1;
    }
  const postings = new Map<number, number[]>();
  for (const [place, phrase] of phrases.entries()) {
    if (!wanted(place)) continue;
    const { anchors } = phrase;
    let best = 0;
    let least = Number.POSITIVE_INFINITY;
    for (let at = 0; at < anchors.length; at += ANCHOR) {
      // Of equally rare ones a pair is the rarer in real texts.
      const count = 2 * (common[placeOf(anchors[at] as number)] as number) - (anchors[at + 4] as number);
      if (count >= least) continue;
      least = count;
      best = at;
    }
    const key = anchors[best] as number;
    const segment = (first[place] as number) + (anchors[best + 1] as number);
    const posting = [place, segment, anchors[best + 2] as number, ...besides(phrase, best)];
    const entry = postings.get(key);
    if (entry) entry.push(...posting);
    else postings.set(key, posting);
  }
  return postings;
}
