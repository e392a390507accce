import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type SlackWorkspace, slackWorkspace, TEAM, wordsOf } from '../support/slack-workspace.ts';

const UNKNOWN = '550 5.1.1 <dana@example.net>: Recipient address rejected: User unknown';

let slack: SlackWorkspace;
beforeAll(async () => {
  slack = await slackWorkspace();
});
afterEach(() => {
  slack.front.trouble();
  expect(slack.faults).toEqual([]);
});
afterAll(() => slack.close());

const opened = () => slack.front.of('views.open').at(-1)?.fields.view as View | undefined;
interface View {
  title: { text: string };
  blocks: {
    block_id?: string;
    type: string;
    label?: { text: string };
    hint?: { text: string };
    element?: { type: string };
  }[];
}
/** The home page that was published last for Dana. */
const page = () =>
  slack.front.of('views.publish').findLast(({ fields }) => fields.user_id === slack.user)?.fields.view as
    | { type: string; blocks: { type: string; elements?: { action_id?: string; value?: string }[] }[] }
    | undefined;
async function openHome(): Promise<void> {
  await slack.event({ type: 'app_home_opened', user: slack.user, channel: 'D1', tab: 'home' });
  await slack.settled();
}
const pressHome = async (button: string) =>
  slack.interaction({
    type: 'block_actions',
    channel: undefined,
    response_url: undefined,
    trigger_id: await slack.trigger(),
    container: { type: 'view', view_id: 'V1' },
    view: { id: 'V1', type: 'home' },
    actions: [{ type: 'button', block_id: 'x', action_id: button, action_ts: '1' }],
  });
/** Slack says who administers the workspace. */
const administrator = (more: object) =>
  slack.front.trouble(({ method }) =>
    method === 'users.info' ? { body: { ok: true, user: { id: slack.user, name: 'dana', ...more } } } : undefined,
  );
const buttons = () => (page()?.blocks ?? []).flatMap(({ elements = [] }) => elements.map(({ action_id }) => action_id));

describe('/bounce without words', () => {
  it('opens a form for text and files that says how much Slack takes', async () => {
    await slack.command('', await slack.trigger());
    await slack.quiet();
    const [text, file] = opened()?.blocks ?? [];
    expect(text).toMatchObject({ block_id: 'text', element: { type: 'plain_text_input' } });
    expect(text?.label?.text).toContain('3,000 characters');
    expect(file).toMatchObject({ block_id: 'file', element: { type: 'file_input' } });
  });

  it('answers what is pasted there to the asker alone, who can share it', async () => {
    await slack.command('', await slack.trigger());
    await slack.quiet();
    const before = slack.responses.length;
    expect(await slack.submit({ text: { type: 'plain_text_input', value: UNKNOWN } })).toEqual({
      status: 200,
      text: '',
    });
    await slack.quiet();
    const [answer] = slack.responses.slice(before);
    expect(answer).toMatchObject({ response_type: 'ephemeral' });
    expect(wordsOf(answer ?? {})).toContain('does not exist');
    // Shared, it is a message of the channel with a thread of its own, in which the draft grows.
    await slack.press({ ts: '1.0', blocks: answer?.blocks ?? [] }, 'share', {
      container: { type: 'message', message_ts: '1.0', is_ephemeral: true },
    });
    await slack.quiet();
    const shared = slack.front.of('chat.postMessage').at(-1)?.fields;
    expect(shared).toMatchObject({ channel: slack.channel });
    expect(shared).not.toHaveProperty('thread_ts');
    expect(wordsOf(shared ?? {})).toContain('does not exist');
  });

  it('reads the file that is put into it', async () => {
    await slack.command('', await slack.trigger());
    await slack.quiet();
    const before = slack.responses.length;
    const file = await slack.upload('bounce.eml', UNKNOWN);
    expect(await slack.submit({ file: { type: 'file_input', files: [file] } })).toEqual({ status: 200, text: '' });
    await slack.settled();
    expect(wordsOf(slack.responses.slice(before)[0] ?? {})).toContain('does not exist');
  });
});

