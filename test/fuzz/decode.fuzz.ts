import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createDecoder } from '../../src/index.ts';
import { examplePastes } from '../support/examples.ts';

/** Full count by `npm run fuzz`; FUZZ_RUNS sets another. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 100_000);

const decode = createDecoder();
const pastes = examplePastes();

const noise = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ maxLength: 200 }),
  fc.constantFrom(
    '\0',
    '\u001b[31m',
    '\r',
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
  ),
);

/** A real reply with pieces cut out, doubled, swapped or replaced by noise. */
const mutated = fc
  .tuple(
    fc.constantFrom(...pastes),
    fc.constantFrom(...pastes),
    fc.array(fc.tuple(fc.nat(), fc.nat(80), noise), { maxLength: 6 }),
  )
  .map(([one, other, cuts]) =>
    cuts.reduce((text, [at, length, put], index) => {
      const from = text.length === 0 ? 0 : at % text.length;
      return (
        text.slice(0, from) +
        (index % 3 === 2 ? other.slice(0, length) : put) +
        text.slice(from + (index % 2 === 0 ? length : 0))
      );
    }, one),
  );

function holds(text: string): void {
  const decoded = decode(text);
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

it('random text neither throws nor gets a verdict without evidence', () => {
  fc.assert(
    fc.property(fc.array(noise, { maxLength: 12 }), (parts) => holds(parts.join(''))),
    { numRuns: Math.ceil(RUNS / 2) },
  );
}, 3_600_000);

it('mutated replies neither throw nor get a verdict without evidence', () => {
  fc.assert(fc.property(mutated, holds), { numRuns: Math.ceil(RUNS / 2) });
}, 3_600_000);
