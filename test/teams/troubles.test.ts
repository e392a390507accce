import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Letter } from '../../adapters/platform.ts';
import { PUBLIC_CLOUD } from '../../adapters/teams/cloud.ts';
import { createConnector, Refused } from '../../adapters/teams/connector.ts';
import type { Outcome } from '../../src/conversation.ts';
import { BOT, CHANNEL, cardOf, TENANT, teamsWorkspace, wordsOf } from '../support/teams-workspace.ts';

const UNKNOWN = '550 5.1.1 <dana@example.net>: Recipient address rejected: User unknown';
const FULL = '452 4.2.2 <dana@example.net>: Mailbox full';

let teams: Awaited<ReturnType<typeof teamsWorkspace>>;
beforeAll(async () => {
  teams = await teamsWorkspace();
});
beforeEach(() => {
  teams.faults.splice(0);
});
afterAll(async () => {
  await teams.close();
});

const questionOf = (id: string): Letter => ({
  incoming: {
    id,
    tenant: TENANT,
    platform: 'teams',
    place: { channel: CHANNEL, thread: id, personal: false },
    person: { id: 'dana' },
    asked: { kind: 'paste', text: UNKNOWN, direct: true },
  },
  address: { serviceUrl: teams.connector.serviceUrl, bot: BOT },
});

describe('a send', () => {
  it.each([429, 412, 502, 503, 504])('that Teams puts off with %i is tried again', async (status) => {
    teams.connector.troubles.push({ status });
    const { answer } = await teams.answered(UNKNOWN);
    expect(answer.edits).toBe(0);
    expect(teams.faults).toEqual([]);
  });

  it('that Teams puts off for longer is left to the inbox, with the time that Teams named', async () => {
    const connector = createConnector({ cloud: PUBLIC_CLOUD, local: true, token: async () => '' });
    teams.connector.troubles.push({ status: 429, headers: { 'retry-after': '90' } });
    await expect(connector.send(teams.connector.serviceUrl, 'c', {})).rejects.toMatchObject({ afterMs: 90_000 });
  });

  it('that was cut is not repeated, and the person is told', async () => {
    teams.connector.troubles.push('cut');
    await teams.post(teams.mention('cut', UNKNOWN));
    const [answer, note] = await teams.answers(teams.thread('cut'), 2);
    expect(answer && wordsOf(cardOf(answer).body)).toContain('550 5.1.1');
    expect(note?.activity.text).toContain('may not have arrived');
    await teams.settled();
    expect(teams.connector.in(teams.thread('cut'))).toHaveLength(2);
  });

  it('that is refused is given up, and noted with what helps', async () => {
    teams.connector.troubles.push({ status: 403, body: '{"error":{"code":"BotNotInConversationRoster"}}' });
    await teams.post(teams.mention('refused', UNKNOWN));
    await vi.waitFor(() => expect(teams.faults).toHaveLength(1));
    await teams.settled();
    expect(teams.connector.in(teams.thread('refused'))).toEqual([]);
  });
});

const say = (key: string): Outcome => {
  const reply = { tone: 'info', title: key, parts: [], buttons: [], text: key } as const;
  return { do: 'say', to: 'thread', key, reply };
};

describe('a send that an earlier process was cut in', () => {
  it('is not repeated: the person is told, and what was never begun is done', async () => {
    const result = await teams.platform().deliver(questionOf('again-1'), [say('one'), say('two')], true);
    expect(result).toBe('unknown');
    const said = teams.connector.in(teams.thread('again-1')).map(({ activity }) => activity.summary ?? activity.text);
    expect(said).toEqual(['two', expect.stringContaining('may not have arrived')]);
  });

  it('is made sure of where the message is known', async () => {
    await teams.platform().deliver(questionOf('again-2'), [say('one')], false);
    expect(await teams.platform().deliver(questionOf('again-2'), [say('one')], true)).toBe('answered');
    expect(teams.connector.in(teams.thread('again-2'))).toMatchObject([{ edits: 1 }]);
  });

  it('of a hand-off is told to the bot as unknown', async () => {
    const reply = { tone: 'info', title: 'Ticket', parts: [], buttons: [], text: 'Ticket' } as const;
    const post: Outcome = { do: 'post', to: { channel: '19:desk@thread.tacv2' }, key: 'k', receipt: 'r', reply };
    await teams.platform().deliver(questionOf('again-3'), [post], true);
    expect(teams.connector.messages.filter(({ conversation }) => conversation.startsWith('19:desk'))).toEqual([]);
  });
});

describe('an answer that nobody asked for', () => {
  const unasked = (id: string): Letter => ({
    ...questionOf(id),
    address: teams.platform().addressOf?.(questionOf(id).incoming),
  });

  it('goes where the thread’s last answer went', async () => {
    await teams.platform().deliver(questionOf('idle-1'), [say('one')], false);
    expect(await teams.platform().deliver(unasked('idle-1'), [say('two')], false)).toBe('answered');
    expect(teams.connector.in(teams.thread('idle-1'))).toHaveLength(2);
  });

  it('goes nowhere where none did', async () => {
    expect(await teams.platform().deliver(unasked('idle-2'), [say('one')], false)).toBe('silent');
  });
});

