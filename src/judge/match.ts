import type { Catalog } from '../catalog/catalog.ts';
import type { Side } from '../catalog/edge.ts';
import type { Hit, PhraseIndex } from '../catalog/index.ts';
import type { PhraseUse, RuleEntry } from '../catalog/rules.ts';
import type { Cause, Shelf } from '../catalog/schema.ts';
import type { Failure } from '../types.ts';
import type { Known } from './answered.ts';
import type { Codes } from './codes.ts';
import { openEnd, strengthOf } from './edge.ts';
import { looseGate } from './loose.ts';
import { fitsWhen } from './when.ts';

const NONE: readonly Shelf[] = [];

/** Where words stand: in the innermost answer, in the reporter's prose, in the answer wrapped around. */
export type Source = 'words' | 'notice' | 'outer';

/** A rule whose conditions hold. */
export interface Match {
  entry: RuleEntry;
  source: Source;
  /** The phrase that decided. */
  hit: Hit;
  /** Letters and digits of that phrase. */
  letters: number;
  /** 1: the shelf is seen to have answered; 2: words that identify their shelf; 3: words that anybody uses. */
  level: 1 | 2 | 3;
  /** The shelf counts only because the recipient's domain lets one presume it. */
  presumed: boolean;
  /** Present where only a part of the phrase is left, at an edge of the text. */
  torn?: Torn;
}

/** What is left of a phrase at an edge of the text. */
export interface Torn {
  /** Too little to go before anything else that tells. */
  weak: boolean;
  /** Letters and digits that are gone. */
  gone: number;
  /** The cut goes through a word, or nearly all is left. */
  sure: boolean;
  /** Causes of other rules whose words it may be as well. */
  others: readonly Cause[];
}

/** One text with everything found in it. */
export interface Found {
  source: Source;
  text: string;
  hits: readonly Hit[];
  matches: readonly Match[];
  /** The best of the rules whose words were cut off. */
  torn: Match | undefined;
  /** Shelves whose signature or link stands in the text. */
  signed: readonly Shelf[];
}

/**
 * Finds the rules whose words stand in a text and whose other conditions hold.
 *
 * @param codes the codes that belong to this text
 * @param before shelves whose signature stood in the answer inside this text: a wrapper may be signed there
 */
export function findIn(
  text: string,
  source: Source,
  codes: Codes,
  failure: Failure,
  known: Known,
  before: readonly Shelf[],
  catalog: Catalog,
): Found {
  const { index, uses } = catalog.rules;
  const hits = index.scan(text);
  let signed = before;
  for (const { phrase } of hits) {
    const signs = uses[phrase]?.signs;
    if (signs && signs.length > 0) signed = signed.length === 0 ? signs : [...signed, ...signs];
  }
  const around: Around = {
    text,
    source,
    codes,
    failure,
    known,
    signed,
    index,
    counts: failure.form === 'loose' ? looseGate(text, failure.phase !== undefined) : undefined,
    addressed: text.includes('@'),
  };
  const matches: Match[] = [];
  for (const hit of hits) {
    const use = uses[hit.phrase];
    if (!use) continue;
    for (const entry of use.says) {
      const match = matchOf(entry, hit, use, around);
      if (match) matches.push(match);
    }
  }
  const torn = source === 'words' ? tornIn(matches, around, catalog) : undefined;
  return { source, text, hits, matches, torn, signed };
}

/** What a rule's conditions are held against. */
interface Around {
  text: string;
  source: Source;
  codes: Codes;
  failure: Failure;
  known: Known;
  signed: readonly Shelf[];
  /** Just after it scanned the text. */
  index: PhraseIndex;
  counts: ReturnType<typeof looseGate> | undefined;
  /** The text holds an address. */
  addressed: boolean;
}

/** The match of a phrase for one of its rules; undefined where the rule's other conditions don't hold. */
function matchOf(
  entry: RuleEntry,
  hit: Hit,
  { words, letters }: Pick<PhraseUse, 'words' | 'letters'>,
  { text, source, codes, failure, known, signed, index, counts, addressed }: Around,
  lost = 0,
): Match | undefined {
  const { shelf, rule } = entry;
  const standard = shelf.kind === 'standard';
  if (addressed && standard && inAddress(text, hit)) return undefined;
  const seen = !standard && isSeen(shelf, source, known, signed);
  if (counts && shelf.kind !== 'client' && !counts(hit, words, entry, seen, lost)) return undefined;
  if (rule.when && !fitsWhen(rule.when, codes, failure)) return undefined;
  if (!holds(entry, index)) return undefined;
  if (standard) return { entry, source, hit, letters, level: 3, presumed: false };
  const presumed = rule.needsProvider === true && !seen;
  if (presumed && !known.presumed.includes(shelf)) return undefined;
  const level = seen ? 1 : isForeign(shelf, source, known) ? 3 : 2;
  return { entry, source, hit, letters, level, presumed };
}

