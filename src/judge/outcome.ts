import type { Cause, Rule } from '../catalog/schema.ts';
import type { Bucket, Failure, Owner, Retry } from '../types.ts';
import { wireOf } from './codes.ts';

/** What follows from a cause: the bucket, who mends it and whether to send again. */
export interface Outcome {
  bucket: Bucket | null;
  owner: Owner;
  retry: Retry;
}

/** Forms that tell of the end: a report that says "failed" is written when nobody tries any more, whatever the last answer was. */
const FINAL: ReadonlySet<Failure['form']> = new Set(['report', 'notice', 'log', 'event', 'table']);

/**
 * A rule's own words go before the cause's. A cause may mean something else while the answer is temporary (a full mailbox is
 * waited for, a full mailbox for good is not), and what has been given up is no longer tried by anybody.
 */
export function outcomeOf(cause: Cause, failure: Failure, rule?: Rule): Outcome {
  const wire = wireOf(failure);
  const passing = failure.action === 'delayed' || wire === 'temporary' ? cause.temporary : undefined;
  const retry = rule?.retry ?? passing?.retry ?? cause.retry;
  const over = failure.action === 'failed' && (wire === 'permanent' || FINAL.has(failure.form));
  return {
    bucket: rule?.bucket ?? passing?.bucket ?? cause.bucket,
    owner: rule?.owner ?? passing?.owner ?? cause.owner,
    retry: retry === 'automatic' && over ? 'later-once' : retry,
  };
}

export const bucketOf = (cause: Cause, failure: Failure, rule?: Rule): Bucket | null =>
  outcomeOf(cause, failure, rule).bucket;
