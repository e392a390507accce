import type { Catalog } from '../catalog/catalog.ts';
import type { Candidate, Confidence, Failure } from '../types.ts';
import { classOf } from './codes.ts';
import type { Match } from './holds.ts';
import type { NumberReading } from './numbers.ts';
import { bucketOf, type Tense } from './outcome.ts';
import { type Choice, isVague, type Ranked, tells } from './rank.ts';

/** How sure a verdict may be, and what speaks against it. */
export interface Doubt {
  confidence: Confidence;
  /** Other readings that are to be taken seriously. */
  candidates: Candidate[];
  question?: string;
  runnerUp?: Candidate;
  /** The number that says something else than the words. */
  against?: NumberReading;
}

/** Causes from this tier on are passing troubles of the receiver's. */
const PASSING_TIER = 80;
/** Causes up to here are named outright: a failed check, a list that is named. */
const NAMED_TIER = 35;
/** Causes from here on are what a filter makes of such: spam, a reputation, a policy. */
const SUMMED_TIER = 68;

/** The level of words in a link. */
const LINKED = 4;

const ORDER: readonly Confidence[] = ['guess', 'likely', 'certain'];
const least = (a: Confidence, b: Confidence): Confidence => (ORDER.indexOf(a) <= ORDER.indexOf(b) ? a : b);

/**
 * Certain only where words and context decide: a rule matched in the innermost words or two readings that don't hang on each other
 * agree, no rival of another bucket matched other words, and the numbers don't contradict.
 */
export function doubtOf(failure: Failure, ranked: Ranked, tense: Tense, catalog: Catalog): Doubt {
  const { first, rest } = ranked;
  const { match, entry, reading } = first;
  const rule = match?.entry.rule ?? entry?.rule;
  const candidates: Candidate[] = [];
  const add = (id: string, by: string): void => {
    const cause = catalog.cause(id);
    const bucket = cause && bucketOf(cause, tense);
    if (cause && bucket && id !== first.cause.id && !candidates.some((one) => one.cause === id))
      candidates.push({ cause: id, bucket, rule: by });
  };
  for (const id of rule?.candidates ?? reading?.candidates ?? []) add(id, first.rule);

  for (const { id } of match?.torn?.others ?? []) add(id, first.rule);
  const uncoded = match && !match.coded ? rest.filter((other) => isSameWords(match, other)) : [];
  for (const other of uncoded) add(other.cause.id, other.rule);

  const own = bucketOf(first.cause, tense, rule);
  const rivals = match ? rest.filter((other) => isRival(match, other, own, tense, catalog)) : [];
  for (const rival of rivals) add(rival.cause.id, rival.rule);
  const against =
    match && !isOwnSentence(match) && contradicts(ranked.status, own, tense, catalog) ? ranked.status : undefined;
  if (against) add(against.reading.cause, against.rule);

  // A number that only one shelf uses says as much as its words.
  let confidence: Confidence = reading ? reading.atMost : match || entry ? 'certain' : 'guess';
  if (rule?.atMost) confidence = least(confidence, rule.atMost);
  if (rule?.verified === 'memory') confidence = least(confidence, 'likely');
  if (match && isDoubtful(match, failure, tense)) confidence = least(confidence, 'likely');
  const opposed = rivals.length > 0 || against !== undefined;
  if (opposed) confidence = least(confidence, 'likely');
  else if (confidence !== 'certain' && isConfirmed(first, ranked, own, tense, catalog)) confidence = 'certain';
  if (match?.torn && (match.torn.weak || match.torn.others.length > 0)) confidence = 'guess';
  if (uncoded.length > 0) confidence = 'guess';

  const doubt: Doubt = { confidence, candidates: confidence === 'certain' ? within(candidates, own) : candidates };
  const question = rule?.question ?? reading?.question;
  if (question !== undefined && (confidence !== 'certain' || doubt.candidates.length > 0)) doubt.question = question;
  const second = rest.find(({ cause }) => cause !== first.cause);
  const bucket = second && bucketOf(second.cause, tense, second.match?.entry.rule);
  if (second && bucket) doubt.runnerUp = { cause: second.cause.id, bucket, rule: second.rule };
  if (against) doubt.against = against;
  return doubt;
}

/** What is certain may still have two causes, but one bucket. */
const within = (candidates: Candidate[], own: string | null): Candidate[] =>
  candidates.filter(({ bucket }) => bucket === own);

function isDoubtful(match: Match, failure: Failure, tense: Tense): boolean {
  return (
    match.source !== 'words' ||
    match.level === LINKED ||
    match.presumed ||
    match.hearsay ||
    isPartly(match) ||
    isLasting(match, failure, tense)
  );
}

/** Words, code or signature were cut off. */
const isPartly = ({ torn, coded, halfSigned }: Match): boolean => torn !== undefined || !coded || halfSigned;

