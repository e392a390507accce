import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Lookout } from '../src/lookout.ts';

it('finds what a search for each text by itself finds', () => {
  // Few letters, so that texts begin, end and contain one another.
  const letters = fc.constantFrom('a', 'b', 'c', ' ', 'é', '送', '信');
  const word = fc.string({ unit: letters, minLength: 1, maxLength: 6 });
  const group = fc.array(word, { maxLength: 6 });
  const signs = fc.oneof(
    letters,
    fc.constantFrom('A', 'É', '\t', '\n', '\r', 'x'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  );
  const text = fc.string({ unit: signs, maxLength: 60 });
  fc.assert(
    fc.property(group, group, text, (one, other, where) => {
      const lookout = new Lookout({ one, other });
      const flat = where.toLowerCase().replace(/[\t\n\r]/g, ' ');
      const has = (words: readonly string[], bit: number): number =>
        words.some((each) => flat.includes(each)) ? bit : 0;
      expect(lookout.look(where)).toBe(has(one, lookout.bits.one) | has(other, lookout.bits.other));
    }),
  );
});

it('finds what stands where one stretch of a long text ends and the next begins', () => {
  const lookout = new Lookout({ words: ['delivery has failed'] });
  for (const before of [8170, 8180, 8190, 8192, 16_380])
    expect(lookout.look(`${'delivery '.repeat(2000).slice(0, before)}delivery has failed${' has'.repeat(4000)}`)).toBe(
      1,
    );
});
