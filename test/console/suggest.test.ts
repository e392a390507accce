import { describe, expect, it } from 'vitest';
import { rule as ruleSchema } from '../../src/catalog/schema.ts';
import { bounce } from '../support/bounce.ts';

const NEW = '550 5.7.1 <john.doe@customer.test> Zorbified by the quux gate at mx7.customer.test [198.51.100.77]\n';
const KNOWN = '550 5.1.1 <dana@example.net>: Recipient address rejected: User unknown\n';

describe('decode --suggest', () => {
  it('prints a rule that the catalog takes, alone on standard output, and what to do with it beside it', async () => {
    const { code, out, error } = await bounce(['decode', '--suggest'], NEW);
    expect(code).toBe(0);
    expect(ruleSchema.safeParse(JSON.parse(out)).error).toBeUndefined();
    expect(out).not.toMatch(/john\.doe|customer\.test|198\.51\.100\.77/);
    expect(error).toContain('catalog/standard/policy.json');
  });

  it('says so where every reply is known, or nothing is a reply', async () => {
    const known = await bounce(['decode', '--suggest'], KNOWN);
    expect(known).toMatchObject({ code: 0, out: '' });
    expect(known.error).toContain('known to a rule');
    expect(await bounce(['decode', '--suggest'], 'Good morning\n')).toMatchObject({ code: 1, out: '' });
  });

  it('is offered under a guess', async () => {
    expect((await bounce(['decode'], NEW)).out.replace(/\s+/g, ' ')).toContain('"bounce decode --suggest"');
    expect((await bounce(['decode'], KNOWN)).out).not.toContain('--suggest');
  });

  it('is one of the forms of output', async () => {
    const { code, error } = await bounce(['decode', '--suggest', '--json'], NEW);
    expect(code).toBe(2);
    expect(error).toContain('--json, --csv and --suggest');
  });
});

it('explain unknown says where unknown replies are counted', async () => {
  const { code, out } = await bounce(['explain', 'unknown']);
  expect(code).toBe(0);
  expect(out).toContain('counted where the bot runs');
});
