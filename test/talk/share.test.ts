import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { settingsOf } from '../../src/bot.ts';
import type { Posted } from '../../src/conversation.ts';
import { type Chat, chat, DANA, HERE, KIM } from '../support/chat.ts';
import { FIRST, SECOND } from '../support/story.ts';

let room: Chat;
let result: (channel: string) => Posted | undefined;
beforeEach(async () => {
  result = () => undefined;
  room = await chat({ refuse: (channel) => result(channel) });
});
afterEach(async () => {
  expect(room.logged.filter((line) => line.startsWith('error'))).toEqual([]);
  await room.close();
});

const NOWHERE = { channel: 'C1', thread: 'trigger', personal: false };
const seenByAll = () => room.messages.filter(({ only }) => only === undefined);

describe('an answer that only the asker has seen', () => {
  beforeEach(() => room.command(DANA, NOWHERE, FIRST));

  it('is nobody else’s until it is shared; then its thread is a case like any other', async () => {
    expect(seenByAll()).toEqual([]);
    await room.press(DANA, 'share');
    const [shared] = seenByAll();
    expect(shared?.reply.title).toContain('Fix authentication');
    expect(shared?.reply.buttons.map(({ id }) => id)).not.toContain('share');
    const place = shared?.place ?? HERE;
    await room.paste(KIM, place, SECOND);
    expect(room.find('case')?.reply.text).toContain('This thread so far: 2 pastes');
    await room.press(KIM, 'draft');
    expect(room.find('draft')).toMatchObject({ place });
    expect(room.find('draft')?.reply.text).toContain('2 failures');
  });

  it('is shared once', async () => {
    const { value } = room.messages[0]?.reply.buttons.find(({ id }) => id === 'share') ?? { value: '' };
    await Promise.all([1, 2, 3].map(() => room.pressValue(DANA, NOWHERE, 'share', value)));
    await room.pressValue(DANA, NOWHERE, 'share', value);
    expect(seenByAll()).toHaveLength(1);
    expect(room.told(DANA)[0]).toContain('shared');
  });

  it('asks where a draft is to be written, and goes on there', async () => {
    await room.press(DANA, 'draft');
    expect(room.told(DANA)[0]).toContain('Where shall the draft be written?');
    await room.press(DANA, 'personal-draft');
    expect(seenByAll().map(({ place, key }) => [place.channel, key])).toEqual([
      ['D-U1', expect.stringMatching(/^paste:/)],
      ['D-U1', 'draft'],
    ]);
  });

  it('says what helps when it can not be posted, and can be shared later', async () => {
    result = () => ({ ok: false, why: 'I am no member of that channel. Invite me, then press again.' });
    await room.press(DANA, 'share');
    expect(room.told(DANA)[0]).toContain('Invite me');
    result = () => undefined;
    await room.press(DANA, 'share');
    expect(seenByAll()).toHaveLength(1);
  });
});

it('opens a form for a paste when nothing was said', async () => {
  await room.command(DANA, NOWHERE, '');
  expect(room.form(DANA).fields.map(({ kind }) => kind)).toEqual(['long', 'file']);
  await room.submit(DANA, NOWHERE, { text: FIRST });
  expect(room.told(DANA)[0]).toContain('Fix authentication');
});

it('lists the open drafts with the way to their threads', async () => {
  await room.command(DANA, NOWHERE, 'drafts');
  expect(room.told(DANA)[0]).toContain('There are no open drafts');
  await room.paste(DANA, HERE, FIRST);
  await room.press(DANA, 'draft');
  await room.command(KIM, NOWHERE, 'drafts');
  const parts = room.messages.findLast(({ only }) => only === KIM.id)?.reply.parts ?? [];
  expect(JSON.stringify(parts)).toContain(JSON.stringify({ place: HERE }).slice(1, -1));
});

describe('home and settings', () => {
  const ADMIN = { ...DANA, admin: true };

  it('shows everybody what there is, and administrators the settings', async () => {
    await room.paste(KIM, HERE, FIRST);
    await room.press(KIM, 'draft');
    await room.home(KIM);
    await room.home(ADMIN);
    const home = room.homes.get(KIM.id);
    expect(home?.text).toContain('The mail could not prove its sender: draft, last changed 2026-11-24.');
    expect(home?.text).toContain('550 5.7.26');
    expect(home?.buttons.map(({ id }) => id)).toEqual(['paste']);
    expect(room.homes.get(ADMIN.id)?.buttons.map(({ id }) => id)).toEqual(['paste', 'settings']);
  });

  it('are changed by administrators and those they name, and by nobody else', async () => {
    const home = { channel: '', thread: '', personal: true };
    await room.pressValue(KIM, home, 'settings', '');
    expect(room.told(KIM)[0]).toContain('Only administrators');
    await room.pressValue(ADMIN, home, 'settings', '');
    await room.submit(ADMIN, home, { reaction: 'no colon!', draftDays: '0', supportMail: 'nobody' });
    const errors = room.form(ADMIN).fields.flatMap(({ id, error }) => (error ? [id] : []));
    expect(errors.sort()).toEqual(['draftDays', 'reaction', 'supportMail']);
    await room.submit(ADMIN, home, {
      reaction: ':envelope:',
      draftDays: '14',
      supportMail: 'desk@support.example',
      supportChannel: 'C9',
      relay: 'smtp2go',
      mask: 'answers',
      admins: 'U2',
      fields: 'Customer number *\nSeverity',
    });
    expect(await settingsOf(room.store, 'T1')).toEqual({
      reaction: 'envelope',
      draftDays: 14,
      supportMail: 'desk@support.example',
      supportChannel: 'C9',
      relay: 'smtp2go',
      mask: 'answers',
      admins: ['U2'],
      fields: [
        { id: 'own-customer-number', label: 'Customer number', required: true },
        { id: 'own-severity', label: 'Severity', required: false },
      ],
    });
    await room.pressValue(KIM, home, 'settings', '');
    expect(room.form(KIM).fields.find(({ id }) => id === 'relay')?.value).toBe('smtp2go');
  });
});
