import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { BOT, type Posted, slackWorkspace } from '../support/slack-workspace.ts';

const UNKNOWN = '550 5.1.1 <dana@example.net>: Recipient address rejected: User unknown';
const FULL = '452 4.2.2 <dana@example.net>: Mailbox full';

let slack: Awaited<ReturnType<typeof slackWorkspace>>;
beforeAll(async () => {
  slack = await slackWorkspace();
});
afterEach(() => {
  expect(slack.faults).toEqual([]);
});
afterAll(async () => {
  await slack.close();
});

const mention = (ts: string, text = UNKNOWN) => ({
  type: 'app_mention',
  user: slack.user,
  ts,
  text: `<@${BOT}> ${text}`,
});
const title = ({ blocks = [] }: Partial<Posted>): string => JSON.stringify(blocks[0]);

const answers = (ts: string, count = 1): Promise<Posted[]> => slack.answered(ts, count);
const settled = (): Promise<void> => slack.settled();

/** A mention with its answer. */
async function answered(text = UNKNOWN): Promise<{ ts: string; answer: Posted }> {
  const ts = await slack.say(`<@${BOT}> ${text}`);
  await slack.event(mention(ts, text));
  const [answer] = await answers(ts);
  if (!answer) throw new Error('There is no answer.');
  return { ts, answer };
}

describe('a mention', () => {
  it('is answered in its thread', async () => {
    const { ts, answer } = await answered();
    expect(answer.thread_ts).toBe(ts);
    expect(title(answer)).toMatch(/header/);
    expect(answer.text).not.toBe('');
  });

  it('is answered once, however often and in whatever shape it is delivered', async () => {
    const ts = await slack.say(`<@${BOT}> ${UNKNOWN}`);
    const message = { ...mention(ts), type: 'message', channel_type: 'channel' };
    const statuses = await Promise.all(
      [mention(ts), message, mention(ts), message].map(async (event) => (await slack.event(event)).status),
    );
    expect(statuses).toEqual([200, 200, 200, 200]);
    await settled();
    expect(await slack.answers(ts)).toHaveLength(1);
  });

  it('is answered anew in the same message when it is edited', async () => {
    const { ts, answer } = await answered();
    const after = { user: slack.user, ts, text: `<@${BOT}> ${FULL}`, edited: { ts: '2.0' } };
    const before = { user: slack.user, ts, text: `<@${BOT}> ${UNKNOWN}` };
    const change = { type: 'message', subtype: 'message_changed', ts: '3.0', message: after, previous_message: before };
    await slack.event(change);
    await vi.waitFor(async () => {
      const [changed] = await answers(ts);
      expect(changed?.ts).toBe(answer.ts);
      expect(title(changed ?? {})).not.toBe(title(answer));
    });
  });

  it('stays answered as it reads now when what it said before is delivered after its edit', async () => {
    const ts = await slack.say(`<@${BOT}> ${UNKNOWN}`);
    const was = { user: slack.user, ts, text: `<@${BOT}> ${UNKNOWN}` };
    const edit = (text: string, at: string) => {
      const message = { ...was, text: `<@${BOT}> ${text}`, edited: { ts: at } };
      return { type: 'message', subtype: 'message_changed', ts: at, message, previous_message: was };
    };
    await slack.event(edit(FULL, '1772615552.000200'));
    const [answer] = await answers(ts);
    await slack.event(mention(ts));
    await slack.event(edit('550 5.7.1 Relay access denied', '1772615551.000100'));
    await settled();
    const [after, ...more] = await slack.answers(ts);
    expect(more).toEqual([]);
    expect(title(after ?? {})).toBe(title(answer ?? {}));
    expect(title(after ?? {})).toMatch(/mailbox is full/);
  });

  it('takes its answer along when it is deleted', async () => {
    const { ts } = await answered();
    const before = { user: slack.user, ts, text: `<@${BOT}> ${UNKNOWN}` };
    await slack.event({ type: 'message', subtype: 'message_deleted', ts: '4.0', previous_message: before });
    expect(await answers(ts, 0)).toEqual([]);
  });
});

