import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { cardFaults } from '../support/adaptive-cards.ts';
import type { SentCard } from '../support/teams-connector.ts';
import { CHANNEL, cardOf, DANA, KIM, TENANT, teamsWorkspace, wordsOf } from '../support/teams-workspace.ts';

const UNKNOWN = '550 5.1.1 <dana@example.net>: Recipient address rejected: User unknown';
const CARD = 'application/vnd.microsoft.card.adaptive';

let teams: Awaited<ReturnType<typeof teamsWorkspace>>;
beforeAll(async () => {
  teams = await teamsWorkspace();
});
afterEach(() => {
  expect(teams.faults).toEqual([]);
});
afterAll(async () => {
  await teams.close();
});

const verbs = (card: SentCard): (string | undefined)[] => (card.actions ?? []).map(({ verb }) => verb);

describe('a button of a card', () => {
  it('shows its answer in the card’s place, to whoever pressed it, and leads back', async () => {
    const { answer } = await teams.answered(UNKNOWN);
    const shown = await teams.press(answer, 'explain');
    expect(shown).toMatchObject({ status: 200, statusCode: 200, type: CARD });
    expect(wordsOf(shown.value.body)).toContain('5.1.1');
    expect(cardFaults(shown.value)).toEqual([]);
    const [back] = shown.value.actions ?? [];
    const before = await teams.act(answer, back ?? {});
    expect(before.value).toEqual(cardOf(answer));
    await teams.settled();
    expect(answer.edits).toBe(0);
  });

  it('opens a form in the card’s place, says what is wrong with it, and closes it with thanks', async () => {
    const { answer } = await teams.answered(UNKNOWN);
    const form = await teams.press(answer, 'wrong');
    expect(cardFaults(form.value)).toEqual([]);
    expect(JSON.stringify(form.value.body)).toContain('"type":"Input.');
    const [send] = form.value.actions ?? [];
    const fields = { 'field:part': 'other', 'field:should': 'The address exists.' };
    const thanks = await teams.act(answer, { ...send, data: { ...send?.data, ...fields } });
    expect(thanks.type).toBe(CARD);
    expect(wordsOf(thanks.value.body)).not.toBe(wordsOf(form.value.body));
    expect(verbs(thanks.value)).toEqual(['show']);
  });

  it('that Teams asks twice about is pressed once', async () => {
    const { answer } = await teams.answered(UNKNOWN);
    const id = randomUUID();
    const [one, two] = await Promise.all([
      teams.press(answer, 'explain', {}, id),
      teams.press(answer, 'explain', {}, id),
    ]);
    // The second has nothing to say but what stands there.
    expect([one, two].filter(({ value }) => verbs(value).includes('explain'))).toHaveLength(1);
  });

  it('of a message that is no longer remembered says so', async () => {
    const { id, answer } = await teams.answered(UNKNOWN);
    await vi.waitFor(async () => expect(await teams.store().depth()).toBe(0));
    await teams.store().forget(TENANT, { place: `${CHANNEL}:${id}` });
    expect(wordsOf((await teams.press(answer, 'wrong')).value.body)).not.toBe('');
    const [back] = (await teams.press(answer, 'explain')).value.actions ?? [];
    expect(await teams.act(answer, back ?? {})).toMatchObject({ type: 'application/vnd.microsoft.activity.message' });
  });

  it('that makes no sense is answered in Teams’ own way', async () => {
    const { answer } = await teams.answered(UNKNOWN);
    const answered = await teams.post(
      teams.activity({ type: 'invoke', name: 'adaptiveCard/action', replyToId: answer.id, value: { action: 1 } }),
    );
    expect(JSON.parse(answered.body)).toMatchObject({ statusCode: 400, type: 'application/vnd.microsoft.error' });
  });
});

