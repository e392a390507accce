import type { Failure, Verdict } from '../../../src/types.ts';

/** What counting needs of a verdict. */
export type Essence = Pick<
  Verdict,
  'cause' | 'bucket' | 'owner' | 'retry' | 'confidence' | 'rule' | 'wire' | 'provider'
>;

/** Different answers remembered: a log is full of the same few. */
const MOST = 2_000;

/**
 * Judges, and remembers the essence of what it judged. Two failures that differ in nothing but time, ids and the part of the
 * recipient before the @ have the same one, because nothing else of a failure decides.
 */
export function createEssence(judge: (failure: Failure) => Verdict): (failure: Failure) => Essence {
  const known = new Map<string, Essence>();
  return (failure) => {
    const key = keyOf(failure);
    const before = known.get(key);
    if (before !== undefined) return before;
    const { cause, bucket, owner, retry, confidence, rule, wire, provider } = judge(failure);
    const essence: Essence = {
      cause,
      bucket,
      owner,
      retry,
      confidence,
      rule,
      ...(wire === undefined ? {} : { wire }),
      ...(provider === undefined ? {} : { provider }),
    };
    if (known.size >= MOST) known.clear();
    known.set(key, essence);
    return essence;
  };
}

/** Facts on which no verdict depends. */
const IDLE = new Set([
  'time',
  'queueId',
  'messageId',
  'relayId',
  'attempts',
  'subject',
  'recipient',
  'originalRecipient',
  'at',
]);

/** Everything of a failure that a verdict may depend on: of the recipient, the domain. */
function keyOf(failure: Failure): string {
  const { recipient } = failure;
  let key = recipient === undefined ? '' : recipient.slice(recipient.lastIndexOf('@') + 1);
  for (const [name, value] of Object.entries(failure)) {
    if (!IDLE.has(name)) key += `\0${name}\0${typeof value === 'object' ? JSON.stringify(value) : value}`;
  }
  return key;
}
