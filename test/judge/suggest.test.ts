import { describe, expect, it } from 'vitest';
import { rule as ruleSchema } from '../../src/catalog/schema.ts';
import { openEngine } from '../../src/index.ts';

const engine = openEngine();

function suggested(paste: string) {
  const [verdict] = engine.decode(paste).failures;
  return verdict && engine.suggest(verdict, '2026-11-24');
}

describe('a rule suggested for an unknown reply', () => {
  const PASTE =
    '550 5.7.1 <john.doe@customer.test> Zorbified by the quux gate at mx7.customer.test [198.51.100.77], ticket AB12CD34EF; see https://customer.test/x?id=99';

  it('is valid by the schema', () => {
    const rule = suggested(PASTE);
    expect(ruleSchema.safeParse(rule).error).toBeUndefined();
    expect(rule?.says[0]).toContain('zorbified by the quux gate');
    expect(rule?.atMost).toBe('likely');
  });

  it('holds nothing of the people in it', () => {
    const text = JSON.stringify(suggested(PASTE));
    for (const piece of ['john', 'customer.test', '198.51.100.77', 'AB12CD34EF', 'id=99'])
      expect(text).not.toContain(piece);
  });

  it('is not made where there are no words', () => {
    expect(suggested('550 5.7.1')).toBeUndefined();
  });
});
