import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { BOT, cardOf, PERSONAL, TENANT, teamsWorkspace, wordsOf } from '../support/teams-workspace.ts';

const UNKNOWN = '550 5.1.1 <dana@example.net>: Recipient address rejected: User unknown';
const FULL = '452 4.2.2 <dana@example.net>: Mailbox full';

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

describe('a mention', () => {
  it('is answered with a card in its thread', async () => {
    const { answer } = await teams.answered(UNKNOWN);
    expect(cardOf(answer)).toMatchObject({ type: 'AdaptiveCard', version: '1.5' });
    expect(wordsOf(cardOf(answer).body)).toContain('550 5.1.1');
    expect(answer.activity.summary).toMatch(/\S/);
  });

  it('is answered once, however often it is delivered', async () => {
    const activity = teams.mention('again', UNKNOWN);
    const statuses = await Promise.all([1, 2, 3].map(async () => (await teams.post(activity)).status));
    expect(statuses).toEqual([200, 200, 200]);
    await teams.settled();
    expect(teams.connector.in(teams.thread('again'))).toHaveLength(1);
  });

  it('is answered anew in the same message when it is edited', async () => {
    const { id, answer } = await teams.answered(UNKNOWN);
    const before = wordsOf(cardOf(answer).body);
    const edit = teams.mention(id, FULL, { type: 'messageUpdate', channelData: { eventType: 'editMessage' } });
    await teams.post(edit);
    await teams.post(edit);
    await vi.waitFor(() => expect(answer.edits).toBe(1));
    expect(wordsOf(cardOf(answer).body)).not.toBe(before);
    await teams.settled();
    expect(answer.edits).toBe(1);
  });

  it('takes its answer along when it is deleted', async () => {
    const { id } = await teams.answered(UNKNOWN);
    await teams.quiet();
    await teams.post(teams.mention(id, '', { type: 'messageDelete' }));
    expect(await teams.answers(teams.thread(id), 0)).toEqual([]);
  });

  it('that asks for help is told what can be said, as it is said here', async () => {
    const { answer } = await teams.answered('help');
    const words = wordsOf(cardOf(answer).body);
    expect(words).toContain('explain 5.7.1');
    expect(words).not.toContain('/bounce');
  });

  it('in a reply is answered in that thread', async () => {
    await teams.post(teams.mention('reply-1', UNKNOWN, {}, 'root-1'));
    expect(await teams.answers(teams.thread('root-1'))).toHaveLength(1);
  });
});

describe('a reply without a mention, where the team lets the bot read along', () => {
  const reply = (root: string, text: string) => teams.mention(`${root}-reply`, text, { entities: [] }, root);

  it('is answered in a thread that the bot takes part in', async () => {
    const { id } = await teams.answered(UNKNOWN);
    await teams.quiet();
    await teams.post(reply(id, FULL));
    const said = await teams.answers(teams.thread(id), 3);
    expect(said.map(({ activity }) => activity.summary ?? '')).toContainEqual(expect.stringContaining('This thread'));
  });

  it('is let be when it is talk, or said in another thread', async () => {
    const { id } = await teams.answered(UNKNOWN);
    await teams.quiet();
    await teams.post(reply(id, 'Thank you, I will tell her.'));
    await teams.post(reply('elsewhere', FULL));
    await teams.settled();
    expect(teams.connector.in(teams.thread(id))).toHaveLength(1);
    expect(teams.connector.in(teams.thread('elsewhere'))).toEqual([]);
  });

  it('is let be when somebody edits it in another thread', async () => {
    const edit = { type: 'messageUpdate', entities: [] };
    await teams.post(teams.mention('elsewhere-edited', FULL, edit, 'elsewhere'));
    await teams.settled();
    expect(teams.connector.in(teams.thread('elsewhere'))).toEqual([]);
  });
});

describe('what is not for the bot', () => {
  it.each([
    ['talk that does not mention it', { entities: [] }],
    ['another bot', { from: { id: '28:other', role: 'bot' } }],
    ['its own message', { from: BOT }],
    ['somebody typing', { type: 'typing' }],
  ])('%s', async (name, more) => {
    expect((await teams.post(teams.mention(name, UNKNOWN, more))).status).toBe(200);
    await teams.settled();
    expect(teams.connector.in(teams.thread(name))).toEqual([]);
  });
});

describe('a personal chat', () => {
  it('needs no mention', async () => {
    await teams.post(teams.personal('p1', UNKNOWN));
    expect(await teams.answers(PERSONAL)).toHaveLength(1);
  });
});

it('answers a mention in a group chat there, where there are no threads', async () => {
  const conversation = { id: '19:group@thread.v2', conversationType: 'groupChat', tenantId: TENANT };
  await teams.post(teams.mention('g1', UNKNOWN, { conversation }));
  expect(await teams.answers('19:group@thread.v2')).toHaveLength(1);
});

it('says once what it can do where it is added', async () => {
  const conversation = { id: '19:new@thread.tacv2', conversationType: 'channel', tenantId: TENANT };
  await teams.post(teams.activity({ type: 'conversationUpdate', membersAdded: [BOT], conversation }));
  await teams.post(teams.activity({ type: 'installationUpdate', action: 'add', conversation }));
  await teams.answers('19:new@thread.tacv2');
  await teams.settled();
  expect(teams.connector.in('19:new@thread.tacv2')).toHaveLength(1);
});
