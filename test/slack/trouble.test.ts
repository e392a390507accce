import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Bot } from '../../src/conversation.ts';
import type { Call, Fault } from '../support/slack-front.ts';
import { BOT, type SlackWorkspace, slackWorkspace, wordsOf } from '../support/slack-workspace.ts';

const UNKNOWN = '550 5.1.1 <dana@example.net>: Recipient address rejected: User unknown';

/** Opened by a test to let a slow part go on. */
let gate: Promise<void> | undefined;
const slowly = (bot: Bot): Bot => ({
  ...bot,
  async handle(incoming) {
    await gate;
    return bot.handle(incoming);
  },
});

let slack: SlackWorkspace;
beforeAll(async () => {
  slack = await slackWorkspace({ bot: slowly });
});
afterEach(() => {
  gate = undefined;
  slack.front.trouble();
  slack.faults.length = 0;
});
afterAll(() => slack.close());

async function mention(text = UNKNOWN): Promise<string> {
  const said = `<@${BOT}> ${text}`;
  const ts = await slack.say(said);
  await slack.event({ type: 'app_mention', user: slack.user, ts, text: said });
  return ts;
}

/** Makes trouble for the first so many calls of a method. */
function trouble(method: string, fault: Fault, times = Number.POSITIVE_INFINITY): void {
  let left = times;
  slack.front.trouble((call: Call) => {
    if (call.method !== method || left === 0) return undefined;
    left -= 1;
    return fault;
  });
}
const refuses = (method: string, error: string, more: object = {}) =>
  trouble(method, { body: { ok: false, error, ...more } });
/** What only the person who asked was told, in a conversation of their own. */
const toldAlone = () => slack.front.of('chat.postMessage').filter(({ fields }) => fields.channel === slack.user);

describe('an outage of Slack', () => {
  it.each<[string, Fault]>([
    ['the connection breaks before', 'lost'],
    ['the connection breaks after the message was taken', 'cut'],
    ['a server in between gives up', { status: 503, body: {} }],
    ['Slack breaks down inside', { body: { ok: false, error: 'internal_error' } }],
    ['too many requests', { status: 429, headers: { 'retry-after': '1' }, body: { ok: false, error: 'ratelimited' } }],
  ])('costs retries, not answers, and never a second one: %s', async (_, fault) => {
    trouble('chat.postMessage', fault, 2);
    const ts = await mention();
    await slack.settled();
    expect(await slack.answers(ts)).toHaveLength(1);
  });

  it('is no matter of reading: edits, buttons and drafts need none, which many apps may do once a minute', async () => {
    const ts = await mention();
    const [answer] = await slack.answered(ts);
    if (answer === undefined) throw new Error('There is no answer.');
    slack.front.trouble(({ method }) =>
      method.startsWith('conversations.')
        ? { status: 429, headers: { 'retry-after': '60' }, body: { ok: false, error: 'ratelimited' } }
        : undefined,
    );
    await slack.press(answer, 'draft');
    const [, draft] = await slack.answered(ts, 2);
    if (draft === undefined) throw new Error('There is no draft.');
    await slack.press(draft, 'draft-close');
    await slack.quiet();
    const [, closed] = await slack.answered(ts, 2);
    expect(wordsOf(closed ?? {})).toContain('closed');
    expect(slack.faults).toEqual([]);
  });

  it('while a button is pressed is told', async () => {
    const [answer] = await slack.answered(await mention());
    if (answer === undefined) throw new Error('There is no answer.');
    const before = slack.responses.length;
    trouble('views.open', 'lost');
    await slack.press(answer, 'wrong');
    await vi.waitFor(() => expect(slack.responses).toHaveLength(before + 1), { timeout: 8_000 });
    expect(slack.responses.at(-1)?.text).toContain('try again');
  });

  it.each<[string, Fault]>([
    ['before', 'lost'],
    ['after', 'cut'],
  ])('while an answer is shared leaves one message in the channel: the connection breaks %s', async (when, fault) => {
    const before = slack.responses.length;
    await slack.command(UNKNOWN, `share-${when}`);
    await slack.settled();
    const answer = slack.responses[before];
    trouble('chat.postMessage', fault, 1);
    const posts = async () => {
      const { messages = [] } = await slack.dana.conversations.history({ channel: slack.channel });
      return messages.filter(({ user }) => user === BOT).length;
    };
    const standing = await posts();
    const container = { type: 'message', message_ts: '1.0', is_ephemeral: true };
    await slack.press({ ts: '1.0', blocks: answer?.blocks ?? [] }, 'share', { container });
    await vi.waitFor(async () => expect(await posts()).toBe(standing + 1), { timeout: 8_000 });
    await slack.quiet();
    expect(await posts()).toBe(standing + 1);
    expect(slack.responses).toHaveLength(before + 1);
  });
});