describe('what is not for the bot', () => {
  it.each([
    ['talk that does not mention it', { user: 'U1', text: UNKNOWN }],
    ['another bot', { user: 'U1', bot_id: 'B2', text: `<@${BOT}> ${UNKNOWN}` }],
    ['its own message', { user: BOT, bot_id: 'BBOT00001', text: `<@${BOT}> ${UNKNOWN}` }],
    ['somebody joining', { user: 'U1', subtype: 'channel_join', text: `<@${BOT}>` }],
  ])('%s', async (_, event) => {
    const ts = await slack.say('talk');
    expect((await slack.event({ type: 'message', channel_type: 'channel', ts, ...event })).status).toBe(200);
    await settled();
    expect(await slack.answers(ts)).toEqual([]);
  });
});

it('answers everything in a personal chat, without a mention', async () => {
  const ts = await slack.say(UNKNOWN);
  await slack.event({ type: 'message', channel_type: 'im', user: slack.user, ts, text: UNKNOWN });
  expect(await answers(ts)).toHaveLength(1);
});

describe('/bounce', () => {
  it.each([
    ['a paste', UNKNOWN],
    ['a code', 'explain 5.7.1'],
    ['a call for help', 'help'],
  ])('answers %s to the asker alone, after the acknowledgement', async (name, text) => {
    const before = slack.responses.length;
    expect(await slack.command(text, `command-${name}`)).toEqual({ status: 200, text: '' });
    await vi.waitFor(() => expect(slack.responses.length).toBe(before + 1));
    expect(slack.responses.at(-1)).toMatchObject({ response_type: 'ephemeral', blocks: expect.any(Array) });
  });
});

describe('the message shortcut', () => {
  const shortcut = (ts: string, more: object = {}) =>
    slack.interaction({
      type: 'message_action',
      callback_id: 'decode_bounce',
      message_ts: ts,
      message: { type: 'message', user: slack.user, ts, text: UNKNOWN },
      ...more,
    });

  it('answers in the thread of the message, and used again keeps to one answer', async () => {
    const ts = await slack.say(UNKNOWN);
    expect((await shortcut(ts)).status).toBe(200);
    await answers(ts);
    const before = slack.responses.length;
    await shortcut(ts, { trigger_id: 'second' });
    await vi.waitFor(() => expect(slack.responses.length).toBe(before + 1));
    expect(slack.responses.at(-1)?.text).toContain('thread');
    expect(await slack.answers(ts)).toHaveLength(1);
  });

  it('answers the asker alone where the bot can not post', async () => {
    const before = slack.responses.length;
    await shortcut('9.0', { channel: { id: 'C0NOWHERE' }, trigger_id: 'third' });
    await vi.waitFor(() => expect(slack.responses.length).toBe(before + 1));
    expect(slack.responses.at(-1)).toMatchObject({ response_type: 'ephemeral', blocks: expect.any(Array) });
  });
});

describe('the buttons of an answer', () => {
  it('open the form for what is wrong, and what is sent is thanked for', async () => {
    const { ts, answer } = await answered();
    const button = answer.blocks
      ?.flatMap(({ elements = [] }) => elements)
      .find(({ action_id }) => action_id === 'wrong');
    expect(button?.value).toBeTypeOf('string');
    const pressed = await slack.interaction({
      type: 'block_actions',
      trigger_id: await slack.trigger(),
      message: { ts: answer.ts, thread_ts: ts },
      container: { type: 'message', message_ts: answer.ts },
      actions: [{ type: 'button', block_id: 'b', action_id: 'wrong', value: button?.value, action_ts: '1' }],
    });
    expect(pressed).toEqual({ status: 200, text: '' });
    const place = { channel: slack.channel, thread: ts, personal: false };
    const sent = await slack.interaction({
      type: 'view_submission',
      view: {
        id: 'V1',
        hash: 'h',
        type: 'modal',
        callback_id: 'wrong',
        private_metadata: JSON.stringify({ place, value: button?.value }),
        state: {
          values: {
            part: { field: { type: 'radio_buttons', selected_option: { value: 'other' } } },
            should: { field: { type: 'plain_text_input', value: 'The address exists.' } },
          },
        },
      },
    });
    expect(JSON.parse(sent.text)).toMatchObject({ response_action: 'update', view: { type: 'modal' } });
    await settled();
  });
});

describe('who is no Slack', () => {
  it.each([
    ['another secret', { secret: 'other' }],
    ['no signature', { unsigned: true }],
    ['an old request', { age: 600 }],
    ['a request from the future', { age: -600 }],
  ])('is turned away: %s', async (_, change) => {
    const ts = await slack.say('talk');
    const { status, text } = await slack.post(slack.envelope(mention(ts)), change);
    expect(status).toBe(401);
    expect(text).not.toContain('5.1.1');
  });
});
