import fc from 'fast-check';
import { it } from 'vitest';
import { examplePastes } from '../support/examples.ts';
import { holds, mutated, noise } from '../support/mutate.ts';

/** A sample; `npm run fuzz` takes the full count. */
const RUNS = 1000;

it('mutated pastes neither throw nor get a verdict without evidence', () => {
  fc.assert(fc.property(mutated(examplePastes()), holds), { numRuns: RUNS });
});

it('random text neither', () => {
  fc.assert(
    fc.property(fc.array(noise, { maxLength: 12 }), (parts) => holds(parts.join(''))),
    { numRuns: RUNS },
  );
});

it.each(['\n', '<br>', '> \n', '---------- Forwarded message ---------\nFrom: a@example.com\nSubject: b\n\n'])(
  'a paste of nothing but %j is read',
  (piece) => holds(piece.repeat(200_000 / piece.length)),
);
