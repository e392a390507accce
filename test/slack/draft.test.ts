import { afterAll, beforeAll, expect, it } from 'vitest';
import { decodeEntities } from '../../adapters/slack/escape.ts';
import { BOT, type Posted, type SlackWorkspace, slackWorkspace } from '../support/slack-workspace.ts';
import { escalationStory, type Stage, type Who } from '../support/story.ts';

/** As much of a form as people see of it. */
interface View {
  callback_id: string;
  private_metadata: string;
  blocks: {
    block_id?: string;
    label?: { text: string };
    hint?: { text: string };
    element?: { type: string; initial_value?: string };
    elements?: object[];
  }[];
}

let slack: SlackWorkspace;
beforeAll(async () => {
  slack = await slackWorkspace();
});
afterAll(() => slack.close());

/** The story's people, each with the channel before them, what they alone were told, and a form that may be open. */
function stageOf(): Stage {
  const forms: Partial<Record<Who, View>> = {};
  const idOf = (who: Who): string => (who === 'dana' ? slack.user : slack.kim);
  const pathOf = (who: Who): string => `/${who}`;
  const alone = (who: Who) => slack.responses.filter(({ url }) => url === pathOf(who));
  const asPerson = (who: Who) => ({
    user: { id: idOf(who), name: who },
    response_url: slack.responseUrl.replace(/\/$/, pathOf(who)),
  });
  /** What a press leads to: the form that opens, if one does. */
  const watched = async (who: Who, act: () => Promise<unknown>): Promise<void> => {
    const before = slack.front.of('views.open').length;
    const told = slack.responses.length;
    await act();
    await slack.settled();
    const opened = slack.front.of('views.open').slice(before).at(-1)?.fields.view as View | undefined;
    if (opened !== undefined) forms[who] = opened;
    expect(slack.responses.slice(told).map(({ text }) => text)).not.toContain(
      'That did not work. Please try again in a minute.',
    );
  };
  return {
    async paste(who, text, thread) {
      const said = `<@${BOT}> ${text}`;
      const ts = await slack.say(said, thread, who === 'kim' ? slack.kims : slack.dana);
      await slack.event({ type: 'app_mention', user: idOf(who), ts, text: said, ...(thread && { thread_ts: thread }) });
      await slack.settled();
      return thread ?? ts;
    },
    said: async (thread) => (await slack.answers(thread)).map(({ text = '' }) => decodeEntities(text)),
    told: async (who) => decodeEntities(alone(who).at(-1)?.text ?? ''),
    press: (who, thread, button) =>
      watched(who, async () => {
        const has = ({ blocks = [] }: Pick<Posted, 'blocks'>) =>
          blocks.some(({ elements = [] }) => elements.some(({ action_id }) => action_id === button));
        const own = alone(who).findLast(has);
        const message = (await slack.answers(thread)).findLast(has);
        if (own === undefined && message === undefined) throw new Error(`Nobody sees a button ${button}.`);
        const ephemeral = { type: 'message', message_ts: '1.0', is_ephemeral: true, thread_ts: thread };
        if (message !== undefined) await slack.press(message, button, asPerson(who));
        else
          await slack.press({ ts: '1.0', thread_ts: thread, blocks: own?.blocks ?? [] }, button, {
            ...asPerson(who),
            container: ephemeral,
          });
        await slack.quiet();
      }),
    async form(who) {
      const { blocks = [] } = forms[who] ?? {};
      const words = blocks.flatMap(({ label, hint, elements = [] }) => [
        label?.text ?? '',
        hint?.text ?? '',
        JSON.stringify(elements).replaceAll('\\"', '"'),
      ]);
      const values = blocks.flatMap(({ block_id = '', element }) =>
        element === undefined ? [] : [[block_id, element.initial_value ?? '']],
      );
      return { text: words.join('\n'), values: Object.fromEntries(values) };
    },
    submit: (who, fields) =>
      watched(who, async () => {
        const view = forms[who];
        const { values } = await stageForm(view);
        const state = Object.fromEntries(
          Object.entries({ ...values, ...fields }).map(([id, value]) => [
            id,
            { field: { type: 'plain_text_input', value: value === '' ? null : value } },
          ]),
        );
        delete forms[who];
        const { text } = await slack.interaction({
          type: 'view_submission',
          ...asPerson(who),
          channel: undefined,
          response_url: undefined,
          view: { ...view, id: `V${who}${Math.random()}`, hash: 'h', type: 'modal', state: { values: state } },
        });
        const { view: next } = text === '' ? {} : (JSON.parse(text) as { view?: View });
        if (next?.callback_id !== undefined) forms[who] = next;
        await slack.quiet();
      }),
    async support() {
      const { messages = [] } = await slack.dana.conversations.history({ channel: slack.support });
      return messages.filter(({ user }) => user === BOT).map(({ text = '' }) => decodeEntities(text));
    },
    async refuseSupport(refuse) {
      slack.front.trouble(({ method, fields }) =>
        refuse && method === 'chat.postMessage' && fields.channel === slack.support
          ? { body: { ok: false, error: 'is_archived' } }
          : undefined,
      );
    },
  };
}

async function stageForm(view: View | undefined): Promise<{ values: Record<string, string> }> {
  const fields = (view?.blocks ?? []).flatMap(({ block_id = '', element }) =>
    element === undefined ? [] : [[block_id, element.initial_value ?? ''] as const],
  );
  return { values: Object.fromEntries(fields) };
}

it('takes an escalation from two bounces to one hand-off, as told for every platform', async () => {
  const kept = JSON.stringify({ supportChannel: slack.support });
  await slack.store.saveSetting('T000000001', 'workspace', kept);
  const { support } = await escalationStory(stageOf());
  expect(support).toHaveLength(1);
  expect(slack.faults).toEqual([]);
});
