import type { Draft } from '../escalation.ts';
import { redact } from '../redact.ts';
import type { Decoded, Person, Place, Verdict } from '../types.ts';
import { answered, type Told } from './asks.ts';
import type { Profile } from './desk.ts';
import { missing } from './draft.ts';

/**
 * Opens the draft of a case, with everything in it that the pastes already tell.
 *
 * @param now milliseconds since 1970
 */
export function openDraft(input: {
  id: string;
  told: Told;
  profile: Profile;
  platform: string;
  place: Place;
  by: Person;
  now: number;
}): Draft | undefined {
  const [first] = input.told.verdicts;
  if (!first) return undefined;
  const answers = Object.entries(withoutSecrets(answered(input.told)));
  const draft: Draft = {
    id: input.id,
    platform: input.platform,
    state: 'open',
    revision: 0,
    desk: input.profile.id,
    bucket: first.bucket,
    cause: first.cause,
    place: input.place,
    createdAt: input.now,
    createdBy: input.by,
    changedAt: input.now,
    asks: input.profile.asks,
    values: Object.fromEntries(answers.map(([id, value]) => [id, { value, at: input.now }])),
    checks: {},
  };
  return missing(draft).length === 0 ? { ...draft, state: 'ready' } : draft;
}

/** What must never leave is not even kept: secrets, and characters that would steer a screen instead of standing on it. */
export function withoutSecrets(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([id, value]) => [id, redact(value.replace(STEERING, ' '))]));
}

/** Controls but the line end, and what turns the direction of writing round (UAX #9). */
const STEERING = /(?!\n)\p{Cc}|[\u202a-\u202e\u2066-\u2069]/gu;

/**
 * The failures of a case in the order in which a draft reads them: first the one it is about.
 *
 * @param cause of a draft that exists already; the most serious one otherwise, or when that cause is gone
 */
export function inOrder({ failures, groups }: Pick<Decoded, 'failures' | 'groups'>, cause?: string): Verdict[] {
  const of = (wanted: string | undefined) => failures.find((verdict) => verdict.cause === wanted);
  const first = of(cause) ?? of(groups[0]?.cause);
  return first ? [first, ...failures.filter((verdict) => verdict !== first)] : [];
}

/** A failure that still clears by itself is not for support yet: who opens its draft is told to wait first. */
export function tooEarly(verdict: Verdict): boolean {
  return verdict.action === 'delayed' || (verdict.bucket === 'retry' && verdict.retry === 'automatic');
}
