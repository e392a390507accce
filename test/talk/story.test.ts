import { expect, it } from 'vitest';
import { DEFAULTS, saveSettings } from '../../src/talk/settings.ts';
import { chat, DANA, KIM, written } from '../support/chat.ts';
import { escalationStory, type Stage, type Who } from '../support/story.ts';

const PEOPLE = { dana: DANA, kim: KIM };

it('goes from two bounces to one hand-off, with two people and a channel that fails first', async () => {
  let refusing = false;
  const room = await chat({
    refuse: (channel) =>
      channel === 'support' && refusing ? { ok: false, why: 'the channel is archived' } : undefined,
  });
  await saveSettings(room.store, 'T1', { ...DEFAULTS, supportChannel: 'support' });
  const place = (thread: string) => ({ channel: 'C1', thread, personal: false });
  const inThread = (thread: string) =>
    room.messages.filter((one) => one.place.thread === thread && one.only === undefined);
  const stage: Stage = {
    async paste(who, text, thread = '1.1') {
      await room.paste(PEOPLE[who], place(thread), text);
      return thread;
    },
    said: async (thread) => inThread(thread).map(({ reply }) => reply.text),
    told: async (who) => room.told(PEOPLE[who])[0] ?? '',
    press: (who, _, button) => room.press(PEOPLE[who], button),
    async form(who: Who) {
      const { intro = [], fields } = room.form(PEOPLE[who]);
      const values = Object.fromEntries(fields.map(({ id, value = '' }) => [id, value]));
      return { text: [...intro, ...fields.flatMap(({ label, hint }) => [label, hint ?? ''])].join('\n'), values };
    },
    submit: (who, fields) => room.submit(PEOPLE[who], place('1.1'), fields),
    support: async () => room.messages.filter((one) => one.place.channel === 'support').map((one) => written(one)),
    async refuseSupport(refuse) {
      refusing = refuse;
    },
  };
  const { thread, support } = await escalationStory(stage);
  expect(room.logged.filter((line) => line.startsWith('error'))).toEqual([]);
  await expect(`${inThread('1.1').map(written).join('\n\n=====\n\n')}\n`).toMatchFileSnapshot(
    '../fixtures/talk/story-thread.txt',
  );
  await expect(`${support.join('\n\n=====\n\n')}\n`).toMatchFileSnapshot('../fixtures/talk/story-handoff.txt');
  expect(thread).toHaveLength(4);
  await room.close();
});
