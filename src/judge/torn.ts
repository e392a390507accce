import type { Catalog } from '../catalog/catalog.ts';
import type { Cut, Side } from '../catalog/edge.ts';
import type { Cause, Shelf } from '../catalog/schema.ts';
import { type Around, isSeen, type Match, matchOf, type Torn } from './holds.ts';

/**
 * The rule whose words break off at an edge of the text: behind an answer's last word, or before the first one of a text whose beginning
 * nothing tells of. Where a rule's words end with the text, they are whole.
 */
export function tornIn(matches: readonly Match[], around: Around, catalog: Catalog): TornAt | undefined {
  const { text, failure } = around;
  const end = openEnd(text);
  const whole = end === undefined || matches.some(({ hit }) => hit.to >= end.last);
  const cuts = whole ? [] : catalog.rules.edge('end').find(end.open);
  const signs = signOf(cuts, around, catalog);
  if (signs) return { signs };
  const list = tornAt('end', cuts, around, catalog);
  if (failure.form === 'loose') list.push(...tornAt('front', catalog.rules.edge('front').find(text), around, catalog));
  const [first] = list.sort(
    (a, b) =>
      Number(a.torn.weak) - Number(b.torn.weak) ||
      Number(b.level === 1) - Number(a.level === 1) ||
      b.letters - a.letters ||
      a.torn.gone - b.torn.gone ||
      a.level - b.level ||
      a.entry.order - b.entry.order,
  );
  if (!first) return undefined;
  const others = new Set<Cause>();
  for (const { letters, level, entry } of list)
    if (letters === first.letters && (level === 1) === (first.level === 1)) others.add(entry.cause);
  others.delete(first.entry.cause);
  return { match: { ...first, torn: { ...first.torn, others: [...others].slice(0, OTHERS) } } };
}

/** What an edge of a text tells. */
interface TornAt {
  match?: Match;
  /** The shelf whose signature or link breaks off at the end. */
  signs?: Shelf;
}

/** Most other causes that are told of. */
const OTHERS = 3;

function tornAt(side: Side, cuts: readonly Cut[], around: Around, catalog: Catalog): TornMatch[] {
  const { known, signed, source, failure, text } = around;
  const list: TornMatch[] = [];
  for (const cut of cuts) {
    const use = catalog.rules.uses[cut.phrase];
    if (!use) continue;
    for (const entry of use.says) {
      // A server that answered does not break off in the words of a program.
      if (entry.shelf.kind === 'client' && failure.reply !== undefined && failure.form !== 'client') continue;
      const strength = strengthOf(cut, text, use.letters, side, isSeen(entry.shelf, source, known, signed));
      const gone = use.letters - cut.letters;
      const sure = cut.lost !== '' || gone * 4 <= use.letters;
      // Without a code nothing but these words says that anything failed.
      if (strength === 'none' || (failure.form === 'loose' && (strength === 'weak' || !sure))) continue;
      const match = matchOf(entry, cut, cut, around, cut);
      if (!match) continue;
      list.push({ ...match, torn: { weak: strength === 'weak', gone, sure, others: [] } });
    }
  }
  return list;
}

type TornMatch = Match & { torn: Torn };

function signOf(cuts: readonly Cut[], { signed }: Around, { rules }: Catalog): Shelf | undefined {
  for (const cut of cuts) {
    const use = rules.uses[cut.phrase];
    if (!use || use.signs.length === 0 || !isEnough(cut, use.letters, SIGN)) continue;
    const shelf = use.signs.find((one) => !signed.includes(one));
    if (shelf) return shelf;
  }
  return undefined;
}

/** How much the remains of a phrase prove: `weak` ones only where a code says already that something failed. */
type Strength = 'good' | 'weak' | 'none';

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
/** Of a signature or a link. */
const SIGN: Least = { letters: 8, words: 2, share: 0.6 };
const WEAK: Least = { letters: 5, words: 2, share: 0.25 };

/** Beginnings that turn a word's meaning around, from right to left: `known` is not what is left of `unknown`. */
const TURNS = new Set(['nu', 'ni', 'mi', 'li', 'ri', 'sid', 'non', 'sim']);
/** Endings that a word may as well do without, where more words are gone: `recipient` is as whole a word as `recipients`. */
const ENDINGS = new Set(['s', 'es', 'd', 'ed']);
/** The end of a word is in small letters, or all is in capitals: `Le message` does not break off in `possible message`. */
const CAPITAL = /^\p{Lu}(?!\p{Lu})/u;

/**
 * How much it proves that a phrase's remains stand at an edge of a text.
 *
 * @param all letters and digits of the whole phrase
 * @param seen whether the phrase is one of those who are seen to have answered
 */
function strengthOf(cut: Cut, text: string, all: number, side: Side, seen: boolean): Strength {
  const { lost, left } = cut;
  if (lost === '' || (ENDINGS.has(lost) && all > cut.letters + lost.length))
    return isEnough(cut, all, BETWEEN[side]) ? 'good' : 'none';
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
const DOTS = /\s?(?:\.{3,40}|…)$/;
/** Ends a sentence or closes a bracket: nothing was cut off behind it. */
const CLOSED = /[.!?)\]>}"']$/;
/** What stands behind the last word. */
const BEHIND = /[^\p{L}\p{N}]{0,40}$/u;

/** The text up to where it breaks off, and where its last word ends; undefined where its end is one. */
function openEnd(text: string): { open: string; last: number } | undefined {
  const tail = text.slice(-40);
  const dots = DOTS.exec(tail)?.[0].length ?? 0;
  const open = dots === 0 ? text : text.slice(0, text.length - dots);
  if (CLOSED.test(open.slice(-1))) return undefined;
  return { open, last: open.length - (BEHIND.exec(open.slice(-40))?.[0].length ?? 0) };
}
