import { createHmac } from 'node:crypto';
import type { Chance } from './chance.ts';
import { type Answer, type Call, standIn } from './stand-in.ts';
import type { Question, World } from './world.ts';

const BOT = 'UBOT00001';
const TEAM = 'T0CHAOS01';
const SECRET = 'signing-secret-of-the-survival-test';
const WRITES = /^\/api\/(?:chat|views|reactions|files)\./;

interface Message {
  ts: string;
  thread: string;
  metadata?: { event_type: string; event_payload: { key?: string } };
}

/** Slack with one workspace of many people: what is asked in channels, threads and personal chats, and what the app has posted. */
export async function chaosSlack(chance: Chance, pastes: readonly string[], count: number): Promise<World> {
  const messages = new Map<string, Message[]>();
  let clock = 1_900_000_000;
  const stamp = (): string => {
    clock += 1;
    return `${clock}.000100`;
  };
  const questions = ask(chance, pastes, count, stamp);

  const post = (fields: URLSearchParams): Answer => {
    const [channel, ts, metadata] = [fields.get('channel') ?? '', stamp(), fields.get('metadata')];
    const thread = fields.get('thread_ts') ?? ts;
    const all = messages.get(channel) ?? [];
    messages.set(channel, all);
    all.push({
      ts,
      thread,
      ...(metadata !== null && { metadata: JSON.parse(metadata) as NonNullable<Message['metadata']> }),
    });
    return { json: { ok: true, channel, ts } };
  };

  const replies = (fields: URLSearchParams): Answer => {
    const found = (messages.get(fields.get('channel') ?? '') ?? []).filter(({ thread }) => thread === fields.get('ts'));
    const withMetadata = fields.get('include_all_metadata') === 'true';
    const shown = found.map(({ ts, thread, metadata }) => ({
      ts,
      thread_ts: thread,
      user: BOT,
      ...(withMetadata && { metadata }),
    }));
    return { json: { ok: true, messages: shown, has_more: false } };
  };

  function answer({ path, query, body }: Call): Answer {
    const fields = new URLSearchParams([...query, ...new URLSearchParams(body)]);
    switch (path) {
      case '/api/auth.test':
        return { json: { ok: true, user_id: BOT, bot_id: 'BBOT00001', team_id: TEAM } };
      case '/api/chat.postMessage':
        return post(fields);
      case '/api/chat.update':
        return { json: { ok: true, channel: fields.get('channel'), ts: fields.get('ts') } };
      case '/api/conversations.replies':
        return replies(fields);
      default:
        return { json: { ok: false, error: 'unknown_method' } };
    }
  }

  const refusals = {
    limited: { status: 429, json: { ok: false, error: 'ratelimited' } },
    broken: { json: { ok: false, error: 'internal_error' } },
    unclear: { json: { ok: false, error: 'internal_error' } },
  };
  const server = await standIn(chance, refusals, ({ path }) => WRITES.test(path), answer);

  return {
    name: 'slack',
    settings: {
      SLACK_BOT_TOKEN: 'xoxb-survival',
      SLACK_SIGNING_SECRET: SECRET,
      SLACK_API_URL: `${server.url}/api/`,
    },
    questions,
    fates: server.fates,
    settled: server.settled,
    close: server.close,
    tally() {
      const own = new Set(questions.map(({ id }) => `paste:${id}`));
      const answered = new Set<string>();
      const seen = new Set<string>();
      const duplicates: string[] = [];
      for (const [channel, posted] of messages) {
        for (const { thread, metadata } of posted) {
          const key = metadata?.event_payload.key ?? '';
          const name = `${channel}:${thread} ${key}`;
          // A thread of several pastes is owed one summary besides.
          if (seen.has(name) || !(own.has(key) || key === 'case')) duplicates.push(name);
          seen.add(name);
          if (own.has(key)) answered.add(key.slice('paste:'.length));
        }
      }
      return { answered, duplicates };
    },
  };
}

/** Mentions in channels, follow-ups in their threads, and personal chats; some with nothing to decode in them. */
function ask(chance: Chance, pastes: readonly string[], count: number, stamp: () => string): Question[] {
  const threads: { channel: string; ts: string }[] = [];
  return Array.from({ length: count }, (_, index): Question => {
    const user = `U${String(index % 200).padStart(4, '0')}`;
    const text = chance.next() < 0.05 ? 'are you there?' : chance.pick(pastes);
    const ts = stamp();
    if (chance.next() < 0.2) {
      const channel = `D${user}`;
      return question(channel, ts, [{ type: 'message', channel_type: 'im', channel, user, ts, text }]);
    }
    const follows = threads.length > 0 && chance.next() < 0.2 ? chance.pick(threads) : undefined;
    const channel = follows?.channel ?? `C${chance.whole(1, 20)}`;
    const mention = { channel, user, ts, text: `<@${BOT}> ${text}`, ...(follows && { thread_ts: follows.ts }) };
    if (!follows && threads.push({ channel, ts }) > 30) threads.shift();
    // Slack tells of one mention in two ways.
    return question(channel, ts, [
      { type: 'app_mention', ...mention },
      { type: 'message', channel_type: 'channel', ...mention },
    ]);
  });
}

function question(channel: string, ts: string, shapes: readonly object[]): Question {
  return {
    id: `${channel}:${ts}`,
    path: '/slack/events',
    requests(delivery) {
      const body = JSON.stringify({
        type: 'event_callback',
        team_id: TEAM,
        api_app_id: 'A1',
        event_id: `Ev${channel}${ts}`,
        authorizations: [{ team_id: TEAM, user_id: BOT, is_bot: true, is_enterprise_install: false }],
        event: shapes[delivery % shapes.length],
      });
      const at = Math.floor(Date.now() / 1_000);
      const signature = createHmac('sha256', SECRET).update(`v0:${at}:${body}`).digest('hex');
      const headers = { 'x-slack-signature': `v0=${signature}`, 'x-slack-request-timestamp': String(at) };
      return { body, headers };
    },
  };
}