describe('the message action', () => {
  const conversation = (root: string) => ({ id: teams.thread(root), conversationType: 'channel', tenantId: TENANT });
  const invoke = async (name: string, root: string, value: object): Promise<Opened> => {
    const { status, body } = await teams.post(
      teams.activity({ type: 'invoke', name, conversation: conversation(root), value }),
    );
    return { status, ...(JSON.parse(body) as Omit<Opened, 'status'>) };
  };
  const open = (root: string, content: string, more: object = {}) =>
    invoke('composeExtension/fetchTask', root, {
      commandId: 'decodeBounce',
      commandContext: 'message',
      messagePayload: { id: root, body: { contentType: 'html', content }, from: { user: { id: 'eli' } }, ...more },
    });
  const submit = (root: string, data: unknown) =>
    invoke('composeExtension/submitAction', root, { commandId: 'decodeBounce', commandContext: 'message', data });

  it('shows the verdict in a dialog and posts it in the thread when it is told to', async () => {
    const opened = await open('asked-1', `<div>${UNKNOWN.replace('<', '&lt;').replace('>', '&gt;')}</div>`);
    const card = opened.task.value.card?.content;
    expect(opened.task).toMatchObject({ type: 'continue', value: { title: 'Decode this bounce' } });
    expect(cardFaults(card)).toEqual([]);
    expect(wordsOf(card?.body)).toContain('550 5.1.1');
    await teams.settled();
    expect(teams.connector.in(teams.thread('asked-1'))).toEqual([]);

    const data = card?.actions?.[0]?.data;
    expect(await submit('asked-1', data)).toMatchObject({ status: 200, task: { type: 'message' } });
    expect(await submit('asked-1', data)).toMatchObject({ status: 200, task: { type: 'message' } });
    const [posted] = await teams.answers(teams.thread('asked-1'));
    expect(posted && verbs(cardOf(posted))).toContain('explain');
  });

  it('says that the message is no bounce, and posts nothing of its own accord', async () => {
    const opened = await open('asked-2', '<p>Lunch?</p>');
    expect(opened.task).toEqual({ type: 'message', value: 'There is no bounce in this message.' });
    await teams.settled();
    expect(teams.connector.in(teams.thread('asked-2'))).toEqual([]);
  });

  it('hands the card over where the app is not and can’t post', async () => {
    const opened = await open('asked-3', `<p>${UNKNOWN.replace(/[<>]/g, '')}</p>`);
    teams.connector.troubles.push({ status: 403, body: '{"error":{"code":"BotNotInConversationRoster"}}' });
    const result = await submit('asked-3', opened.task.value.card?.content.actions?.[0]?.data);
    expect(result).toMatchObject({ composeExtension: { type: 'result', attachments: [{ contentType: CARD }] } });
    expect(teams.faults.splice(0)).toEqual([expect.stringContaining('BotNotInConversationRoster')]);
  });

  it('on a message in a reply answers in that thread', async () => {
    const opened = await open('root-9', `<p>${UNKNOWN.replace(/[<>]/g, '')}</p>`, {
      id: 'reply-9',
      replyToId: 'root-9',
    });
    await submit('root-9', opened.task.value.card?.content.actions?.[0]?.data);
    expect(await teams.answers(teams.thread('root-9'))).toHaveLength(1);
  });
});

it('does not know every invoke of Teams', async () => {
  expect((await teams.post(teams.activity({ type: 'invoke', name: 'signin/verifyState' }))).status).toBe(501);
});

describe('the settings', () => {
  const asked = async (from: object) => {
    const id = `m-${randomUUID()}`;
    await teams.post(teams.mention(id, 'settings', { from }));
    const [message] = await teams.answers(teams.thread(id));
    if (message === undefined) throw new Error('There is no answer.');
    return message;
  };

  it('are a form for who administers the bot, and a channel is kept by its id, whatever link is pasted', async () => {
    const message = await asked(DANA);
    const card = cardOf(message);
    expect(cardFaults(card).filter((fault) => !/choices\.data|at least one choice/.test(fault))).toEqual([]);
    const [send] = card.actions ?? [];
    expect(JSON.stringify(card)).toContain('"title":"ops"');
    const link = 'https://teams.microsoft.com/l/channel/19%3Asupport%40thread.tacv2/support?groupId=1&tenantId=2';
    const inputs = {
      'field:channel/supportChannel': link,
      'field:mask': 'everywhere',
      'field:reaction': 'x',
      'field:draftDays': '30',
    };
    const saved = await teams.act(message, { ...send, data: { ...send?.data, ...inputs } });
    expect(wordsOf(saved.value.body)).not.toContain('check');
    const kept = JSON.parse((await teams.store().setting(TENANT, 'workspace')) ?? '{}');
    expect(kept).toMatchObject({ supportChannel: '19:support@thread.tacv2' });
  });

  it('are nobody else’s', async () => {
    expect(JSON.stringify(cardOf(await asked(KIM)))).not.toContain('Input.');
  });
});

it('does the rest of what a button asks after its answer', async () => {
  const { id, answer } = await teams.answered(UNKNOWN);
  const pressed = await teams.press(answer, 'draft');
  expect(pressed).toMatchObject({ status: 200, statusCode: 200 });
  await vi.waitFor(() => expect(teams.connector.in(teams.thread(id)).length).toBeGreaterThan(1));
});

interface Opened {
  status: number;
  task: { type: string; value: { title?: string; card?: { content: SentCard } } };
  composeExtension?: unknown;
}
