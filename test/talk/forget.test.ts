import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Chat, chat, DANA, HERE, KIM } from '../support/chat.ts';

const UNKNOWN = '550 5.1.1 <erin@example.net>: Recipient address rejected: User unknown';
const ELSEWHERE = { channel: 'C2', thread: '2.1', personal: false };
const ADMIN = { ...KIM, admin: true };

let room: Chat;
beforeEach(async () => {
  room = await chat();
  await room.paste(DANA, HERE, UNKNOWN);
  await room.paste(DANA, ELSEWHERE, UNKNOWN);
  await room.paste(KIM, { ...ELSEWHERE, thread: '2.2' }, UNKNOWN);
});
afterEach(() => room.close());

const cases = async (): Promise<string[]> => {
  const found = await Promise.all(
    ['C1:1.1', 'C2:2.1', 'C2:2.2'].map(async (id) => ((await room.store.get('T1', 'case', id)) ? [id] : [])),
  );
  return found.flat();
};
const decodes = async ({ id }: { id: string }): Promise<number> => (await room.store.recentDecodes('T1', id, 9)).length;

it('forgets a thread, and only after a button was pressed', async () => {
  await room.command(DANA, HERE, 'forget');
  expect(await cases()).toHaveLength(3);
  await room.press(DANA, 'forget-thread');
  expect(await cases()).toEqual(['C2:2.1', 'C2:2.2']);
  expect(await decodes(DANA)).toBe(1);
  expect(room.told(DANA)[0]).toContain('Forgotten');
});

it('forgets the person who asks, everywhere, and nobody else', async () => {
  await room.command(DANA, HERE, 'forget');
  await room.press(DANA, 'forget-me');
  expect(await cases()).toEqual(['C2:2.2']);
  expect([await decodes(DANA), await decodes(KIM)]).toEqual([0, 1]);
});

it('forgets a workspace for its administrators only', async () => {
  await room.command(DANA, HERE, 'forget');
  expect(() => room.press(DANA, 'forget-workspace')).toThrow('No button');
  await room.pressValue(DANA, HERE, 'forget-workspace', '');
  expect(await cases()).toHaveLength(3);
  await room.command(ADMIN, HERE, 'forget');
  await room.press(ADMIN, 'forget-workspace');
  expect(await cases()).toEqual([]);
  expect([await decodes(DANA), await decodes(KIM)]).toEqual([0, 0]);
});

it('leaves nothing of a forgotten thread that a button of an old message could bring back', async () => {
  await room.command(DANA, HERE, 'forget');
  await room.press(DANA, 'forget-thread');
  await room.pressValue(DANA, HERE, 'draft', JSON.stringify({ case: 'C1:1.1', paste: '' }));
  expect(room.told(DANA)[0]).toContain('no longer stored');
});
