import { describe, expect, it } from 'vitest';
import type { Rule } from '../../src/catalog/schema.ts';
import type { Decoded, Verdict } from '../../src/types.ts';
import {
  counterexampleProblems,
  exampleProblems,
  nameProblems,
  placeholderProblems,
  sourceProblems,
  twinProblems,
} from '../support/catalog-checks.ts';

/** Each check of the data is broken once on purpose: a check that never fails protects nothing. */
const GOOD: Rule = {
  id: 'good',
  says: ['mailbox is full'],
  cause: 'mailbox-full',
  verified: 'primary',
  checked: '2026-01-01',
  sources: ['https://example.com/'],
  examples: [{ paste: '552 5.2.2 mailbox is full' }],
};
const shelf = (change: Partial<Rule>) => ({ id: 'here', rules: [{ ...GOOD, ...change }] });
const decidedBy =
  (rule: string, facts: Record<string, string> = {}) =>
  (): Decoded =>
    ({
      kind: 'bounce',
      failures: [{ rule, facts, because: [{ rule, quote: 'x' }] } as unknown as Verdict],
    }) as unknown as Decoded;
const nobody = () => false;

describe('examples', () => {
  it('pass when their own rule decides', () => expect(exampleProblems(shelf({}), decidedBy('here/good'))).toEqual([]));
  it('fail when another decides', () =>
    expect(exampleProblems(shelf({}), decidedBy('there/other'))).toEqual([
      'here/good: decided by there/other by "x": "552 5.2.2 mailbox is full"',
    ]));
  it('fail when a promised fact is missing', () =>
    expect(
      exampleProblems(
        shelf({ examples: [{ paste: 'x y z', facts: { listedIp: '192.0.2.1' } }] }),
        decidedBy('here/good'),
      ),
    ).toEqual(['here/good: fact listedIp is undefined, not 192.0.2.1: "x y z"']));
  it('fail when a neighbour is claimed', () => {
    expect(counterexampleProblems(shelf({ not: ['550 other'] }), decidedBy('here/good'))).toHaveLength(1);
    expect(counterexampleProblems(shelf({ not: ['550 other'] }), decidedBy('there/other'))).toEqual([]);
  });
});

describe('names', () => {
  it.each(['550 8.8.8.8 refused', '550 <someone@gmail.com> unknown', '550 from 2a00:1450::1 refused'])(
    '"%s" names somebody',
    (paste) => expect(nameProblems(shelf({ examples: [{ paste }] }), nobody)).toHaveLength(1),
  );
  it.each([
    '550 192.0.2.1 refused',
    '550 5.7.1 <dana@mail.example.net> unknown',
    '550 127.255.255.254 2001:db8::1 refused at 10:15:30',
  ])('"%s" names nobody', (paste) => expect(nameProblems(shelf({ examples: [{ paste }] }), nobody)).toEqual([]));
  it('lets a mail system name itself', () =>
    expect(
      nameProblems(
        shelf({ examples: [{ paste: '550 ask postmaster@gmail.com' }] }),
        (domain) => domain === 'gmail.com',
      ),
    ).toEqual([]));
});

describe('placeholders', () => {
  it.each(['Look in {logs}.', 'Write to {recipient|the address}.'])('"%s" can be filled', (sentence) =>
    expect(placeholderProblems('x', [sentence])).toEqual([]),
  );
  it.each(['Look in {log}.', 'Write to {recipient}.', 'Write to {recipient|}.'])('"%s" can stay empty', (sentence) =>
    expect(placeholderProblems('x', [sentence])).toHaveLength(1),
  );
});

it('sources: a check of tomorrow and a rule without source are found', () => {
  expect(sourceProblems(shelf({}), '2026-01-01')).toEqual([]);
  expect(sourceProblems(shelf({ checked: '2026-01-02' }), '2026-01-01')).toHaveLength(1);
  expect(sourceProblems(shelf({ sources: [] }), '2026-01-01')).toHaveLength(1);
});

it('twins: the same words for two causes are found', () => {
  expect(twinProblems([{ id: 'a', rules: [GOOD, { ...GOOD, id: 'same' }] }])).toEqual([]);
  expect(twinProblems([{ id: 'a', rules: [GOOD, { ...GOOD, id: 'other', cause: 'virus-found' }] }])).toHaveLength(1);
});
