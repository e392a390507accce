import { expect, it } from 'vitest';
import { remindIdle } from '../../adapters/idle.ts';
import type { Incoming } from '../../src/conversation.ts';
import { chat, DANA, HERE } from '../support/chat.ts';
import { FIRST } from '../support/story.ts';

it('has drafts looked at once a day, and again after each change, where they stand', async () => {
  const room = await chat();
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  await room.paste(DANA, HERE, FIRST);
  await room.press(DANA, 'draft');
  const asked: Incoming[] = [];
  const round = async (): Promise<number> => {
    const { store, clock } = room;
    const before = asked.length;
    await remindIdle({
      store,
      clock,
      log,
      async remind(incoming) {
        if (!asked.some(({ id }) => id === incoming.id)) asked.push(incoming);
      },
    });
    return asked.length - before;
  };
  expect(await round()).toBe(0);
  room.clock.at += 3_600_000;
  expect(await round()).toBe(1);
  expect(await round()).toBe(0);
  expect(asked[0]).toMatchObject({ tenant: 'T1', platform: 'chat', place: HERE, asked: { kind: 'idle' } });
  room.clock.at += 86_400_000;
  expect(await round()).toBe(1);
  await room.press(DANA, 'draft-close');
  room.clock.at += 86_400_000;
  expect(await round()).toBe(0);
  await room.close();
});

it('is answered through the inbox, in the thread of the draft', async () => {
  const room = await chat();
  await room.paste(DANA, HERE, FIRST);
  await room.press(DANA, 'draft');
  room.clock.at += 29 * 86_400_000;
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const { store, clock, inbox } = room;
  for (let times = 0; times < 2; times++)
    await remindIdle({ store, clock, log, remind: (incoming) => inbox.remind(incoming) });
  await expect.poll(() => room.messages.filter(({ key }) => key?.startsWith('expires:')).length).toBe(1);
  expect(room.messages.at(-1)).toMatchObject({ place: HERE, reply: { title: 'This escalation draft expires soon' } });
  await room.close();
});
