import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Bot } from '../../src/conversation.ts';
import type { Reply } from '../../src/types.ts';
import { BOT, type SlackWorkspace, slackWorkspace, wordsOf } from '../support/slack-workspace.ts';

const UNKNOWN = '550 5.1.1 <dana@example.net>: Recipient address rejected: User unknown';
const LINE =
  'Mar  4 09:12:29 mail postfix/smtp[1]: 4F1: to=<dana@example.net>, relay=mx.example.net[192.0.2.1]:25, delay=1, dsn=5.1.1, status=bounced (host mx.example.net[192.0.2.1] said: 550 5.1.1 User unknown (in reply to RCPT TO command))\n';

/** More than a message holds. */
const HUGE: Reply = {
  tone: 'info',
  title: 'Much',
  parts: Array.from({ length: 40 }, (_, index) => ({ kind: 'quote', text: `${index} ${'much '.repeat(100)}` })),
  buttons: [],
  text: Array.from({ length: 40 }, (_, index) => `${index} ${'much '.repeat(100)}`).join('\n'),
};

/** A bot that says very much when it is told so. */
const talkative = (bot: Bot): Bot => ({
  ...bot,
  handle: async (incoming) =>
    'text' in incoming.asked && incoming.asked.text === 'HUGE'
      ? [{ do: 'say', to: 'thread', reply: HUGE }]
      : bot.handle(incoming),
});

