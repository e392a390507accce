import type { Catalog } from '../catalog/catalog.ts';
import type { Hit } from '../catalog/index.ts';
import type { PhraseUse, RuleEntry } from '../catalog/rules.ts';
import type { Shelf } from '../catalog/schema.ts';
import type { Failure } from '../types.ts';
import type { Known } from './answered.ts';
import { type Codes, leftOfStatus } from './codes.ts';
import { type Around, isSeen, type Match, matchOf, type Source } from './holds.ts';
import { looseGate } from './loose.ts';
import { type TornMatch, tornIn } from './torn.ts';
import { fitsWhen } from './when.ts';

const NONE: readonly Shelf[] = [];

/** One text with everything found in it. */
export interface Found {
  source: Source;
  text: string;
  hits: readonly Hit[];
  matches: readonly Match[];
  /** The best of the rules whose words were cut off. */
  torn: TornMatch | undefined;
  /** Shelves whose signature or link stands in the text. */
  signed: readonly Shelf[];
}

/**
 * Finds the rules whose words stand in a text and whose other conditions hold.
 *
 * @param codes the codes that belong to this text
 * @param open whether the text may have been cut off: then its edges are looked at
 * @param before shelves whose signature stood in the answer inside this text: a wrapper may be signed there
 * @param broken the one of these whose signature breaks off at an edge of this text
 */
export function findIn(
  text: string,
  source: Source,
  codes: Codes,
  failure: Failure,
  known: Known,
  before: readonly Shelf[],
  catalog: Catalog,
  open = false,
  broken?: Shelf,
): Found {
  const { index, uses } = catalog.rules;
  const hits = index.scan(text);
  const signed = signedBy(hits, before, uses);
  const around: Around = {
    text,
    source,
    codes,
    failure,
    known,
    signed,
    broken,
    index,
    hits,
    names: new Map(),
    counts:
      failure.form === 'loose' && failure.reply === undefined
        ? looseGate(
            text,
            isOfMail(failure, known, catalog),
            hits.some(({ phrase }) => uses[phrase]?.frames),
            causesOf(leftOfStatus(text), catalog),
          )
        : undefined,
    addressed: text.includes('@'),
    linked: text.includes('://'),
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
  const torn = open ? tornIn(matches, around, catalog) : undefined;
  // Who signed there is known after all: their rules are to be looked at once more.
  if (torn?.signs)
    return findIn(text, source, codes, failure, known, [...signed, torn.signs], catalog, open, torn.signs);
  return { source, text, hits, matches, torn: torn?.match, signed };
}

/** The same of a text that is only asked who wrote it. */
export function marksIn(text: string, source: Source, before: readonly Shelf[], { rules }: Catalog): Found {
  const hits = rules.marks.scan(text);
  return { source, text, hits, matches: [], torn: undefined, signed: signedBy(hits, before, rules.uses) };
}

/** Shelves whose signature or link is among the hits, behind those known before. */
function signedBy(hits: readonly Hit[], before: readonly Shelf[], uses: readonly PhraseUse[]): readonly Shelf[] {
  let signed = before;
  for (const { phrase } of hits) {
    const signs = uses[phrase]?.signs;
    if (signs && signs.length > 0) signed = signed.length === 0 ? signs : [...signed, ...signs];
  }
  return signed;
}

/** Causes that the rest of a status, if that is what it is, may well stand for. */
function causesOf(left: string | undefined, catalog: Catalog): readonly string[] {
  const { permanent, temporary } = (left && catalog.status(`5.${left}`)) || {};
  return [permanent, temporary].flatMap((one) => (one?.atMost === 'likely' ? [one.cause] : []));
}

/** A text that names the host of a mail provider, or the point of a delivery, is about mail. */
const isOfMail = ({ phase, remote }: Failure, known: Known, catalog: Catalog): boolean =>
  phase !== undefined ||
  known.remote.length > 0 ||
  (remote !== undefined && catalog.shelvesByDomain(remote).length > 0);

/** Rules that a status alone names: numbers that only their own shelf uses. */
export function wordless(codes: Codes, failure: Failure, known: Known, catalog: Catalog): RuleEntry | undefined {
  if (codes.status === undefined) return undefined;
  return catalog.rules
    .wordless(codes.status)
    .find(
      ({ rule, shelf }) =>
        rule.when !== undefined &&
        fitsWhen(rule.when, codes, failure) &&
        (!rule.needsProvider ||
          isSeen(shelf, 'words', known, NONE) ||
          (rule.needsProvider !== 'seen' && known.presumed.includes(shelf))),
    );
}
