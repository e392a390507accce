import type { Catalog } from '../catalog/catalog.ts';
import type { Hit, PhraseIndex } from '../catalog/index.ts';
import type { RuleEntry } from '../catalog/rules.ts';
import type { Shelf } from '../catalog/schema.ts';
import type { Failure } from '../types.ts';
import type { Known } from './answered.ts';
import type { Codes } from './codes.ts';
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
}

/** One text with everything found in it. */
export interface Found {
  source: Source;
  text: string;
  hits: readonly Hit[];
  matches: readonly Match[];
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
  const counts = failure.form === 'loose' ? looseGate(text) : undefined;
  const addressed = text.includes('@');
  const matches: Match[] = [];
  for (const hit of hits) {
    const use = uses[hit.phrase];
    if (!use) continue;
    for (const entry of use.says) {
      const { shelf, rule } = entry;
      if (addressed && shelf.kind === 'standard' && inAddress(text, hit)) continue;
      if (counts && shelf.kind !== 'client' && !counts(hit, use.words, entry)) continue;
      if (rule.when && !fitsWhen(rule.when, codes, failure)) continue;
      if (!holds(entry, index)) continue;
      const letters = use.letters;
      if (shelf.kind === 'standard') {
        matches.push({ entry, source, hit, letters, level: 3, presumed: false });
        continue;
      }
      const seen = isSeen(shelf, source, known, signed);
      const presumed = rule.needsProvider === true && !seen;
      if (presumed && !known.presumed.includes(shelf)) continue;
      const level = seen ? 1 : isForeign(shelf, source, known) ? 3 : 2;
      matches.push({ entry, source, hit, letters, level, presumed });
    }
  }
  return { source, text, hits, matches, signed };
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
