import type { Catalog } from '../catalog/catalog.ts';
import type { Candidate, Confidence, Failure } from '../types.ts';
import type { Match } from './holds.ts';
import type { NumberReading } from './numbers.ts';
import { bucketOf, type Tense } from './outcome.ts';
import { type Choice, type Ranked, tells } from './rank.ts';

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

const ORDER: readonly Confidence[] = ['guess', 'likely', 'certain'];
const least = (a: Confidence, b: Confidence): Confidence => (ORDER.indexOf(a) <= ORDER.indexOf(b) ? a : b);

/**
 * Certain only where words and context decide: a telling rule matched in the innermost words, no rival of another bucket matched
 * other words, and the numbers don't contradict.
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

  const own = bucketOf(first.cause, tense, rule);
  const rivals = match ? rest.filter((other) => isRival(match, other, own, tense)) : [];
  for (const rival of rivals) add(rival.cause.id, rival.rule);
  const against = match && contradicts(ranked.status, own, tense, catalog) ? ranked.status : undefined;
  if (against) add(against.reading.cause, against.rule);

  let confidence: Confidence = reading ? reading.atMost : match ? 'certain' : entry ? 'likely' : 'guess';
  if (rule?.atMost) confidence = least(confidence, rule.atMost);
  if (rule?.verified === 'memory') confidence = least(confidence, 'likely');
  if (match && (isDoubtful(match, failure) || rivals.length > 0 || against)) confidence = least(confidence, 'likely');
  if (match?.torn && (match.torn.weak || match.torn.others.length > 0)) confidence = 'guess';

  const doubt: Doubt = { confidence, candidates };
  const question = rule?.question ?? reading?.question;
  if (question !== undefined) doubt.question = question;
  const second = rest.find(({ cause }) => cause !== first.cause);
  const bucket = second && bucketOf(second.cause, tense, second.match?.entry.rule);
  if (second && bucket) doubt.runnerUp = { cause: second.cause.id, bucket, rule: second.rule };
  if (against) doubt.against = against;
  return doubt;
}

function isDoubtful(match: Match, failure: Failure): boolean {
  return (
    match.source !== 'words' || match.presumed || match.torn !== undefined || failure.form === 'loose' || !tells(match)
  );
}

/** Another telling rule, for another bucket, that rests on words of its own. */
function isRival(match: Match, other: Choice, bucket: string | null, tense: Tense): boolean {
  const rival = other.match;
  if (!rival || rival.source !== match.source || !tells(rival) || rival.entry.rule.atMost === 'guess') return false;
  if (bucketOf(other.cause, tense, rival.entry.rule) === bucket) return false;
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
