import type { Catalog } from '../catalog/catalog.ts';
import type { Cut, Side } from '../catalog/edge.ts';
import type { Cause, Shelf } from '../catalog/schema.ts';
import { type Around, isSeen, type Match, matchOf, type Torn } from './holds.ts';

/**
 * The rule whose words break off at an edge of the text: behind an answer's last word, or before the first one of a text whose beginning
 * nothing tells of. Where a rule's words begin or end with the text, they are whole.
 */
export function tornIn(matches: readonly Match[], around: Around, catalog: Catalog): TornAt | undefined {
  const { text } = around;
  const end = openEnd(text);
  const whole = end === undefined || matches.some(({ hit }) => hit.to >= end.last);
  const behind = whole ? [] : catalog.rules.edge('end').find(end.open);
  const begun = !mayLackFront(around) || matches.some(({ hit }) => hit.from === 0);
  const before = begun ? [] : catalog.rules.edge('front').find(text);
  const signs = signOf([...behind, ...before], around, catalog);
  if (signs) return { signs };
  const list = [...tornAt('end', behind, around, catalog), ...tornAt('front', before, around, catalog)];
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
  match?: TornMatch;
  /** The shelf whose signature or link breaks off there. */
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
      const sure = cut.lost !== '' || gone * 4 <= use.letters || (side === 'front' && strength === 'good');
      // Without a code nothing but these words says that anything failed.
      if (strength === 'none' || (failure.form === 'loose' && (strength === 'weak' || !sure))) continue;
      const match = matchOf(entry, cut, use, around, cut);
      if (!match) continue;
      list.push({ ...match, torn: { weak: strength === 'weak', gone, inside: cut.lost !== '', sure, others: [] } });
    }
  }
  return list;
}

/** A rule of which a part is left. */
export type TornMatch = Match & { torn: Torn };

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
/** Of a phrase of those who are seen to have answered; in front between two words, where the text begins in the middle of a sentence. */
const SEEN: Least = { letters: 6, words: 2, share: 0.4 };
const SEEN_BETWEEN: Least = { ...SEEN, share: 0.5 };
/** Before the address that it is about, and nothing else. */
const ADDRESSED: Least = { letters: 6, words: 2, share: 0.5 };
/** Of a signature or a link. */
const SIGN: Least = { letters: 8, words: 2, share: 0.5 };
const WEAK: Least = { letters: 5, words: 2, share: 0.25 };

/** Beginnings that turn a word's meaning around, from right to left: `known` is not what is left of `unknown`. */
const TURNS = new Set(['nu', 'ni', 'mi', 'li', 'ri', 'sid', 'non', 'sim']);
/** Endings that a word may as well do without, where more words are gone: `recipient` is as whole a word as `recipients`. */
const ENDINGS = new Set(['s', 'es', 'd', 'ed']);
/** The end of a word is in small letters, or all is in capitals: `Le message` does not break off in `possible message`. */
const CAPITAL = /^\p{Lu}(?!\p{Lu})/u;
/** Begins in the middle of a sentence. */
const MIDDLE = /^[\p{Ll}.,;:)\]>]/u;

/** An address and nothing else: people who write of a known user go on in words. */
const ADDRESS = /^[\s:<"'(]{0,4}[^\s<>"'()]{1,64}@[^\s<>"'()]{1,255}[\s.>"')]{0,4}$/;

const isAddressed = (text: string, from: number): boolean => text.length - from < 340 && ADDRESS.test(text.slice(from));

/**
 * How much it proves that a phrase's remains stand at an edge of a text.
 *
 * @param all letters and digits of the whole phrase
 * @param seen whether the phrase is one of those who are seen to have answered
 */
function strengthOf(cut: Cut, text: string, all: number, side: Side, seen: boolean): Strength {
  const { lost } = cut;
  const between = lost === '' || (ENDINGS.has(lost) && all > cut.letters + lost.length);
  if (side === 'front') return isFront(cut, text, all, seen, between) ? 'good' : 'none';
  if (between) return isEnough(cut, all, BETWEEN.end) ? 'good' : 'none';
  if (isEnough(cut, all, cut.words > 1 ? INSIDE : ALONE) || (seen && isEnough(cut, all, SEEN))) return 'good';
  return isEnough(cut, all, WEAK) ? 'weak' : 'none';
}

function isFront(cut: Cut, text: string, all: number, seen: boolean, between: boolean): boolean {
  if (CAPITAL.test(text)) return false;
  if (seen && MIDDLE.test(text) && isEnough(cut, all, between ? SEEN_BETWEEN : SEEN)) return true;
  if (between) return isEnough(cut, all, BETWEEN.front);
  if (isAddressed(text, cut.to)) return isEnough(cut, all, ADDRESSED);
  if (TURNS.has(cut.lost)) return false;
  // Two letters are left of many words.
  const told = cut.left < 3 ? { letters: cut.letters - cut.left, words: cut.words - 1 } : cut;
  return isEnough(told, all, INSIDE);
}

const isEnough = (cut: Pick<Cut, 'letters' | 'words'>, all: number, { letters, words, share }: Least): boolean =>
  cut.letters >= letters && cut.words >= words && cut.letters >= all * share;

/** An answer without its code may have lost it together with its first words. */
const mayLackFront = ({ failure, text }: Around): boolean =>
  failure.form === 'loose' || (failure.reply === undefined && MIDDLE.test(text));

/** Signs behind the last word that are passed over. */
const BEHIND = 40;
/** Dots that stand for what was left out. */
const DOTS = /\s?(?:\.{3,40}|…)$/;
/** Ends a sentence or closes a bracket: nothing was cut off behind it. */
const CLOSED = /[.!?)\]>}"']$/;
/** But for the dots of a host's name in a link. */
const LINK = /:\/\/[\w-]{1,60}(?:\.[\w-]{1,60}){0,4}\.$/;
const LETTER = /[\p{L}\p{N}]/u;

/** The text up to where it breaks off, and where its last word ends; undefined where its end is one. */
function openEnd(text: string): { open: string; last: number } | undefined {
  const dots = text.endsWith('.') || text.endsWith('…') ? (DOTS.exec(text.slice(-40))?.[0].length ?? 0) : 0;
  const open = dots === 0 ? text : text.slice(0, text.length - dots);
  if (CLOSED.test(open.slice(-1)) && !LINK.test(open.slice(-200))) return undefined;
  let last = open.length;
  while (last > open.length - BEHIND && !LETTER.test(open.charAt(last - 1))) last -= 1;
  return { open, last };
}
