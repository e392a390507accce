import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { escalationStory, type Stage, type Who } from '../support/story.ts';
import type { Message, SentCard } from '../support/teams-connector.ts';
import { cardOf, DANA, KIM, plainOf, TENANT, teamsWorkspace } from '../support/teams-workspace.ts';

const SUPPORT = '19:support@thread.tacv2';
const PEOPLE = { dana: DANA, kim: KIM } as const;

let teams: Awaited<ReturnType<typeof teamsWorkspace>>;
beforeAll(async () => {
  teams = await teamsWorkspace();
});
afterAll(() => teams.close());

interface Input {
  id: string;
  value?: string;
}

/** What stands before one person alone, in the place of a message's card. */
interface View {
  message: Message;
  card: SentCard;
}

const has = (card: SentCard, verb: string): boolean => card.actions?.some((action) => action.verb === verb) ?? false;

function inputsOf(card: SentCard): Input[] {
  return card.body.filter(
    (element): element is Input & { type: string } =>
      typeof element === 'object' && element !== null && 'type' in element && String(element.type).startsWith('Input.'),
  );
}

/** The story's people in a channel: each sees the thread, and what a press has put into a card's place for them. */
function stageOf(): Stage {
  const forms: Partial<Record<Who, View>> = {};
  const views: Partial<Record<Who, View>> = {};

  async function act(who: Who, message: Message, action: object): Promise<void> {
    const { status, value: card } = await teams.act(message, action, randomUUID(), PEOPLE[who]);
    expect(status).toBe(200);
    if (typeof card === 'object' && has(card, 'submit')) forms[who] = { message, card };
    else if (typeof card === 'object' && has(card, 'show')) views[who] = { message, card };
    await teams.quiet();
  }

  return {
    async paste(who, text, thread) {
      const id = `m-${randomUUID()}`;
      await teams.post(teams.mention(id, text, { from: PEOPLE[who] }, thread ?? id));
      await teams.quiet();
      return thread ?? id;
    },
    said: async (thread) => teams.connector.in(teams.thread(thread)).map((message) => plainOf(cardOf(message).body)),
    told: async (who) => plainOf(views[who]?.card.body),
    async press(who, thread, button) {
      const message = teams.connector.in(teams.thread(thread)).findLast((one) => has(cardOf(one), button));
      const seen = message === undefined ? views[who] : { message, card: cardOf(message) };
      const action = seen?.card.actions?.find(({ verb }) => verb === button);
      if (seen === undefined || action === undefined) throw new Error(`Nobody sees a button ${button}.`);
      await act(who, seen.message, action);
    },
    async form(who) {
      const card = forms[who]?.card;
      const values = inputsOf(card ?? { type: '', version: '', body: [] }).map(({ id, value = '' }) => [
        id.replace('field:', ''),
        value,
      ]);
      return { text: plainOf(card), values: Object.fromEntries(values) };
    },
    async submit(who, fields) {
      const form = forms[who];
      const send = form?.card.actions?.find(({ verb }) => verb === 'submit');
      if (form === undefined || send === undefined) throw new Error('There is no form.');
      delete forms[who];
      const shown = Object.fromEntries(inputsOf(form.card).map(({ id, value = '' }) => [id, value]));
      const typed = Object.fromEntries(Object.entries(fields).map(([id, value]) => [`field:${id}`, value]));
      await act(who, form.message, { ...send, data: { ...send.data, ...shown, ...typed } });
    },
    support: async () =>
      teams.connector.messages
        .filter(({ conversation }) => conversation.startsWith(SUPPORT))
        .map((message) => plainOf(cardOf(message).body)),
    async refuseSupport(refuse) {
      if (refuse) teams.connector.closed.add(SUPPORT);
      else teams.connector.closed.delete(SUPPORT);
    },
  };
}

it('takes an escalation from two bounces to one hand-off, as told for every platform', async () => {
  await teams.store().saveSetting(TENANT, 'workspace', JSON.stringify({ supportChannel: SUPPORT }));
  const { support } = await escalationStory(stageOf());
  expect(support).toHaveLength(1);
  expect(teams.faults).toEqual([expect.stringContaining('BotNotInConversationRoster')]);
});
