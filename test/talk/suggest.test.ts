import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSqlite } from '../../adapters/store/sqlite.ts';
import { createBot } from '../../src/bot.ts';
import type { Asked, Bot } from '../../src/conversation.ts';
import { openEngine } from '../../src/index.ts';
import type { Store } from '../../src/ports.ts';
import type { Reply } from '../../src/types.ts';

const UNKNOWN = '550 5.7.1 <john.doe@customer.test> Zorbified by the quux gate at mx7.customer.test [198.51.100.77]';
const clock = { now: () => Date.UTC(2026, 10, 26) };
const dataDir = mkdtempSync(join(tmpdir(), 'suggest-'));
let store: Store;
let bot: Bot;

beforeAll(async () => {
  store = await openSqlite({ dataDir, clock });
  const log = {
    info: () => {},
    warn: () => {},
    error: (event: string, error: unknown) => expect.fail(`${event} ${error}`),
  };
  bot = createBot({
    ...openEngine(),
    handoffs: [],
    store,
    clock,
    random: { id: randomUUID },
    log,
    commands: {},
  });
});
afterAll(async () => {
  await store.close();
  rmSync(dataDir, { recursive: true });
});

function handle(asked: Asked): ReturnType<Bot['handle']> {
  const place = { channel: 'C1', thread: '1.0', personal: false };
  return bot.handle({ id: 'C1:1.0', tenant: 'T1', platform: 'test', place, person: { id: 'U1' }, asked });
}

const replyOf = (outcomes: Awaited<ReturnType<Bot['handle']>>): Reply | undefined =>
  outcomes.flatMap((outcome) => (outcome.do === 'say' ? [outcome.reply] : []))[0];

describe('a reply that no rule knows', () => {
  it('comes with a button that gives a rule to propose, to the asker alone and with nothing of the paste', async () => {
    const answer = replyOf(await handle({ kind: 'paste', text: UNKNOWN, direct: true }));
    const button = answer?.buttons.find(({ id }) => id === 'suggest');
    const [outcome] = await handle({ kind: 'press', button: 'suggest', value: button?.value ?? '' });
    expect(outcome).toMatchObject({ do: 'say', to: 'asker' });
    const quote = outcome?.do === 'say' ? outcome.reply.parts.find(({ kind }) => kind === 'quote') : undefined;
    const rule = quote?.kind === 'quote' ? JSON.parse(quote.text) : undefined;
    expect(rule).toMatchObject({
      says: [expect.stringContaining('zorbified by the quux gate')],
      checked: '2026-11-26',
    });
    expect(JSON.stringify(outcome)).not.toMatch(/john\.doe|customer\.test|198\.51\.100\.77/);
  });

  it('is counted, and listed without addresses', async () => {
    const reply = replyOf(await handle({ kind: 'command', text: 'explain unknown' }));
    expect(reply?.text).toContain('Zorbified by the quux gate');
    expect(reply?.text).not.toContain('john.doe');
  });
});