describe('what Slack refuses is told with what helps', () => {
  it.each([
    ['is_archived', 'archived'],
    ['not_in_channel', '/invite'],
    ['channel_not_found', '/invite'],
    ['restricted_action', 'does not let apps post'],
  ])('and the answer reaches the asker alone: %s', async (error, words) => {
    slack.front.trouble(({ method, fields }) =>
      method === 'chat.postMessage' && fields.channel === slack.channel ? { body: { ok: false, error } } : undefined,
    );
    await mention();
    await slack.settled();
    const said = wordsOf(toldAlone().at(-1)?.fields ?? {});
    expect(said).toContain(words);
    expect(said).toContain('does not exist');
  });

  it('an expired form', async () => {
    const [answer] = await slack.answered(await mention());
    if (answer === undefined) throw new Error('There is no answer.');
    const before = slack.responses.length;
    refuses('views.open', 'expired_trigger_id');
    await slack.press(answer, 'wrong');
    await vi.waitFor(() => expect(slack.responses).toHaveLength(before + 1));
    expect(slack.responses.at(-1)?.text).toContain('press the button again');
  });

  it('blocks: the words get through without them, and all of them as a file', async () => {
    slack.front.trouble(({ method, fields }) =>
      method === 'chat.postMessage' && Array.isArray(fields.blocks) && fields.blocks.length > 0
        ? { body: { ok: false, error: 'invalid_blocks' } }
        : undefined,
    );
    const ts = await mention();
    await slack.settled();
    const answers = await slack.answers(ts);
    expect(answers).toHaveLength(2);
    expect(answers[0]?.text).toContain('does not exist');
    expect(answers[1]?.files?.[0]?.name).toBe('bounce.txt');
  });

  it('an edit of a message that was removed: it is posted anew', async () => {
    const ts = await mention();
    const [answer] = await slack.answered(ts);
    refuses('chat.update', 'message_not_found');
    const after = { user: slack.user, ts, text: `<@${BOT}> 452 4.2.2 Mailbox full`, edited: { ts: '2.0' } };
    const before = { user: slack.user, ts, text: `<@${BOT}> ${UNKNOWN}` };
    await slack.event({
      type: 'message',
      subtype: 'message_changed',
      ts: '3.0',
      message: after,
      previous_message: before,
    });
    const answers = await slack.answered(ts, 2);
    expect(answers.map(({ ts: each }) => each)).toContain(answer?.ts);
    expect(wordsOf(answers[1] ?? {})).toContain('full');
  });

  it('a workspace that has removed the app: nothing is tried again', async () => {
    refuses('chat.postMessage', 'account_inactive');
    const before = slack.front.of('chat.postMessage').length;
    await mention();
    await slack.settled();
    expect(slack.front.of('chat.postMessage').length - before).toBeLessThanOrEqual(2);
    expect(slack.faults).toEqual([]);
  });
});

describe('the acknowledgement leaves first', () => {
  it('also when the conversation is slow', async () => {
    let open = (): void => {};
    gate = new Promise((resolve) => {
      open = resolve;
    });
    const ts = await mention();
    expect((await slack.command(`${UNKNOWN} `, 'slow-command')).status).toBe(200);
    expect(await slack.store.depth()).toBe(2);
    expect(await slack.answers(ts)).toEqual([]);
    open();
    expect(await slack.answered(ts)).toHaveLength(1);
    await slack.settled();
  });

  it('also when Slack is slow', async () => {
    let open = (): void => {};
    const held = new Promise<undefined>((resolve) => {
      open = () => resolve(undefined);
    });
    slack.front.trouble(({ method }) => (method === 'chat.postMessage' ? held : undefined));
    const ts = await mention();
    await vi.waitFor(() => expect(slack.front.calls.at(-1)?.method).toBe('chat.postMessage'));
    expect(await slack.answers(ts)).toEqual([]);
    open();
    expect(await slack.answered(ts)).toHaveLength(1);
  });

  it('and only after it was written down: while the store is out of reach Slack is asked to send again', async () => {
    const accept = vi.spyOn(slack.store, 'accept').mockRejectedValueOnce(new Error('disk full'));
    const said = `<@${BOT}> ${UNKNOWN}`;
    const ts = await slack.say(said);
    const event = { type: 'app_mention', user: slack.user, ts, text: said };
    expect((await slack.event(event)).status).toBe(503);
    expect((await slack.event(event)).status).toBe(200);
    accept.mockRestore();
    expect(await slack.answered(ts)).toHaveLength(1);
  });
});
