import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { rule as ruleSchema } from '../../src/catalog/schema.ts';
import { createDecoder, openEngine } from '../../src/index.ts';

const engine = openEngine();

const suggested = (paste: string) => engine.suggest(engine.decode(paste), '2026-11-24');

describe('a rule suggested for an unknown reply', () => {
  const PASTE =
    '550 5.7.1 <john.doe@customer.test> Zorbified by the quux gate at mx7.customer.test [198.51.100.77], ticket AB12CD34EF; see https://customer.test/x?id=99';

  it('is valid by the schema', () => {
    const rule = suggested(PASTE)?.rule;
    expect(ruleSchema.safeParse(rule).error).toBeUndefined();
    expect(rule?.says[0]).toContain('zorbified by the quux gate');
    expect(rule?.verified).toBe('memory');
  });

  it('holds nothing of the people in it', () => {
    const text = JSON.stringify(suggested(PASTE));
    for (const piece of ['john', 'customer.test', '198.51.100.77', 'AB12CD34EF', 'id=99'])
      expect(text).not.toContain(piece);
  });

  it('decides the reply once it stands in the file that is named', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'catalog-'));
    onTestFinished(() => rm(dir, { recursive: true }));
    await cp(join(import.meta.dirname, '../../catalog'), dir, { recursive: true });
    const suggestion = suggested(PASTE);
    if (!suggestion) throw new Error('no rule');
    const file = join(dir, suggestion.file);
    const shelf = JSON.parse(await readFile(file, 'utf8'));
    await writeFile(file, JSON.stringify({ ...shelf, rules: [...shelf.rules, suggestion.rule] }));
    const [judged] = createDecoder({ catalogDir: dir })(PASTE).failures;
    expect(judged?.rule).toBe(`${shelf.id}/${suggestion.rule.id}`);
    expect(judged?.confidence).toBe('likely');
  });

  it('goes into the file of who answered', () => {
    expect(suggested('550 5.7.1 Zorbified by the quux gate - gsmtp')?.file).toBe('providers/gmail.json');
  });

  it('is shown as JSON that can be copied', () => {
    const suggestion = suggested(PASTE);
    const quote = suggestion?.reply.parts.find(({ kind }) => kind === 'quote');
    expect(quote?.kind === 'quote' && JSON.parse(quote.text)).toEqual(suggestion?.rule);
  });

  it('is offered under a guess only', () => {
    expect(suggested('550 5.1.1 user unknown')).toBeUndefined();
    const buttons = (paste: string) => engine.compose(engine.decode(paste), { ref: 'x' }).buttons.map(({ id }) => id);
    expect(buttons(PASTE)).toContain('suggest');
    expect(buttons('550 5.1.1 user unknown')).not.toContain('suggest');
  });

  it('is not made where there are no words', () => {
    expect(suggested('550 5.7.1')).toBeUndefined();
  });
});
