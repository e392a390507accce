import { EdgeWords, isInWord, isLetter, KEY, wordStart } from './edge-words.ts';
import { fold } from './fold.ts';
import { CLASSES, type Phrase } from './phrase.ts';

/** Where a text was cut off: what stood before it, or behind it, is gone. */
export type Side = 'front' | 'end';

/** A phrase of which only one end is left, at the edge of a text that was cut off there. */
export interface Cut extends Left {
  /** Index of the phrase in the list the index was built from. */
  phrase: number;
  /** Where what is left of it stands: offsets of the text, `[from, to)`; one of them is the edge. */
  from: number;
  to: number;
}

/** What a cut leaves of a phrase: two words or more, or a part of one. */
interface Left {
  /** Letters and digits of the phrase that are left, and words of which at least the beginning (or end) is. */
  letters: number;
  words: number;
  /** Letters of the word the cut goes through that are left. */
  left: number;
  /** What is gone of that word; '' where the cut goes between two words. */
  lost: string;
}

/** A phrase, turned so that it runs towards the edge: its first literal, and what follows that. */
interface Turned {
  phrase: number;
  text: string;
  more: Phrase['segments'];
}

/** Phrases that begin with the same characters, sorted, and those of them that go on behind their first literal. */
interface Group {
  all: Turned[];
  braced: Turned[];
}

/** Characters of a text that are looked at: hardly any phrase is longer. For the two words at the edge fewer do. */
const WINDOW = 200;
const LOOK = 64;

/**
 * Finds the phrases that a text breaks off in: those whose first words are its last ones, or whose last words are its first. One look
 * tells most texts apart, by the two words at the edge; of the others the `WINDOW` characters next to it are looked at, so that the work
 * has a bound that no text can lift. Phrases and text are read towards the edge, in front from right to left.
 */
export class EdgeIndex {
  /** Characters compared since the index was built, counted for the tests. */
  steps = 0;
  readonly #end: boolean;
  /** By their first characters. */
  readonly #groups = new Map<string, Group>();
  readonly #words = new EdgeWords();

