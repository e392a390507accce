import { expect, it } from 'vitest';
import { loadCatalog } from '../../src/index.ts';
import { hostileText } from '../support/hostile.ts';

it('a text built from fragments of all rules costs work linear in its length', () => {
  const catalog = loadCatalog();
  const { index } = catalog.rules;
  const stepsFor = (length: number): number => {
    const text = hostileText(catalog.shelves, length);
    const before = index.steps;
    index.scan(text);
    return (index.steps - before) / length;
  };
  const [small, middle, large] = [16_384, 65_536, 262_144].map(stepsFor);
  // Counted, not timed: characters compared for each character of the text.
  expect(large).toBeLessThan((small ?? 0) * 1.5);
  expect(large).toBeLessThan((middle ?? 0) * 1.5);
  expect(large).toBeLessThan(40);
});

it('one word of a phrase over and over costs no more', () => {
  const catalog = loadCatalog();
  const { index } = catalog.rules;
  for (const piece of [
    'very low reputation of the ',
    'blocked using a.',
    'user ',
    '{',
    '[192.0.2.',
    'messages from ',
    '\t \n',
  ]) {
    const text = piece.repeat(Math.ceil(100_000 / piece.length));
    const before = index.steps;
    index.scan(text);
    expect((index.steps - before) / text.length, piece).toBeLessThan(400);
  }
});