describe('a message of its own elsewhere', () => {
  it('begins a thread in a channel, and a conversation with a person; each once', async () => {
    const reply = { tone: 'info', title: 'Ticket', parts: [], buttons: [], text: 'Ticket' } as const;
    const letter = questionOf('post-1');
    const posts: Outcome[] = [
      { do: 'post', to: { channel: '19:support@thread.tacv2' }, key: 'k1', receipt: 'r1', reply },
      { do: 'post', to: { person: 'eli' }, key: 'k2', receipt: 'r2', reply },
    ];
    expect(await teams.platform().deliver(letter, posts, false)).toBe('answered');
    await teams.platform().deliver(letter, posts, true);
    // The receipts are nobody's, so the bot says in the thread that it does not know them.
    const posted = teams.connector.messages.filter(({ activity }) => activity.summary === 'Ticket');
    expect(posted).toHaveLength(2);
    const [channel, chat] = posted;
    expect(channel?.conversation).toBe(`19:support@thread.tacv2;messageid=${channel?.id}`);
    expect(chat?.conversation).toBe('chat-with-eli');
  });
});

describe('a question that is taken back', () => {
  const gone: Outcome = { do: 'remove', key: 'one' };

  it('while its answer is on the way leaves none', async () => {
    const letter = questionOf('gone-1');
    const answer = teams.platform().deliver(letter, [say('one')], false);
    await Promise.all([answer, teams.platform().deliver(letter, [gone], false)]);
    expect(teams.connector.in(teams.thread('gone-1'))).toEqual([]);
  });

  it('before its answer was begun gets none, until it is written anew', async () => {
    const letter = questionOf('gone-2');
    await teams.platform().deliver(letter, [gone], false);
    await teams.platform().deliver(letter, [say('one')], false);
    expect(teams.connector.in(teams.thread('gone-2'))).toEqual([]);
    const asked = { kind: 'paste', text: FULL, direct: true, edited: '2026-03-04T09:13:00Z' } as const;
    await teams.platform().deliver({ ...letter, incoming: { ...letter.incoming, asked } }, [say('one')], false);
    expect(teams.connector.in(teams.thread('gone-2'))).toHaveLength(1);
  });
});

it('tells that what a button has begun came to nothing', async () => {
  const { id, answer } = await teams.answered(UNKNOWN);
  await teams.quiet();
  teams.connector.troubles.push(...Array.from({ length: 4 }, () => ({ status: 503, headers: { 'retry-after': '0' } })));
  await teams.press(answer, 'draft');
  await vi.waitFor(
    () => {
      const said = teams.connector.in(teams.thread(id)).map(({ activity }) => activity.text);
      expect(said).toContain('That did not work. Please try again in a minute.');
    },
    { timeout: 20_000 },
  );
});

describe('an edit', () => {
  it('that was cut is made again: it does no harm twice', async () => {
    const { id, answer } = await teams.answered(UNKNOWN);
    teams.connector.troubles.push('cut');
    await teams.post(teams.mention(id, FULL, { type: 'messageUpdate' }));
    await vi.waitFor(() => expect(answer.edits).toBe(2));
    await teams.answers(teams.thread(id), 1);
  });

  it('of a message that is gone says it anew', async () => {
    const { id, answer } = await teams.answered(UNKNOWN);
    teams.connector.messages.splice(teams.connector.messages.indexOf(answer), 1);
    await teams.post(teams.mention(id, FULL, { type: 'messageUpdate' }));
    const [anew] = await teams.answers(teams.thread(id));
    expect(anew?.id).not.toBe(answer.id);
  });
});

describe('the bot’s own token', () => {
  const token = vi.fn(async () => 'secret');
  const of = (local: boolean) => createConnector({ cloud: PUBLIC_CLOUD, local, token });
  const sent = vi.fn<(url: string, init: RequestInit) => Promise<Response>>(async () => Response.json({ id: '1' }));

  it('goes to Microsoft’s hosts, and only there', async () => {
    vi.stubGlobal('fetch', sent);
    try {
      await of(false).send('https://smba.trafficmanager.net/emea/', '19:a@thread.tacv2;messageid=1', {});
      const [url, init] = sent.mock.calls[0] ?? [];
      expect(url).toBe(
        'https://smba.trafficmanager.net/emea/v3/conversations/19%3Aa%40thread.tacv2%3Bmessageid%3D1/activities',
      );
      expect(init?.headers).toMatchObject({ authorization: 'Bearer secret' });
      expect(init?.redirect).toBe('manual');
    } finally {
      vi.unstubAllGlobals();
    }
  });

  it.each([
    'https://evil.example/',
    'https://smba.trafficmanager.net.evil.example/',
    'https://smba.trafficmanager.net:8443/',
    'http://smba.trafficmanager.net/',
    'https://smba.trafficmanager.net@evil.example/',
    'http://127.0.0.1:1/',
    'not an address',
  ])('does not go to %s, and nothing else does', async (serviceUrl) => {
    token.mockClear();
    await expect(of(false).send(serviceUrl, 'c', {})).rejects.toThrow(Refused);
    expect(token).not.toHaveBeenCalled();
  });

  it('does not go to the playground', () => {
    expect(teams.connector.calls.length).toBeGreaterThan(0);
    expect(teams.connector.calls.filter(({ authorization }) => authorization !== undefined)).toEqual([]);
  });
});
