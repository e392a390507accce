import type { Cut, Side } from '../catalog/edge.ts';

/** How much the remains of a phrase prove: `weak` ones only where a code says already that something failed. */
export type Strength = 'good' | 'weak' | 'none';

/** What has to be left of a phrase: letters, words, and the part of all its letters. */
interface Least {
  letters: number;
  words: number;
  share: number;
}

/** The cut goes through a word, which shows that there was one. */
const INSIDE: Least = { letters: 8, words: 2, share: 0.5 };
/** Through the only word that is left. */
const ALONE: Least = { letters: 6, words: 1, share: 0.7 };
/** Between two words. In front nothing but the words themselves tells then that any are missing. */
const BETWEEN: Readonly<Record<Side, Least>> = {
  end: { letters: 10, words: 2, share: 0.6 },
  front: { letters: 20, words: 4, share: 0.75 },
};
/** Of a phrase of those who are seen to have answered. */
const SEEN: Least = { letters: 6, words: 2, share: 0.4 };
const WEAK: Least = { letters: 5, words: 2, share: 0.3 };

/** Beginnings that turn a word's meaning around, from right to left: `known` is not what is left of `unknown`. */
const TURNS = new Set(['nu', 'ni', 'mi', 'li', 'ri', 'sid', 'non', 'sim']);
/** Endings that a word may as well do without: `recipient` is a word as whole as `recipients`. */
const ENDINGS = new Set(['s', 'es', 'd', 'ed']);
/** The end of a word is in small letters, or all is in capitals: `Le message` does not break off in `possible message`. */
const CAPITAL = /^\p{Lu}(?!\p{Lu})/u;

/**
 * How much it proves that a phrase's remains stand at an edge of a text.
 *
 * @param all letters and digits of the whole phrase
 * @param seen whether the phrase is one of those who are seen to have answered
 */
export function strengthOf(cut: Cut, text: string, all: number, side: Side, seen: boolean): Strength {
  const { lost, left } = cut;
  if (lost === '' || ENDINGS.has(lost)) return isEnough(cut, all, BETWEEN[side]) ? 'good' : 'none';
  if (side === 'front') {
    if (TURNS.has(lost) || CAPITAL.test(text)) return 'none';
    // Two letters are left of many words.
    const told = left < 3 ? { letters: cut.letters - left, words: cut.words - 1 } : cut;
    return isEnough(told, all, INSIDE) || (seen && isEnough(told, all, SEEN)) ? 'good' : 'none';
  }
  if (isEnough(cut, all, cut.words > 1 ? INSIDE : ALONE) || (seen && isEnough(cut, all, SEEN))) return 'good';
  return isEnough(cut, all, WEAK) ? 'weak' : 'none';
}

const isEnough = (cut: Pick<Cut, 'letters' | 'words'>, all: number, { letters, words, share }: Least): boolean =>
  cut.letters >= letters && cut.words >= words && cut.letters >= all * share;

/** Dots that stand for what was left out. */
const DOTS = /\s?(?:\.{3,}|…)$/;
/** Ends a sentence or closes a bracket: nothing was cut off behind it. */
const CLOSED = /[.!?)\]>}"']$/;

/** The text up to where it breaks off; undefined where its end is one. */
export function openEnd(text: string): string | undefined {
  const bare = text.replace(DOTS, '');
  return CLOSED.test(bare) ? undefined : bare;
}
