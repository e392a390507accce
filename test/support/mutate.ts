import fc from 'fast-check';
import { expect } from 'vitest';
import { engineOf, loadCatalog } from '../../src/index.ts';
import { MANGLINGS } from './mangle.ts';

const catalog = loadCatalog();
const engine = engineOf(catalog);

/** Pieces that mean something to a reader. */
const PIECES = [
  ...[
    '\0',
    '\u001b[31m',
    '\r',
    '\n',
    '> ',
    '```',
    '=\r\n',
    '&lt;',
    '\u200b',
    '550-',
    '5.7.1 ',
    '{"event":"',
    '--b\r\n',
    'said: ',
    ' -> ',
  ],
  ...[
    '<mailto:',
    '](http://',
    '<br>',
    '\nFrom: ',
    '\nReceived: ',
    'Final-Recipient: rfc822; ',
    'Diagnostic-Code: smtp; 4',
    '", "',
    '@',
    ' ** ',
    ' == ',
    'status=',
  ],
  '---------- Forwarded message ---------\nFrom: a@example.com\nSubject: b\n\n',
];

export const noise = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ maxLength: 200 }),
  fc.constantFrom(...PIECES),
  fc.tuple(fc.constantFrom(...PIECES), fc.integer({ min: 2, max: 400 })).map(([piece, times]) => piece.repeat(times)),
);

/** One of the texts with pieces cut out, doubled, taken from another one or replaced by noise, then mangled once or not at all. */
export function mutated(texts: readonly string[]): fc.Arbitrary<string> {
  return fc
    .tuple(
      fc.constantFrom(...texts),
      fc.constantFrom(...texts),
      fc.array(fc.tuple(fc.nat(), fc.nat(80), noise), { maxLength: 6 }),
      fc.option(fc.constantFrom(...MANGLINGS)),
    )
    .map(([one, other, cuts, mangling]) => {
      const text = cuts.reduce((made, [at, length, put], index) => {
        const from = made.length === 0 ? 0 : at % made.length;
        const piece = index % 3 === 2 ? other.slice(at % (other.length + 1)).slice(0, 10 * length) : put;
        return made.slice(0, from) + piece + made.slice(from + (index % 2 === 0 ? length : 0));
      }, one);
      return mangling ? mangling.apply(text, [other]) : text;
    });
}

/** Characters that the rules compare for each character of a paste, at most, however it is written. */
const WORK = 400;

/** What is true of every answer, whatever the text. */
export function holds(text: string): void {
  const { index } = catalog.rules;
  const before = index.steps;
  const decoded = engine.decode(text);
  expect(index.steps - before).toBeLessThan(WORK * (text.length + 1000));
  expect(decoded.v).toBe(1);
  if (decoded.bucket !== null) expect(decoded.failures.length).toBeGreaterThan(0);
  for (const verdict of decoded.failures) {
    expect(verdict.because.length).toBeGreaterThan(0);
    for (const { at } of verdict.because) {
      if (!at) continue;
      expect(at[0]).toBeGreaterThanOrEqual(0);
      expect(at[1]).toBeLessThanOrEqual(text.length);
      expect(at[1]).toBeGreaterThan(at[0]);
    }
    expect(verdict.steps.length).toBeGreaterThan(0);
    expect(JSON.stringify(verdict.steps)).not.toMatch(/\{[a-zA-Z]+(?:\|[^{}]*)?\}/);
  }
}
