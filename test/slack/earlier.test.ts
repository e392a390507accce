import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { BOT, type SlackWorkspace, slackWorkspace, wordsOf } from '../support/slack-workspace.ts';

const UNKNOWN = '550 5.1.1 <dana@example.net>: Recipient address rejected: User unknown';
const FULL = '452 4.2.2 <dana@example.net>: Mailbox full';

let slack: SlackWorkspace;
beforeAll(async () => {
  slack = await slackWorkspace();
});
afterEach(() => {
  slack.front.trouble();
  expect(slack.faults).toEqual([]);
});
afterAll(() => slack.close());

/** Somebody answers in a thread and mentions the bot. */
async function reply(root: string, words = ''): Promise<string> {
  const text = `<@${BOT}> ${words}`;
  const ts = await slack.say(text, root);
  await slack.event({ type: 'app_mention', user: slack.user, ts, thread_ts: root, text });
  await slack.settled();
  return ts;
}

const react = (ts: string, more: object = {}) =>
  slack.event({
    type: 'reaction_added',
    user: slack.user,
    reaction: 'mailbox_with_no_mail',
    item: { type: 'message', channel: slack.channel, ts },
    ...more,
  });
const said = async (ts: string) => (await slack.answers(ts)).map(wordsOf);
const limited = () =>
  slack.front.trouble(({ method }) =>
    method.startsWith('conversations.')
      ? { status: 429, headers: { 'retry-after': '47' }, body: { ok: false, error: 'ratelimited' } }
      : undefined,
  );

describe('a mention below a bounce', () => {
  it.each([[''], ['what does that mean?']])('is about the message above: "%s"', async (words) => {
    const root = await slack.say(UNKNOWN);
    await reply(root, words);
    expect(await said(root)).toEqual([expect.stringContaining('does not exist')]);
  });

  it('asked twice has one answer', async () => {
    const root = await slack.say(UNKNOWN);
    await reply(root);
    await reply(root, 'and now?');
    expect(await slack.answers(root)).toHaveLength(1);
  });

  it('reads the file of the message above', async () => {
    const file = await slack.upload('bounce.txt', UNKNOWN);
    const root = await slack.say('see the file');
    slack.front.trouble(({ method }) =>
      method === 'conversations.replies'
        ? { body: { ok: true, messages: [{ user: slack.user, ts: root, text: 'see the file', files: [file] }] } }
        : undefined,
    );
    await reply(root);
    slack.front.trouble();
    expect(await said(root)).toEqual([expect.stringContaining('does not exist')]);
  });

  it('with a bounce of its own is about that one, and nothing is read', async () => {
    const root = await slack.say(UNKNOWN);
    const before = slack.front.of('conversations.replies').length;
    await reply(root, FULL);
    expect(await said(root)).toEqual([expect.stringContaining('mailbox is full')]);
    expect(slack.front.of('conversations.replies')).toHaveLength(before);
  });

  it('that was answered already adds no second answer', async () => {
    const text = `<@${BOT}> ${UNKNOWN}`;
    const root = await slack.say(text);
    await slack.event({ type: 'app_mention', user: slack.user, ts: root, text });
    await slack.answered(root);
    await reply(root, 'thanks');
    expect((await said(root)).filter((words) => words.includes('does not exist'))).toHaveLength(1);
  });

  it('says so at once when Slack lets nothing be read, and how to do without', async () => {
    const root = await slack.say(UNKNOWN);
    limited();
    await reply(root);
    slack.front.trouble();
    expect(await said(root)).toEqual([expect.stringMatching(/once a minute.*47 seconds.*Decode this bounce/)]);
  });

  it.each([
    ['missing_scope', 'permission “channels:history”'],
    ['not_in_channel', '/invite'],
  ])('says what helps when it may not be read: %s', async (error, words) => {
    const root = await slack.say(UNKNOWN);
    slack.front.trouble(({ method }) =>
      method === 'conversations.replies' ? { body: { ok: false, error, needed: 'channels:history' } } : undefined,
    );
    await reply(root);
    slack.front.trouble();
    expect(await said(root)).toEqual([expect.stringContaining(words)]);
  });
});

describe('a reaction', () => {
  it('asks for the message it stands on, in its thread, once however many react', async () => {
    const ts = await slack.say(UNKNOWN);
    await react(ts);
    await react(ts, { user: slack.kim });
    await slack.settled();
    expect(await said(ts)).toEqual([expect.stringContaining('does not exist')]);
  });

  it('on an answer in a thread is answered in that thread', async () => {
    const root = await slack.say('look:');
    const ts = await slack.say(UNKNOWN, root);
    await react(ts);
    await slack.settled();
    expect(await said(root)).toEqual([expect.stringContaining('does not exist')]);
  });

  it('is heeded for the emoji that the workspace has chosen, in any skin tone', async () => {
    const ts = await slack.say(UNKNOWN);
    await react(ts, { reaction: 'mailbox_with_no_mail::skin-tone-2' });
    await slack.answered(ts);
    await slack.store.saveSetting('T2', 'workspace', JSON.stringify({ reaction: 'boom' }));
    const elsewhere = { authorizations: [{ team_id: 'T2', user_id: BOT, is_bot: true, is_enterprise_install: false }] };
    const other = await slack.say(UNKNOWN);
    const event = (reaction: string) =>
      slack.event(
        {
          type: 'reaction_added',
          user: slack.user,
          reaction,
          item: { type: 'message', channel: slack.channel, ts: other },
        },
        elsewhere,
      );
    await event('mailbox_with_no_mail');
    await slack.settled();
    expect(await slack.answers(other)).toEqual([]);
    await event('boom');
    expect(await slack.answered(other)).toHaveLength(1);
  });

  it.each([
    ['another emoji', () => ({ reaction: 'eyes' })],
    ['one of its own', () => ({ user: BOT })],
    ['one on its own message', () => ({ item_user: BOT })],
    ['one on a file', () => ({ item: { type: 'file', file: 'F1' } })],
  ])('is none of its business: %s', async (_, more) => {
    const ts = await slack.say(UNKNOWN);
    await react(ts, more());
    await slack.settled();
    expect(await slack.answers(ts)).toEqual([]);
  });

  it('reads what another app has posted', async () => {
    const ts = await slack.say('x');
    const message = {
      user: 'UALERT',
      bot_id: 'BALERT',
      ts,
      text: '',
      attachments: [{ text: 'Mail to <mailto:a@example.net|a@example.net> failed: 550 5.1.1 User unknown' }],
    };
    slack.front.trouble(({ method }) =>
      method === 'conversations.replies' ? { body: { ok: true, messages: [message] } } : undefined,
    );
    await react(ts);
    await slack.settled();
    slack.front.trouble();
    expect(await said(ts)).toEqual([expect.stringContaining('does not exist')]);
  });
});

it('takes its answer back when a message is removed that only a reaction had asked about', async () => {
  const ts = await slack.say(UNKNOWN);
  await react(ts);
  await slack.answered(ts);
  const previous_message = { user: slack.user, ts, text: UNKNOWN, reply_users: [BOT] };
  const message = { subtype: 'tombstone', ts };
  await slack.event({ type: 'message', subtype: 'message_changed', ts: '4.0', message, previous_message });
  expect(await slack.answered(ts, 0)).toEqual([]);
});
