import type { Anchor } from './anchor.ts';
import type { Phrase } from './phrase.ts';

/** Places of the table by which anchors are counted: two that share one look more common than they are, which only makes them worse. */
const COUNTS = 1 << 17;
const placeOf = (key: number): number => Math.imul(key, 0x9e3779b1) >>> 15;

/**
 * For each key the postings of the phrases that have it as their rarest anchor: phrase, segment and offset in turn.
 *
 * @param first of each phrase, the number of its first segment
 */
export function postingsOf(phrases: readonly Phrase[], first: Int32Array): Map<number, number[]> {
  const common = new Uint16Array(COUNTS);
  for (const { anchors } of phrases)
    for (const { key } of anchors) common[placeOf(key)] = (common[placeOf(key)] ?? 0) + 1;
  const postings = new Map<number, number[]>();
  for (let phrase = 0; phrase < phrases.length; phrase++) {
    let best: Anchor | undefined;
    let least = Number.POSITIVE_INFINITY;
    for (const anchor of phrases[phrase]?.anchors ?? []) {
      // Of equally rare ones a pair is the rarer in real texts.
      const count = 2 * (common[placeOf(anchor.key)] ?? 0) + (anchor.pair ? 0 : 1);
      if (count >= least) continue;
      least = count;
      best = anchor;
    }
    if (!best) continue;
    const entry = postings.get(best.key);
    const segment = (first[phrase] ?? 0) + best.segment;
    if (entry) entry.push(phrase, segment, best.offset);
    else postings.set(best.key, [phrase, segment, best.offset]);
  }
  return postings;
}