  /** @param wanted whether a phrase is to be found */
  constructor(phrases: readonly Phrase[], side: Side, wanted: (phrase: number) => boolean) {
    this.#end = side === 'end';
    for (const [phrase, { segments }] of phrases.entries()) {
      if (!wanted(phrase)) continue;
      const [first, ...more] = this.#end ? segments : mirrored(segments);
      if (first?.kind !== 'literal' || first.text.length < KEY) continue;
      const { text } = first;
      this.#words.note(text, more.length > 0);
      for (const [place, segment] of more.entries())
        if (segment.kind === 'literal') this.#words.note(segment.text, place + 1 < more.length);
      const key = text.slice(0, KEY);
      const group = this.#groups.get(key) ?? { all: [], braced: [] };
      this.#groups.set(key, group);
      group.all.push({ phrase, text, more });
      if (more.length > 0) group.braced.push({ phrase, text, more });
    }
    for (const { all } of this.#groups.values()) if (all.length > 1) all.sort((a, b) => (a.text < b.text ? -1 : 1));
  }

  /** @param text on one line, blanks single, without blanks at its ends */
  find(text: string): Cut[] {
    if (!this.#words.mayBreakOff(this.#towards(text, LOOK))) return [];
    const read = this.#towards(text, WINDOW);
    const found: Cut[] = [];
    for (let at = 0; at + KEY <= read.length; at++) {
      const group = isInWord(read, at) ? undefined : this.#groups.get(read.slice(at, at + KEY));
      if (!group) continue;
      const length = read.length - at;
      const place = this.#end ? { from: text.length - length, to: text.length } : { from: 0, to: length };
      for (const { phrase, left } of this.#cutIn(group, read, at)) found.push({ phrase, ...place, ...left });
    }
    return found;
  }

  /** The phrases of a group that the text breaks off in, from `at` on. */
  *#cutIn({ all, braced }: Group, read: string, at: number): Generator<{ phrase: number; left: Left }> {
    const rest = read.slice(at);
    for (let index = this.#firstFrom(all, rest); index < all.length; index++) {
      const one = all[index];
      this.steps += rest.length;
      if (!one?.text.startsWith(rest)) break;
      const left = leftOf(one.text, rest.length);
      if (left) yield { phrase: one.phrase, left };
    }
    for (const { phrase, text, more } of braced) {
      const left = rest.startsWith(text) ? this.#goesOn(more, rest, text) : undefined;
      if (left) yield { phrase, left };
    }
  }

  /** Where in a sorted list those begin that go on as `rest` does. */
  #firstFrom(all: readonly Turned[], rest: string): number {
    let from = 0;
    let to = all.length;
    while (from < to) {
      this.steps += rest.length;
      const middle = (from + to) >>> 1;
      if ((all[middle]?.text ?? '') < rest) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  /** The characters next to the edge, folded, so that they run towards it. */
  #towards(text: string, length: number): string {
    return fold(this.#end ? text.slice(-length) : backwards(text.slice(0, length)));
  }

  /** What is left of a phrase whose first literal the text has whole, where it goes beyond the edge. */
  #goesOn(more: Phrase['segments'], rest: string, first: string): Left | undefined {
    let here = first.length;
    let { letters, words } = count(first, here);
    for (let index = 0; index + 1 < more.length; index += 2) {
      const [brace, literal] = more.slice(index);
      if (brace?.kind !== 'brace' || literal?.kind !== 'literal') return undefined;
      const { text } = literal;
      here = this.#beyond(text, rest, here, CLASSES[brace.class]);
      if (here < 0) return undefined;
      const same = Math.min(text.length, rest.length - here);
      const left = same < text.length ? leftOf(text, same, letters, words) : undefined;
      if (left) return left;
      const counted = count(text, same);
      letters += counted.letters;
      words += counted.words;
      here += same;
    }
    return undefined;
  }

  /** How many characters of a literal stand from `here` on, up to the edge; -1 where another one does. */
  #same(literal: string, rest: string, here: number): number {
    const most = Math.min(rest.length - here, literal.length);
    let next = 0;
    while (next < most && literal.charCodeAt(next) === rest.charCodeAt(here + next)) next += 1;
    this.steps += next + 1;
    return next === most ? most : -1;
  }

  /** The first place behind a brace from which the literal goes on, whole or up to the edge; -1 without one. */
  #beyond(literal: string, rest: string, here: number, longest: number): number {
    const most = Math.min(rest.length - 1, here + longest);
    for (let at = here + 1; at <= most; at++) if (this.#same(literal, rest, at) >= 0) return at;
    return -1;
  }
}

/** The same phrase from right to left. */
function mirrored(segments: Phrase['segments']): Phrase['segments'] {
  return segments
    .map((segment) => (segment.kind === 'brace' ? segment : { ...segment, text: backwards(segment.text) }))
    .reverse();
}

function backwards(text: string): string {
  let turned = '';
  for (let at = text.length - 1; at >= 0; at--) turned += text.charAt(at);
  return turned;
}

/**
 * What a cut at `at` leaves of a literal; undefined where that is all of it, or a whole word alone.
 *
 * @param letters of the phrase in front of this literal, like `words`
 */
function leftOf(text: string, at: number, letters = 0, words = 0): Left | undefined {
  if (at >= text.length) return undefined;
  const counted = count(text, at);
  const left = { letters: letters + counted.letters, words: words + counted.words };
  if (!isInWord(text, at)) return left.words < 2 ? undefined : { ...left, left: 0, lost: '' };
  let to = at;
  while (isInWord(text, to)) to += 1;
  return { ...left, left: at - wordStart(text, at), lost: text.slice(at, to) };
}

/** Letters and words of the first `length` characters of a literal. */
function count(text: string, length: number): Pick<Left, 'letters' | 'words'> {
  let letters = 0;
  let words = 0;
  for (let at = 0; at < length; at++) {
    if (!isLetter(text, at)) continue;
    letters += 1;
    if (!isInWord(text, at)) words += 1;
  }
  return { letters, words };
}
