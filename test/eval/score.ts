import type { Decoded, Verdict } from '../../src/types.ts';
import type { Sample } from './corpus.ts';

/** A sample with what was made of it. */
export interface Scored {
  sample: Sample;
  decoded: Decoded;
  /** `none` where no bucket was given. */
  got: string;
  right: boolean;
  /** The verdict that set the bucket. */
  deciding: Verdict | undefined;
}

export function score(sample: Sample, decoded: Decoded): Scored {
  const got = decoded.bucket ?? 'none';
  return {
    sample,
    decoded,
    got,
    right: sample.buckets.includes(got),
    deciding: decoded.failures.find((one) => one.bucket === decoded.bucket),
  };
}

export interface Tally {
  right: number;
  of: number;
}

/** Counts right answers by a key of each. */
export function tally(scored: readonly Scored[], key: (one: Scored) => string): Map<string, Tally> {
  const table = new Map<string, Tally>();
  for (const one of scored) {
    const row = table.get(key(one)) ?? { right: 0, of: 0 };
    table.set(key(one), { right: row.right + (one.right ? 1 : 0), of: row.of + 1 });
  }
  return new Map([...table].sort(([, a], [, b]) => b.of - a.of));
}

/** Of mails with labelled failures: first status (where the mail holds it), first reply code and number of failures right. */
export function facts(scored: readonly Scored[]): Record<'status' | 'reply' | 'count', Tally> {
  const result = { status: { right: 0, of: 0 }, reply: { right: 0, of: 0 }, count: { right: 0, of: 0 } };
  const add = (row: Tally, right: boolean) => {
    row.of += 1;
    if (right) row.right += 1;
  };
  for (const { sample, decoded } of scored) {
    if (!sample.failures?.length || sample.buckets[0] === 'none') continue;
    const [expected] = sample.failures;
    const [first] = decoded.failures;
    if (expected?.status && sample.text.includes(expected.status))
      add(result.status, first?.status === expected.status);
    if (expected?.reply) add(result.reply, first?.reply === expected.reply);
    add(result.count, decoded.failures.length === sample.failures.length);
  }
  return result;
}

/** `97.5 % (195 of 200)`. */
export function percent({ right, of }: Tally): string {
  return of === 0 ? '- (none)' : `${((100 * right) / of).toFixed(1)} % (${right} of ${of})`;
}