describe('a draft that is wanted under an answer only the asker has seen', () => {
  it.each([
    ['share-draft', () => slack.channel],
    ['personal-draft', () => slack.user],
  ])('first asks where, then grows there: %s', async (where, channel) => {
    const before = slack.responses.length;
    await slack.command(UNKNOWN, `hidden-${where}`);
    await slack.settled();
    const ephemeral = { container: { type: 'message', message_ts: '1.0', is_ephemeral: true } };
    await slack.press({ ts: '1.0', blocks: slack.responses[before]?.blocks ?? [] }, 'draft', ephemeral);
    await slack.quiet();
    const posts = slack.front.of('chat.postMessage').length;
    slack.front.trouble(({ method, fields }) =>
      method === 'chat.postMessage' && String(fields.channel).startsWith('U')
        ? { body: { ok: true, channel: 'D1', ts: '5.5' } }
        : method === 'chat.postMessage' && fields.channel === 'D1'
          ? { body: { ok: true, channel: 'D1', ts: '5.6' } }
          : undefined,
    );
    await slack.press({ ts: '2.0', blocks: slack.responses.at(-1)?.blocks ?? [] }, where, ephemeral);
    await slack.quiet();
    const [answer, draft] = slack.front.of('chat.postMessage').slice(posts);
    expect(answer?.fields.channel).toBe(channel());
    expect(draft?.fields.thread_ts).toBeTypeOf('string');
    expect(wordsOf(draft?.fields ?? {})).toContain('Escalation');
  });
});

describe('the home page', () => {
  it('shows what the bot can do, and what this person had decoded', async () => {
    await slack.command(UNKNOWN, 'home-decode');
    await slack.settled();
    await openHome();
    const words = wordsOf(page() ?? {});
    expect(page()?.type).toBe('home');
    expect(words).toContain('/bounce explain');
    expect(words).toContain('The address does not exist');
  });

  it('is not made for the tab of messages', async () => {
    const before = slack.front.of('views.publish').length;
    await slack.event({ type: 'app_home_opened', user: slack.user, channel: 'D1', tab: 'messages' });
    await slack.settled();
    expect(slack.front.of('views.publish')).toHaveLength(before);
  });

  it('opens the form for a paste, whose answer comes as a message', async () => {
    await pressHome('paste');
    await slack.quiet();
    slack.front.trouble(({ method, fields }) =>
      method === 'chat.postMessage' && fields.channel === slack.user
        ? { body: { ok: true, channel: 'D1', ts: '5.5' } }
        : undefined,
    );
    await slack.submit({ text: { type: 'plain_text_input', value: UNKNOWN } });
    await slack.quiet();
    expect(wordsOf(slack.front.of('chat.postMessage').at(-1)?.fields ?? {})).toContain('does not exist');
  });

  it('offers settings to administrators alone, and takes them from nobody else', async () => {
    await openHome();
    expect(buttons()).not.toContain('settings');
    const before = slack.front.of('views.open').length;
    await pressHome('settings');
    await slack.quiet();
    expect(opened()?.blocks.some(({ element }) => element !== undefined)).toBe(false);
    expect(slack.front.of('views.open')).toHaveLength(before + 1);
  });
});

describe('an administrator', () => {
  let admin: SlackWorkspace;
  beforeAll(async () => {
    admin = slack;
    // Who somebody is was remembered above.
    slack = await slackWorkspace();
  });
  afterAll(async () => {
    await slack.close();
    slack = admin;
  });

  it('of another company in a shared channel is none here', async () => {
    administrator({ is_admin: true, team_id: 'TOTHER' });
    await openHome();
    expect(buttons()).not.toContain('settings');
  });

  it('changes the settings on the home page', async () => {
    vi.setSystemTime(Date.now() + 3_600_000);
    administrator({ is_admin: true, team_id: TEAM });
    await openHome();
    expect(buttons()).toContain('settings');
    await pressHome('settings');
    await slack.quiet();
    const reaction = { type: 'plain_text_input', value: ':boom:' };
    const { text } = await slack.submit({ reaction, supportChannel: { selected_conversation: slack.support } });
    expect(JSON.parse(text)).toMatchObject({ response_action: 'update', view: { type: 'modal' } });
    await slack.quiet();
    const kept = JSON.parse((await slack.store.setting(TEAM, 'workspace')) ?? '') as object;
    expect(kept).toMatchObject({ reaction: 'boom', supportChannel: slack.support });
    vi.useRealTimers();
  });

  it('is told in the form what can not be so', async () => {
    await pressHome('settings');
    await slack.quiet();
    const { text } = await slack.submit({ draftDays: { type: 'plain_text_input', value: 'soon' } });
    const view = (JSON.parse(text) as { view: View }).view;
    expect(view.blocks.map(({ type }) => type)).toContain('rich_text');
    expect(wordsOf({ blocks: view.blocks })).toMatch(/days/i);
  });
});
