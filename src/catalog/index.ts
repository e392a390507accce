import { AnchorTable } from './anchored.ts';
import { Comparer } from './compare.ts';
import type { Phrase } from './phrase.ts';
import { isBeside, POSTING } from './postings.ts';

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

/**
 * Finds all phrases of the catalog that occur in a text, in one pass: the words and word pairs of the text are looked up among
 * the anchors of the phrases, then only the phrases so named are compared in full. The cost of a text grows with its length and with the
 * phrases it almost contains, not with the size of the catalog.
 */
export class PhraseIndex {
  readonly size: number;
  readonly #comparer: Comparer;
  readonly #anchors: AnchorTable;
  /** Per phrase: names of its braces by segment, where it has any. */
  readonly #names: readonly (readonly (string | undefined)[] | undefined)[];
  /** Per phrase: the round in which it was found last. */
  readonly #seen: Int32Array;
  #round = 0;
  #looked = 0;

  /** @param wanted whether a phrase is to be found */
  constructor(phrases: readonly Phrase[], wanted: (phrase: number) => boolean = () => true) {
    this.size = phrases.length;
    this.#comparer = new Comparer(phrases);
    this.#anchors = new AnchorTable(phrases, this.#comparer.first, wanted);
    this.#names = phrases.map(({ segments }) => namesOf(segments));
    this.#seen = new Int32Array(phrases.length);
  }

  /** Characters looked at and compared since the index was built: what texts really cost, counted for the tests. */
  get steps(): number {
    return this.#looked + this.#comparer.steps;
  }

  /**
   * @param text any text, folded on the way
   * @returns the phrases that occur in it, each once, at its first place
   */
  scan(text: string): Hit[] {
    this.#round += 1;
    const count = this.#anchors.collect(text);
    const { candidates, postings, folded } = this.#anchors;
    this.#comparer.over(folded, text.length);
    const hits: Hit[] = [];
    let looked = text.length;
    for (let at = 0; at < count; at += 3) {
      const place = candidates[at + 1] as number;
      const end = candidates[at + 2] as number;
      for (let post = candidates[at] as number; ; post += POSTING) {
        const phrase = postings[post] as number;
        if (phrase < 0) break;
        looked += 1;
        if (!isBeside(folded, place, end, postings[post + 3] as number, postings[post + 4] as number)) continue;
        if (this.#seen[phrase] === this.#round) continue;
        if (!this.#comparer.compare(phrase, postings[post + 1] as number, postings[post + 2] as number, place))
          continue;
        this.#seen[phrase] = this.#round;
        hits.push(this.#hit(phrase, text));
      }
    }
    this.#looked += looked;
    return hits;
  }

  /** Whether a phrase occurred in the text scanned last. */
  saw(phrase: number): boolean {
    return this.#seen[phrase] === this.#round;
  }

  #hit(phrase: number, text: string): Hit {
    const { first, from, to } = this.#comparer;
    const count = (first[phrase + 1] as number) - (first[phrase] as number);
    let end = to[count - 1] as number;
    // An open word is quoted to its end.
    for (const most = end + 40; end < most && end < text.length && this.#comparer.inWord(end); ) end += 1;
    const hit: Hit = { phrase, from: from[0] as number, to: end };
    const names = this.#names[phrase];
    if (!names) return hit;
    const spans = new Map<string, [number, number]>();
    for (const [at, name] of names.entries()) {
      if (name === undefined) continue;
      // A name used twice spans from its first brace to its last: an id of several parts.
      spans.set(name, [spans.get(name)?.[0] ?? (from[at] as number), to[at] as number]);
    }
    hit.facts = {};
    for (const [name, span] of spans) hit.facts[name] = text.slice(...span).trim();
    return hit;
  }
}

/** Names of a phrase's braces by segment; undefined where none has a name. */
function namesOf(segments: Phrase['segments']): (string | undefined)[] | undefined {
  if (!segments.some((segment) => segment.kind === 'brace' && segment.name !== undefined)) return undefined;
  return segments.map((segment) => (segment.kind === 'brace' ? segment.name : undefined));
}
