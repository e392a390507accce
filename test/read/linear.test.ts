import fc from 'fast-check';
import { describe, it } from 'vitest';
import { forms } from '../support/forms.ts';
import { grows, hostile } from '../support/linear.ts';

/** Characters of the shorter text; `npm run fuzz` takes longer ones. */
const LENGTH = 12_000;

describe('twice the text is twice the work', () => {
  it.each([...forms])('%s', (_, make) => grows(make, LENGTH));

  it('any piece over and over behind any beginning', () => {
    fc.assert(
      fc.property(hostile, (make) => grows(make, LENGTH)),
      { numRuns: 40 },
    );
  });
});
