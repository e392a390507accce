import fc from 'fast-check';
import { it } from 'vitest';
import { holds, noise } from '../support/mutate.ts';

/** FUZZ_RUNS sets another count. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 50_000);

it('random text neither throws nor gets a verdict without evidence', () => {
  fc.assert(
    fc.property(fc.array(noise, { maxLength: 12 }), (parts) => holds(parts.join(''))),
    { numRuns: RUNS },
  );
});
