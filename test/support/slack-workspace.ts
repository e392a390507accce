import { createHmac, randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebClient } from '@slack/web-api';
import { createEmulator } from 'emulate';
import { createAttachments } from '../../adapters/attachments.ts';
import { readConfig } from '../../adapters/config.ts';
import { HANDOFFS } from '../../adapters/handoff/index.ts';
import { startService } from '../../adapters/service.ts';
import { createSlack } from '../../adapters/slack/index.ts';
import { createBot, settingsOf } from '../../src/bot.ts';
import { openEngine } from '../../src/index.ts';
import { maskAddresses } from '../../src/reply/mask.ts';

const SECRET = 'signing-secret';
export const BOT = 'UBOT00001';
export const TEAM = 'T000000001';

/** One message of a thread, as the emulator keeps it. */
export interface Posted {
  ts?: string;
  text?: string;
  user?: string;
  thread_ts?: string;
  blocks?: { type: string; elements?: { action_id?: string; value?: string }[] }[];
}

/** The whole service before an emulated Slack: requests are signed here, because the emulator makes none of its own. */
export async function slackWorkspace() {
  const port = await freePort();
  const scopes =
    'app_mentions:read channels:history channels:read chat:write commands files:write im:history users:read';
  const emulator = await createEmulator({
    service: 'slack',
    port,
    seed: {
      slack: {
        strict_scopes: true,
        users: [{ name: 'dana', email: 'dana@example.com' }],
        channels: [{ name: 'mail-ops' }],
        oauth_apps: [
          {
            client_id: '1.2',
            client_secret: 'cs',
            app_id: 'A1',
            name: 'Bouncedesk',
            redirect_uris: ['http://127.0.0.1/'],
            scopes: scopes.split(' '),
            bot_name: 'bouncedesk',
            bot_user_id: BOT,
            bot_id: 'BBOT00001',
          },
        ],
        tokens: [
          {
            token: 'xoxb-bot',
            type: 'bot',
            user_id: BOT,
            bot_id: 'BBOT00001',
            bot_user_id: BOT,
            app_id: 'A1',
            scopes,
          },
          { token: 'xoxp-dana', type: 'user', user: 'dana' },
        ],
      },
    },
  });
  const options = { slackApiUrl: `${emulator.url}/api/`, retryConfig: { retries: 0 } };
  const dana = new WebClient('xoxp-dana', options);
  const client = new WebClient('xoxb-bot', options);
  const list = await client.conversations.list();
  const channel = list.channels?.find(({ name }) => name === 'mail-ops')?.id ?? '';
  const user = (await dana.auth.test()).user_id ?? '';
  const responses: { text: string; response_type: string; blocks?: unknown[] }[] = [];
  const responder = await listenForResponses((body) => responses.push(JSON.parse(body)));

  const clock = { now: () => Date.now() };
  const engine = openEngine();
  const random = { id: () => randomUUID() };
  const faults: string[] = [];
  const log = {
    info: () => {},
    warn: () => {},
    error: (event: string, error: unknown) => void faults.push(`${event}: ${String(error)}`),
  };
  const config = readConfig({
    PORT: '0',
    DATA_DIR: join(mkdtempSync(join(tmpdir(), 'bouncedesk-')), 'data'),
    SLACK_BOT_TOKEN: 'xoxb-bot',
    SLACK_SIGNING_SECRET: SECRET,
    SLACK_API_URL: options.slackApiUrl,
  });
  const { slack } = config;
  if (slack === undefined) throw new Error('Slack is not set up.');
  const service = await startService({
    config,
    clock,
    random,
    log,
    bot: (store) => createBot({ ...engine, handoffs: HANDOFFS, store, clock, random, log, command: '/bounce' }),
    platforms: (inbox, store) => [
      createSlack(slack, {
        inbox,
        store,
        log,
        clock,
        attachments: createAttachments(engine, maskAddresses),
        recognised: (text) => engine.decode(text).kind !== 'none',
        emoji: async (tenant) => (await settingsOf(store, tenant)).reaction,
      }),
    ],
    times: { pollMs: 20 },
  });

  /** Sends a body as Slack would. */
  async function post(body: string, change: { secret?: string; age?: number; type?: string; unsigned?: boolean } = {}) {
    const { secret = SECRET, age = 0, type = 'application/json', unsigned = false } = change;
    const at = Math.floor(Date.now() / 1000) - age;
    const signature = `v0=${createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex')}`;
    const signed = { 'x-slack-signature': signature, 'x-slack-request-timestamp': String(at) };
    const headers = { 'content-type': type, ...(!unsigned && signed) };
    const answer = await fetch(`http://127.0.0.1:${service.port}/slack/events`, { method: 'POST', body, headers });
    return { status: answer.status, text: await answer.text() };
  }

  const form = (fields: Record<string, string>) =>
    post(new URLSearchParams(fields).toString(), { type: 'application/x-www-form-urlencoded' });

  return {
    channel,
    user,
    responses,
    responseUrl: responder.url,
    faults,
    post,
    envelope: (event: object) => envelope({ channel, ...event }),
    event: (event: object) => post(envelope({ channel, ...event })),
    command: (text: string, trigger = 'trigger') =>
      form({
        command: '/bounce',
        text,
        team_id: TEAM,
        channel_id: channel,
        user_id: user,
        trigger_id: trigger,
        response_url: responder.url,
      }),
    interaction: (payload: object) =>
      form({
        payload: JSON.stringify({
          team: { id: TEAM },
          user: { id: user, team_id: TEAM },
          channel: { id: channel },
          trigger_id: 'trigger',
          response_url: responder.url,
          ...payload,
        }),
      }),
    /** Posts as Dana; resolves to the message's `ts`. */
    say: async (text: string) => (await dana.chat.postMessage({ channel, text })).ts ?? '',
    /** What the bot has said in a thread. */
    answers: async (ts: string): Promise<Posted[]> => {
      const { messages = [] } = await client.conversations.replies({ channel, ts });
      return (messages as Posted[]).filter((message) => message.user === BOT);
    },
    async trigger(): Promise<string> {
      const answer = await fetch(`${emulator.url}/api/views.generateTriggerId`, {
        method: 'POST',
        headers: { authorization: 'Bearer xoxb-bot', 'content-type': 'application/json' },
        body: '{}',
      });
      return ((await answer.json()) as { trigger_id: string }).trigger_id;
    },
    async close() {
      await service.stop();
      await emulator.close();
      responder.server.close();
    },
  };
}

function envelope(event: object): string {
  return JSON.stringify({
    type: 'event_callback',
    team_id: TEAM,
    api_app_id: 'A1',
    event_id: 'Ev1',
    authorizations: [{ team_id: TEAM, user_id: BOT, is_bot: true, is_enterprise_install: false }],
    event,
  });
}

async function listenForResponses(take: (body: string) => void): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      take(Buffer.concat(chunks).toString('utf8'));
      response.end('ok');
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

async function freePort(): Promise<number> {
  const { server } = await listenForResponses(() => {});
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return port;
}
