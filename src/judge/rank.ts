import type { Catalog } from '../catalog/catalog.ts';
import type { RuleEntry } from '../catalog/rules.ts';
import type { Cause, CodeReading, Shelf } from '../catalog/schema.ts';
import type { Failure } from '../types.ts';
import type { Known } from './answered.ts';
import { type CodeVerdict, innerCodes, replyVerdict, statusVerdict } from './codes.ts';
import { type Found, findIn, type Match, wordless } from './match.ts';

/** Causes from this tier on say that something failed, hardly why: anything more specific goes before them. */
const VAGUE_TIER = 92;
/** Errors of a look-up beat all: nobody is listed, whatever else the words say. */
const LOOKUP_TIER = 10;
const NONE: readonly Shelf[] = [];

/** One way to read a failure. */
export interface Choice {
  /** `gmail/dmarc-policy`, `status/5.1.1`, `reply/550`, `action/delayed`. */
  rule: string;
  cause: Cause;
  /** Decided by the words. */
  match?: Match;
  /** Decided by a number: a rule without words, or the standards' reading. */
  entry?: RuleEntry;
  reading?: CodeReading;
  /** What to quote where a number decided; '' where nothing but the outcome is known. */
  quote: string;
}

/** All readings of a failure, the best first, and the texts they were found in. */
export interface Ranked {
  /** At least one. */
  choices: readonly [Choice, ...Choice[]];
  found: readonly Found[];
  status: CodeVerdict | undefined;
}

/**
 * Orders everything that may explain a failure: the words of the innermost answer, the notice, the answer around it, then the
 * status, then the reply code. What says only that it failed comes after everything that says why.
 */
export function rank(failure: Failure, known: Known, catalog: Catalog): Ranked {
  const codes = innerCodes(failure);
  const found: Found[] = [];
  if (failure.words !== '') found.push(findIn(failure.words, 'words', codes, failure, known, NONE, catalog));
  const signed = found[0]?.signed ?? NONE;
  if (failure.notice) found.push(findIn(failure.notice, 'notice', codes, failure, known, signed, catalog));
  if (failure.outer && failure.outer.words !== '')
    found.push(findIn(failure.outer.words, 'outer', failure.outer, failure, known, signed, catalog));

  const telling: Choice[] = [];
  const prose: Choice[] = [];
  const vague: Choice[] = [];
  for (const { matches, source } of found)
    for (const match of best(matches))
      (!tells(match) ? vague : source === 'words' ? telling : prose).push(ofMatch(match));

  const status = statusVerdict(failure.status, catalog) ?? statusVerdict(failure.outer?.status, catalog);
  const numbers = [
    status,
    replyVerdict(failure.reply, catalog),
    status?.quote === failure.status ? statusVerdict(failure.outer?.status, catalog) : undefined,
    replyVerdict(failure.outer?.reply, catalog),
  ].flatMap((verdict) => ofCode(verdict, catalog));
  const own = wordless(codes, failure, known, catalog);
  const plain = numbers.filter(({ reading, cause }) => reading?.atMost === 'likely' && !isVague(cause));
  // A status with one meaning only says more than a notice, whose prose is the same for many causes.
  const sharp = plain.filter(({ reading }) => reading?.candidates === undefined);
  const choices = [
    ...telling,
    ...(own
      ? [{ rule: own.id, cause: own.cause, entry: own, quote: failure.status ?? failure.outer?.status ?? '' }]
      : []),
    ...sharp,
    ...prose,
    ...plain.filter((choice) => !sharp.includes(choice)),
    ...vague,
    ...numbers.filter((choice) => !plain.includes(choice)),
  ];
  const [first = lastResort(failure, catalog), ...rest] = choices;
  return { choices: [first, ...rest], found, status };
}

const isVague = ({ tier }: Cause): boolean => tier >= VAGUE_TIER;

/** Whether a match says why, not only that. In prose, where words stand for many reasons, a rule that calls itself a guess does not. */
export const tells = ({ entry, source }: Match): boolean =>
  !isVague(entry.cause) && (source === 'words' || entry.rule.atMost !== 'guess');

/** The matches of one text, best first, one per rule. */
function best(matches: readonly Match[]): Match[] {
  if (matches.length < 2) return [...matches];
  const seen = new Set<RuleEntry>();
  return matches.toSorted(compare).filter(({ entry }) => !seen.has(entry) && seen.add(entry));
}

function compare(a: Match, b: Match): number {
  return (
    lookup(b) - lookup(a) ||
    Number(tells(b)) - Number(tells(a)) ||
    a.level - b.level ||
    (a.level === 3 ? a.entry.cause.tier - b.entry.cause.tier : 0) ||
    b.letters - a.letters ||
    a.entry.order - b.entry.order
  );
}

const lookup = ({ entry }: Match): number => (entry.cause.tier <= LOOKUP_TIER ? 1 : 0);

const ofMatch = (match: Match): Choice => ({ rule: match.entry.id, cause: match.entry.cause, match, quote: '' });

function ofCode(verdict: CodeVerdict | undefined, catalog: Catalog): Choice[] {
  const cause = verdict && catalog.cause(verdict.reading.cause);
  return cause ? [{ rule: verdict.rule, cause, reading: verdict.reading, quote: verdict.quote }] : [];
}

/** Neither words nor numbers tell anything: only whether it is over. */
function lastResort(failure: Failure, catalog: Catalog): Choice {
  const id = failure.action === 'delayed' ? 'still-trying' : 'mailbox-unavailable';
  const cause = catalog.cause(id) ?? catalog.causes[0];
  if (!cause) throw new TypeError('the catalog has no causes');
  return { rule: `action/${failure.action}`, cause, quote: '' };
}
