import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Lookout } from '../src/lookout.ts';

it('finds what a search for each text by itself finds', () => {
  // Few letters, so that texts begin, end and contain one another.
  const letters = fc.constantFrom('a', 'b', 'c', ' ', 'é', '送');
  const word = fc.string({ unit: letters, minLength: 1, maxLength: 6 });
  const group = fc.array(word, { maxLength: 6 });
  const text = fc.string({ unit: fc.oneof(letters, fc.constantFrom('A', 'É', '\n', 'x')), maxLength: 60 });
  fc.assert(
    fc.property(group, group, text, (one, other, where) => {
      const lookout = new Lookout({ one, other });
      const flat = where.toLowerCase().replaceAll('\n', ' ');
      const has = (words: readonly string[], bit: number): number =>
        words.some((each) => flat.includes(each)) ? bit : 0;
      expect(lookout.look(where)).toBe(has(one, lookout.bits.one) | has(other, lookout.bits.other));
    }),
  );
});