/** Words of a passing trouble that anybody uses, with numbers that say it is for good. */
const isLasting = ({ level, entry: { cause } }: Match, { reply, status }: Failure, { wire }: Tense): boolean =>
  level === 3 &&
  wire === 'permanent' &&
  classOf(reply, undefined) === 5 &&
  classOf(undefined, status) !== 4 &&
  cause.tier >= PASSING_TIER &&
  !isVague(cause);

/** Two readings that don't hang on each other say the same bucket: words and a number with one meaning, or two rules. */
function isConfirmed(
  { match, entry, reading }: Choice,
  { rest, found, status }: Ranked,
  own: string | null,
  tense: Tense,
  catalog: Catalog,
): boolean {
  if (match) {
    if (match.source !== 'words' || isPartly(match)) return false;
    // What passes anyway confirms nothing else.
    const alike = status && (status.cause.tier < PASSING_TIER || match.entry.cause.tier >= PASSING_TIER);
    if (alike && isPlain(status, own, tense, catalog)) return true;
    // The catalog's own caution stands; who answered, and whether anybody saw the rule's source, matter less where others say the same.
    return !match.entry.rule.atMost && rest.some((other) => isWitness(match, other, own, tense));
  }
  // A number that one shelf uses, or one that stands for one bucket, beside words that may mean it.
  if (!entry && !(reading && status?.reading === reading && isPlain(status, own, tense, catalog))) return false;
  const words = found.find(({ source }) => source === 'words');
  return (
    words?.matches.some(({ entry: { cause, rule } }) => {
      const causes = [cause, ...(rule.candidates ?? []).map((id) => catalog.cause(id))];
      return causes.some((one) => one && bucketOf(one, tense) === own);
    }) ?? false
  );
}

/** A number that stands for one bucket, and for the one asked for. */
function isPlain(number: NumberReading, own: string | null, tense: Tense, catalog: Catalog): boolean {
  const { cause, reading } = number;
  if (reading.atMost !== 'likely' || isVague(cause)) return false;
  const causes = [cause, ...(reading.candidates ?? []).map((id) => catalog.cause(id))];
  return causes.every((one) => one && bucketOf(one, tense) === own);
}

/** Words elsewhere, in a link, cut off, or of a provider nobody saw. */
const isWeak = ({ source, level, presumed, torn }: Match): boolean =>
  source !== 'words' || level === LINKED || presumed || torn !== undefined;

/** Another rule that would be certain by itself. */
function isWitness(match: Match, other: Choice, own: string | null, tense: Tense): boolean {
  const witness = other.match;
  if (!witness || witness.entry === match.entry || isWeak(witness)) return false;
  const { rule } = witness.entry;
  return !rule.atMost && rule.verified !== 'memory' && tells(witness) && bucketOf(other.cause, tense, rule) === own;
}

/** The words are nobody else's, and theirs who are seen to have answered: they use numbers as they like. */
const isOwnSentence = ({ level, entry }: Match): boolean => level === 1 && !entry.rule.needsProvider;

/** The same words with another code. */
const isSameWords = ({ hit }: Match, { match }: Choice): boolean => match?.coded === false && match.hit === hit;

/** Another telling rule, for another bucket, that rests on words of its own. */
function isRival(match: Match, other: Choice, own: string | null, tense: Tense, catalog: Catalog): boolean {
  const rival = other.match;
  if (!rival || rival.source !== match.source || rival.level === LINKED || !tells(rival)) return false;
  const { rule } = rival.entry;
  const bucket = bucketOf(other.cause, tense, rule);
  if (rule.atMost === 'guess' || bucket === own) return false;
  // It names this one as what it may stand for, and has no more words.
  if (
    match.letters >= rival.letters &&
    rule.candidates?.some((id) => bucketOf(catalog.cause(id) ?? other.cause, tense) === own)
  )
    return false;
  // What anybody says does not contradict the sentence of those who answered.
  if (rival.level === 3 && isOwnSentence(match)) return false;
  // A refusal that names a failed check or a list is also called spam and blocked.
  if (rival.level === 3 && match.entry.cause.tier <= NAMED_TIER && other.cause.tier >= SUMMED_TIER) return false;
  // Where no number says that it passes, words of a passing trouble are the frame of others (`Requested mail action aborted: …`).
  if (tense.wire !== 'temporary' && bucket === 'retry' && other.cause.tier >= PASSING_TIER) return false;
  return rival.hit.from < match.hit.from || rival.hit.to > match.hit.to;
}

/** The status is one of those that mean something by themselves, and it means something else. */
function contradicts(
  status: NumberReading | undefined,
  bucket: string | null,
  tense: Tense,
  catalog: Catalog,
): boolean {
  if (status?.reading.atMost !== 'likely') return false;
  const readings = [status.reading.cause, ...(status.reading.candidates ?? [])];
  return !readings.some((id) => {
    const cause = catalog.cause(id);
    return cause && (cause.bucket === bucket || bucketOf(cause, tense) === bucket);
  });
}
