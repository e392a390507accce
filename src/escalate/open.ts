import type { Draft, Person, Place, Scope, Verdict } from '../types.ts';
import { answered } from './asks.ts';
import type { Profile } from './desk.ts';
import { missing } from './draft.ts';

/**
 * Opens the draft of a case, with everything in it that the pastes already tell.
 *
 * @param verdicts the failures of the case; the draft is about the first
 * @param now milliseconds since 1970
 */
export function openDraft(input: {
  id: string;
  verdicts: readonly Verdict[];
  scope?: Scope;
  profile: Profile;
  platform: string;
  place: Place;
  by: Person;
  now: number;
}): Draft | undefined {
  const [first] = input.verdicts;
  if (!first) return undefined;
  const answers = Object.entries(answered(input.verdicts, input.scope));
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

/** A failure that still clears by itself is not for support yet: who opens its draft is told to wait first. */
export function tooEarly(verdict: Verdict): boolean {
  return verdict.action === 'delayed' || (verdict.bucket === 'retry' && verdict.retry === 'automatic');
}
