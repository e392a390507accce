import type { Catalog } from '../catalog/catalog.ts';
import type { RuleEntry } from '../catalog/rules.ts';
import type { Cause, CodeReading, Shelf } from '../catalog/schema.ts';
import type { Failure } from '../types.ts';
import type { Known } from './answered.ts';
import { innerCodes, leftOfStatus } from './codes.ts';
import type { Match } from './holds.ts';
import { type Found, findIn, marksIn, wordless } from './match.ts';
import type { NumberReading, Numbers } from './numbers.ts';
import type { TornMatch } from './torn.ts';

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
  first: Choice;
  rest: readonly Choice[];
  found: readonly Found[];
  status: NumberReading | undefined;
}

/**
 * Orders everything that may explain a failure: the words of the innermost answer, a number that only one shelf uses, a status with
 * one meaning, the notice and the answer around it, then other statuses and the reply code. What says only that it failed comes
 * after everything that says why.
 *
 * @param open whether the answer may have been cut off at its end
 */
export function rank(failure: Failure, known: Known, catalog: Catalog, numbers: Numbers, open: boolean): Ranked {
  const { outer, notice, words } = failure;
  const codes = innerCodes(failure);
  const found: Found[] = [];
  if (words !== '') found.push(findIn(words, 'words', codes, failure, known, NONE, catalog, open));
  const signed = found[0]?.signed ?? NONE;
  // Where the answer itself says why, the prose around it only tells who wrote it.
  const told = found[0]?.matches.some((match) => tells(match) && !isTopic(match)) ?? false;
  if (notice)
    found.push(
      told
        ? marksIn(notice, 'notice', signed, catalog)
        : findIn(notice, 'notice', codes, failure, known, signed, catalog),
    );
  if (outer && outer.words !== '') found.push(findIn(outer.words, 'outer', outer, failure, known, signed, catalog));

  // Filled in the order of preference, `choices` first with what tells in the words themselves.
  const choices: Choice[] = [];
  for (const { matches, source } of found)
    for (const match of source === 'outer' ? matches : [])
      if (match.entry.rule.overQuoted) choices.push(ofMatch(match));
  const prose: Choice[] = [];
  const topics: Choice[] = [];
  const vague: Choice[] = [];
  for (const { matches, source } of found)
    for (const match of best(matches))
      (!tells(match) ? vague : source !== 'words' ? prose : isWord(match) ? topics : choices).push(ofMatch(match));
  const own = wordless(codes, failure, known, catalog);
  if (own) choices.push({ rule: own.id, cause: own.cause, entry: own, quote: codes.status ?? '' });
  placeTorn(found[0]?.torn, choices, vague);

  const status = numbers.status(failure.status) ?? numbers.status(outer?.status);
  const left = status ? undefined : readingOfLeft(failure, numbers);
  const outerStatus = status?.quote === failure.status ? numbers.status(outer?.status) : undefined;
  const reply = numbers.reply(failure.reply);
  const outerReply = numbers.reply(outer?.reply);
  const put = (weight: number): void => {
    if (status && weightOf(status) === weight) choices.push(status);
    if (left && weightOf(left) === weight) choices.push(left);
    if (reply && weightOf(reply) === weight) choices.push(reply);
    if (outerStatus && weightOf(outerStatus) === weight) choices.push(outerStatus);
    if (outerReply && weightOf(outerReply) === weight) choices.push(outerReply);
  };
  // A status with one meaning only says more than a notice, whose prose is the same for many causes.
  put(2);
  for (const choice of prose) choices.push(choice);
  for (const choice of topics) choices.push(choice);
  put(1);
  for (const choice of vague) choices.push(choice);
  put(0);
  const first = choices.shift() ?? lastResort(failure, catalog);
  return { first: whileTried(first, failure, catalog), rest: choices, found, status };
}

/** "Expired" is what a mail system may also call its notice that a message still waits. */
function whileTried(choice: Choice, { action }: Failure, catalog: Catalog): Choice {
  const { delayed } = choice.cause;
  const cause = action === 'delayed' && delayed !== undefined ? catalog.cause(delayed) : undefined;
  return cause ? { ...choice, cause } : choice;
}

/** What is left of a status in front of a text, where that means the same in every class. */
function readingOfLeft({ form, reply, words }: Failure, numbers: Numbers): NumberReading | undefined {
  const left = form === 'loose' && reply === undefined ? leftOfStatus(words) : undefined;
  if (left === undefined) return undefined;
  const reading = numbers.status(`5.${left}`);
  return reading?.cause === numbers.status(`4.${left}`)?.cause ? reading && { ...reading, quote: left } : undefined;
}

