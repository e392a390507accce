import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Asked } from '../../src/conversation.ts';
import { type Chat, chat, DANA, HERE } from '../support/chat.ts';

const UNKNOWN = '550 5.1.1 <erin@example.net>: Recipient address rejected: User unknown';

let room: Chat;
let draft = '';
beforeAll(async () => {
  room = await chat();
  await room.paste(DANA, HERE, UNKNOWN);
  await room.press(DANA, 'draft');
  draft = (await room.store.drafts('T1', 1))[0]?.id ?? '';
  expect(draft).not.toBe('');
});
afterAll(() => room.close());

/** The same person in the same place of another workspace asks with what belongs to this one. */
const foreign = async (asked: Asked): Promise<string> => {
  const incoming = {
    id: `foreign-${JSON.stringify(asked)}`,
    tenant: 'T2',
    platform: 'chat',
    place: HERE,
    person: DANA,
    asked,
  };
  return JSON.stringify(await room.bot.handle(incoming));
};
const ref = JSON.stringify({ case: 'C1:1.1', paste: '' });

it.each<[string, Asked]>([
  ...['all', 'suggest', 'share', 'share-draft', 'personal-draft'].map((button): [string, Asked] => [
    `the button ${button}`,
    { kind: 'press', button, value: ref },
  ]),
  ['the list of drafts', { kind: 'command', text: 'drafts' }],
  ['the home page', { kind: 'home' }],
  ['a paste that is gone', { kind: 'deleted' }],
])('%s shows nothing of another workspace', async (_, asked) => {
  expect(await foreign(asked)).not.toMatch(/example\.net|User unknown|5\.1\.1/);
});

it('a draft of another workspace is neither shown nor changed', async () => {
  const before = await room.store.get('T1', 'draft', draft);
  const message = room.find('draft');
  for (const { id, value } of message?.reply.buttons ?? [])
    expect(await foreign({ kind: 'press', button: id, value })).not.toMatch(/example\.net|User unknown/);
  await foreign({ kind: 'idle', draft });
  await foreign({ kind: 'handoff', draft });
  expect(await room.store.get('T1', 'draft', draft)).toEqual(before);
});

it('forgetting reaches no other workspace', async () => {
  for (const button of ['forget-thread', 'forget-me', 'forget-workspace'])
    await foreign({ kind: 'press', button, value: 'C1:1.1' });
  expect(await room.store.get('T1', 'case', 'C1:1.1')).toBeDefined();
  expect(await room.store.recentDecodes('T1', DANA.id, 5)).toHaveLength(1);
});
