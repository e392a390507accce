import { waits } from '../catalog/check.ts';
import type { Cause, Rule } from '../catalog/schema.ts';
import type { Bucket, Failure, Owner, Retry, Wire } from '../types.ts';
import { wireOf } from './codes.ts';

/** What a failure's numbers and its form say of time: the same for every cause that may explain it. */
export interface Tense {
  wire: Wire | undefined;
  /** Still being tried, or temporary by its code: a cause may then mean something else. */
  passing: boolean;
  /** Nobody tries any more. */
  over: boolean;
}

/** Forms that tell of the end: a report that says "failed" is written when nobody tries any more, whatever the last answer was. */
const FINAL: ReadonlySet<Failure['form']> = new Set(['report', 'notice', 'log', 'event', 'table']);

/**
 * Whether there is still hope for this failure, by its code, its action and the form in which it was told. A greeting that refuses for
 * good is not waited for, though Postfix keeps the message: it does so only to try the domain's other hosts.
 */
export function tenseOf(failure: Failure): Tense {
  const wire = wireOf(failure);
  return {
    wire,
    passing:
      wire === 'temporary' || (failure.action === 'delayed' && !(wire === 'permanent' && failure.phase === 'connect')),
    over: failure.action === 'failed' && (wire === 'permanent' || FINAL.has(failure.form)),
  };
}

/**
 * The bucket of a cause at this time. A rule's own words go before the cause's; a cause may mean something else while the answer
 * is temporary (a full mailbox is waited for, a full mailbox for good is not).
 */
export const bucketOf = (cause: Cause, { passing }: Tense, rule?: Rule): Bucket | null =>
  rule?.bucket ?? (passing ? cause.temporary?.bucket : undefined) ?? cause.bucket;

/** Who can mend it, in the same order as the bucket. */
export const ownerOf = (cause: Cause, { passing }: Tense, rule?: Rule): Owner =>
  rule?.owner ?? (passing ? cause.temporary?.owner : undefined) ?? cause.owner;

/** What has been given up is no longer tried by anybody. */
export function retryOf(cause: Cause, { passing, over }: Tense, rule?: Rule): Retry {
  const retry = rule?.retry ?? (passing ? cause.temporary?.retry : undefined) ?? cause.retry;
  return retry === 'automatic' && over ? 'later-once' : retry;
}

/**
 * Steps of a rule or cause for what nobody tries any more: the one that waits for the next try gives way to what the cause says to do
 * instead. Each list is changed once: they are those of the loaded catalog.
 */
export function stepsOver(): (steps: readonly string[], cause: Cause) => readonly string[] {
  const known = new WeakMap<readonly string[], readonly string[]>();
  return (steps, { over }) => {
    if (!over) return steps;
    let changed = known.get(steps);
    if (!changed) {
      changed = steps.map((step) => (waits(step) ? over.step : step));
      known.set(steps, changed);
    }
    return changed;
  };
}
