import fc from 'fast-check';
import { it } from 'vitest';
import { forms } from '../support/forms.ts';
import { grows, hostile } from '../support/linear.ts';

/** A form, or a piece over and over, at 32 KB and 64 KB: FUZZ_RUNS sets another count for the pieces. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 1000);
const LENGTH = 32_768;

it.each([...forms])('%s: twice the text is twice the work', (_, make) => grows(make, LENGTH));

it(`${RUNS} pieces over and over behind any beginning: twice the text is twice the work`, () => {
  fc.assert(
    fc.property(hostile, (make) => grows(make, LENGTH)),
    { numRuns: RUNS },
  );
});