/** 2: one meaning; 1: a likely one among others; 0: hardly any. */
function weightOf({ reading, cause }: NumberReading): 0 | 1 | 2 {
  if (reading.atMost !== 'likely' || isVague(cause)) return 0;
  return reading.candidates === undefined ? 2 : 1;
}

/** Whether a cause says that something failed, hardly why. */
export const isVague = ({ tier }: Cause): boolean => tier >= VAGUE_TIER;

/** Whether a match says why, not only that. In prose, where words stand for many reasons, a rule that calls itself a guess does not. */
export const tells = ({ entry, source }: Match): boolean =>
  !isVague(entry.cause) && (source === 'words' || entry.rule.atMost !== 'guess');

/**
 * Puts a rule whose words were cut off where it belongs: before a shorter sentence that stands in it, before a mere guess, and, where the cut
 * goes through a word, before what it would go before if it were whole; else behind all that words and private numbers tell.
 */
function placeTorn(match: TornMatch | undefined, choices: Choice[], vague: Choice[]): void {
  if (!match) return;
  const choice = ofMatch(match);
  const { weak, inside, sure } = match.torn;
  const first = choices[0]?.match;
  if (weak || !tells(match)) {
    const guess = vague.findIndex((other) => isGuess(other.match));
    vague.splice(guess < 0 ? vague.length : guess, 0, choice);
  } else if (!first) choices.push(choice);
  else if (
    isGuess(first) ||
    (sure && contains(match, first)) ||
    (inside && !says(first, match) && compare(match, first) < 0)
  )
    choices.unshift(choice);
}

const isGuess = (match: Match | undefined): boolean => match?.entry.rule.atMost === 'guess';

/** Words that say what an answer is about, and not what became of the message: they go before bare numbers, and after all that tells. */
const isTopic = (match: Match): boolean => isGuess(match) && (match.entry.rule.when === undefined || isOneWord(match));

const isOneWord = ({ hit, letters }: Match): boolean => hit.to - hit.from === letters;

/** One such word alone, which says less than a status that means one thing. */
const isWord = (match: Match): boolean => match.level === 3 && isTopic(match) && isOneWord(match);

const holds = (whole: Match, { hit, source }: Match): boolean =>
  whole.source === source && whole.hit.from <= hit.from && whole.hit.to >= hit.to;

/** Letters that may be left of any word. */
const REMAINS = 3;

/** A torn sentence that has hardly more than a whole one which stands in it. */
const says = (whole: Match, torn: Match): boolean => holds(torn, whole) && torn.letters <= whole.letters + REMAINS;

const contains = (torn: Match, whole: Match): boolean => holds(torn, whole) && !says(whole, torn);

/** The matches of one text, best first, one per rule. */
function best(matches: readonly Match[]): readonly Match[] {
  if (matches.length < 2) return matches;
  const seen = new Set<RuleEntry>();
  return matches.toSorted(compare).filter(({ entry }) => !seen.has(entry) && seen.add(entry));
}

function compare(a: Match, b: Match): number {
  return (
    lookup(b) - lookup(a) ||
    Number(tells(b)) - Number(tells(a)) ||
    (tells(a) ? 0 : Number(isGuess(a)) - Number(isGuess(b))) ||
    a.level - b.level ||
    (tells(a) ? Number(isTopic(a)) - Number(isTopic(b)) : 0) ||
    (a.level >= 3 ? a.entry.cause.tier - b.entry.cause.tier : 0) ||
    b.letters - a.letters ||
    a.entry.order - b.entry.order
  );
}

const lookup = ({ entry }: Match): number => (entry.cause.tier <= LOOKUP_TIER ? 1 : 0);

const ofMatch = (match: Match): Choice => ({ rule: match.entry.id, cause: match.entry.cause, match, quote: '' });

/** Neither words nor numbers tell anything: only whether it is over. */
function lastResort(failure: Failure, catalog: Catalog): Choice {
  const id = failure.action === 'delayed' ? 'still-trying' : 'mailbox-unavailable';
  const cause = catalog.cause(id) ?? catalog.causes[0];
  if (!cause) throw new TypeError('the catalog has no causes');
  return { rule: `action/${failure.action}`, cause, quote: '' };
}