/**
 * The rule whose words break off at an edge of the text: behind an answer's last word, or before the first one of a text whose beginning
 * nothing tells of. Where a rule's words end with the text, they are whole.
 */
function tornIn(matches: readonly Match[], around: Around, catalog: Catalog): Match | undefined {
  const { text, failure } = around;
  const open = openEnd(text);
  const whole = open === undefined || matches.some(({ hit }) => hit.to >= open.length);
  const list = whole ? [] : tornAt('end', open, around, catalog);
  if (failure.form === 'loose') for (const match of tornAt('front', text, around, catalog)) list.push(match);
  if (list.length === 0) return undefined;
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
  return { ...first, torn: { ...first.torn, others: [...others].slice(0, OTHERS) } };
}

/** Most other causes that are told of. */
const OTHERS = 3;

function tornAt(side: Side, text: string, around: Around, catalog: Catalog): (Match & { torn: Torn })[] {
  const { known, signed, source, failure } = around;
  const list: (Match & { torn: Torn })[] = [];
  for (const cut of catalog.rules.edge(side).find(text)) {
    const use = catalog.rules.uses[cut.phrase];
    if (!use) continue;
    for (const entry of use.says) {
      const strength = strengthOf(cut, text, use.letters, side, isSeen(entry.shelf, source, known, signed));
      if (strength === 'none' || (strength === 'weak' && failure.form === 'loose')) continue;
      const match = matchOf(entry, cut, cut, around, cut.lost.length);
      const gone = use.letters - cut.letters;
      if (match)
        list.push({
          ...match,
          torn: { weak: strength === 'weak', gone, sure: cut.lost !== '' || gone * 4 <= use.letters, others: [] },
        });
    }
  }
  return list;
}

/** Rules that a status alone names: numbers that only their own shelf uses. */
export function wordless(codes: Codes, failure: Failure, known: Known, catalog: Catalog): RuleEntry | undefined {
  if (codes.status === undefined) return undefined;
  return catalog.rules
    .wordless(codes.status)
    .find(
      ({ rule, shelf }) =>
        rule.when !== undefined &&
        fitsWhen(rule.when, codes, failure) &&
        (!rule.needsProvider || isSeen(shelf, 'words', known, NONE) || known.presumed.includes(shelf)),
    );
}

/** A word that is part of somebody's address says nothing: `blacklist@example.net` may well be unknown. */
function inAddress(text: string, { from, to }: Hit): boolean {
  if (text.slice(from, to).includes(' ')) return false;
  let end = to;
  while (end - to < 64 && isPartOfAddress(text.charCodeAt(end))) end++;
  if (text.charAt(end) === '@') return true;
  let start = from;
  while (from - start < 255 && isPartOfAddress(text.charCodeAt(start - 1))) start--;
  return text.charAt(start - 1) === '@';
}

/** Letters, digits, `+`, `-`, `.` and `_`. */
const isPartOfAddress = (code: number): boolean =>
  (code >= 48 && code <= 57) ||
  (code >= 65 && code <= 90) ||
  (code >= 97 && code <= 122) ||
  code === 43 ||
  code === 45 ||
  code === 46 ||
  code === 95;

/** @param index just after it scanned the text */
function holds(entry: RuleEntry, index: PhraseIndex): boolean {
  for (const phrase of entry.with) if (!index.saw(phrase)) return false;
  for (const phrase of entry.without) if (index.saw(phrase)) return false;
  return true;
}

function isSeen(shelf: Shelf, source: Source, known: Known, signed: readonly Shelf[]): boolean {
  if (signed.includes(shelf) || (source !== 'outer' && known.remote.includes(shelf))) return true;
  // Prose and wrapper are the reporter's own; a sending service also speaks for itself in the answer it made up.
  return known.reporter.includes(shelf) && (source !== 'words' || shelf.kind === 'relay');
}

/** Another provider is known by its host: then this one's words are only words. */
function isForeign(shelf: Shelf, source: Source, known: Known): boolean {
  return (
    source !== 'outer' &&
    shelf.kind === 'provider' &&
    known.remote.some(({ kind }) => kind === 'provider') &&
    !known.remote.includes(shelf)
  );
}
