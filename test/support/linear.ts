import fc from 'fast-check';
import { expect } from 'vitest';
import { blocksRun, decode } from './blocks.ts';
import { BEGINNINGS, PIECES } from './forms.ts';

/** Twice the text may take this many times the work: windows of fixed size are not full in a short one. */
const MOST = 2.5;
/** Work that is no matter of length: what the first lines of a text decide. */
const ONCE = 5000;

/** Holds where decoding a text of twice the length (or of four times) runs about twice (or four times) as many blocks of the engine. */
export function grows(make: (length: number) => string, length: number): void {
  const [short, long] = [make(length), make(2 * length)];
  // Tables are built, and texts of a kind met, only once.
  decode(short);
  const less = blocksRun(() => decode(short));
  const more = blocksRun(() => decode(long));
  if (more < MOST * less + ONCE) return;
  // Where a text ends may decide how often it is read: once, while work that is not linear goes on growing.
  const most = blocksRun(() => decode(make(4 * length)));
  expect(most).toBeLessThan(MOST * MOST * less + ONCE);
}

/** Any pieces over and over behind any beginning: a text by its length. */
export const hostile: fc.Arbitrary<(length: number) => string> = fc
  .tuple(fc.constantFrom('', ...BEGINNINGS), fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 3 }))
  .map(([beginning, pieces]) => {
    const piece = pieces.join('');
    const make = (length: number): string =>
      (beginning + piece.repeat(Math.ceil(length / piece.length))).slice(0, length);
    // What a counterexample is called.
    return Object.assign(make, { toString: () => `${JSON.stringify(beginning)} and ${JSON.stringify(piece)}` });
  });