describe('a file', () => {
  let slack: SlackWorkspace;
  beforeAll(async () => {
    slack = await slackWorkspace({ bot: talkative });
  });
  afterEach(() => {
    expect(slack.faults).toEqual([]);
  });
  afterAll(() => slack.close());

  /** Mentions the bot with files attached. */
  async function attach(files: readonly object[], text = `<@${BOT}>`): Promise<string> {
    const ts = await slack.say(text);
    await slack.event({ type: 'app_mention', user: slack.user, ts, text, files, subtype: 'file_share' });
    return wordsOf((await slack.answered(ts))[0] ?? {});
  }

  it.each(['bounce.txt', 'bounce.eml', 'mail.log', 'export.csv', 'event.json'])(
    'attached to a mention is read: %s',
    async (name) => {
      expect(await attach([await slack.upload(name, UNKNOWN)])).toContain('does not exist');
    },
  );

  it('that is a snippet is read', async () => {
    const file = await slack.upload('-.txt', UNKNOWN);
    expect(await attach([{ ...file, mode: 'snippet', name: 'Untitled' }])).toContain('does not exist');
  });

  it('sent in a direct message needs no word beside it', async () => {
    const file = await slack.upload('bounce.txt', UNKNOWN);
    const ts = await slack.say('file');
    await slack.event({
      type: 'message',
      subtype: 'file_share',
      channel_type: 'im',
      user: slack.user,
      ts,
      text: '',
      files: [file],
    });
    expect(wordsOf((await slack.answered(ts))[0] ?? {})).toContain('does not exist');
  });

  it('that is a big log is summed up', async () => {
    const said = await attach([await slack.upload('mail.log', LINE.repeat(1_500))]);
    expect(said).toContain('1,500 failed');
    expect(said).not.toContain('dana@');
  });

  it('that is a picture is not fetched; its text is asked for', async () => {
    const file = await slack.upload('Screenshot.png', Buffer.from([0x89, 0x50, 0x4e, 0x47]));
    const before = slack.front.calls.length;
    expect(await attach([file])).toMatch(/Screenshot\.png is a picture.*paste the text/);
    expect(slack.front.calls.slice(before).map(({ method }) => method)).not.toContainEqual(
      expect.stringMatching(/files-pri/),
    );
  });

  it('beside a pasted bounce does not keep that from being answered', async () => {
    const said = await attach([{ id: 'F1', name: 'shot.png', mimetype: 'image/png' }], `<@${BOT}> ${UNKNOWN}`);
    expect(said).toContain('does not exist');
    expect(said).toContain('shot.png is a picture');
  });

  it('kept anywhere but in Slack is not fetched: the token goes along', async () => {
    const fetched = vi.spyOn(globalThis, 'fetch');
    for (const url of [
      'https://slack.com.evil.example/f',
      'https://evilslack.com/f',
      'http://files.slack.com/f',
      'file:///etc/passwd',
    ])
      expect(await attach([{ id: 'F1', name: 'bounce.txt', url_private_download: url }])).toContain(
        'not kept by Slack',
      );
    expect(fetched.mock.calls.filter(([url]) => /evil|^http:..files|^file/.test(String(url)))).toEqual([]);
    fetched.mockRestore();
  });

  it('of a channel shared with another company is asked for first', async () => {
    const { id } = await slack.upload('bounce.txt', UNKNOWN);
    expect(await attach([{ id, file_access: 'check_file_info' }])).toContain('does not exist');
  });

  it('too big to be fetched is told so, also when its size was not announced', async () => {
    expect(
      await attach([{ id: 'F1', name: 'mail.log', size: 40 * 1024 * 1024, url_private: slack.front.url }]),
    ).toContain('larger than 20 MB');
    const file = await slack.upload('mail.log', `${'x'.repeat(1023)}\n`.repeat(21 * 1024));
    expect(await attach([{ ...file, size: undefined }])).toContain('larger than 20 MB');
  });

  it('that is gone is told so', async () => {
    const url = `${slack.front.url}/files-pri/F0/gone.txt`;
    expect(await attach([{ id: 'F0', name: 'gone.txt', url_private_download: url }])).toContain(
      'gone.txt is not there any more',
    );
    expect(await attach([{ id: 'F0', name: 'gone.txt', mode: 'tombstone' }])).toContain('not there any more');
  });

  it('is fetched again when Slack has trouble, and answered once', async () => {
    const file = await slack.upload('bounce.txt', UNKNOWN);
    let broken = 2;
    slack.front.trouble(({ method }) => {
      if (!method.startsWith('/files-pri') || broken === 0) return undefined;
      broken -= 1;
      return broken === 1 ? 'cut' : { status: 503, body: {} };
    });
    expect(await attach([file])).toContain('does not exist');
    expect(slack.faults.splice(0)).toHaveLength(2);
    slack.front.trouble();
  });

  it('out of reach for want of a permission is told apart from a broken one', async () => {
    const file = await slack.upload('bounce.txt', UNKNOWN);
    // Slack leads whoever may not read a file to its login page.
    slack.front.trouble(({ method }) =>
      method.startsWith('/files-pri') ? { status: 302, headers: { location: '/signin' }, body: {} } : undefined,
    );
    expect(await attach([file])).toContain('lacks the permission “files:read”');
    slack.front.trouble();
  });

  it('comes back with the whole answer when that does not fit into a message', async () => {
    const ts = await slack.say('x');
    await slack.event({ type: 'app_mention', user: slack.user, ts, text: `<@${BOT}> HUGE` });
    const [answer, upload] = await slack.answered(ts, 2);
    expect(wordsOf(answer ?? {})).toContain('The whole answer is in the file below');
    const [file] = upload?.files ?? [];
    const url = (file?.url_private_download ?? '').replace(slack.front.url, slack.slackUrl);
    const content = await fetch(url, { headers: { authorization: 'Bearer xoxb-bot' } });
    expect(await content.text()).toBe(HUGE.text);
  });

  it('that Slack does not take keeps nothing else back, and what helps is told', async () => {
    const ts = await slack.say('x');
    slack.front.trouble(({ method }) =>
      method.startsWith('files.') ? { body: { ok: false, error: 'missing_scope', needed: 'files:write' } } : undefined,
    );
    await slack.event({ type: 'app_mention', user: slack.user, ts, text: `<@${BOT}> HUGE` });
    expect(await slack.answered(ts)).toHaveLength(1);
    await slack.settled();
    slack.front.trouble();
    expect(slack.front.of('chat.postMessage').at(-1)?.fields).toMatchObject({
      channel: slack.user,
      text: expect.stringContaining('lacks the permission “files:write”'),
    });
  });
});
