import { createHmac, randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebClient } from '@slack/web-api';
import { createEmulator } from 'emulate';
import { vi } from 'vitest';
import { createAttachments } from '../../adapters/attachments.ts';
import { readConfig } from '../../adapters/config.ts';
import { HANDOFFS } from '../../adapters/handoff/index.ts';
import { COMMANDS } from '../../adapters/platform.ts';
import { startService } from '../../adapters/service.ts';
import { createSlack } from '../../adapters/slack/index.ts';
import { SCOPES } from '../../adapters/slack/scopes.ts';
import { createBot, settingsOf } from '../../src/bot.ts';
import type { Bot } from '../../src/conversation.ts';
import { openEngine } from '../../src/index.ts';
import type { Store } from '../../src/ports.ts';
import { maskAddresses } from '../../src/reply/mask.ts';
import { slackFront } from './slack-front.ts';

const SECRET = 'signing-secret';
/** After so long without a call nothing is under way any more, also on a busy machine. */
const QUIET_MS = 300;
export const BOT = 'UBOT00001';
export const TEAM = 'T000000001';

/** One message of a thread, as the emulator keeps it. */
export interface Posted {
  ts: string;
  text?: string;
  user?: string;
  thread_ts?: string;
  files?: { id: string; name: string; url_private_download: string }[];
  blocks?: Block[];
}

export interface Block {
  type: string;
  block_id?: string;
  elements?: { action_id?: string; value?: string; text?: { text: string } }[];
}

export interface WorkspaceOptions {
  /** Installed through the pages, into any workspace; else one workspace by its token. */
  many?: boolean;
  /** What the token of the one workspace may do. */
  scopes?: readonly string[];
  /** Slow or broken conversations. */
  bot?(bot: Bot): Bot;
}

/** The whole service before an emulated Slack: requests are signed here, because the emulator makes none of its own. */
export async function slackWorkspace({ many = false, scopes = SCOPES, bot }: WorkspaceOptions = {}) {
  const front = await slackFront();
  const port = await freePort();
  const publicUrl = `http://127.0.0.1:${port}`;
  const granted = [...scopes, 'channels:read', 'groups:read'].join(' ');
  const behind = await freePort();
  const slackUrl = `http://127.0.0.1:${behind}`;
  const emulator = await createEmulator({
    service: 'slack',
    port: behind,
    // Files and forms are addressed through the server in front.
    baseUrl: front.url,
    seed: {
      slack: {
        strict_scopes: true,
        users: [
          { name: 'Dana', real_name: 'Dana', email: 'dana@example.com' },
          { name: 'Kim', real_name: 'Kim', email: 'kim@example.com' },
        ],
        channels: [{ name: 'mail-ops' }, { name: 'support' }],
        oauth_apps: [
          {
            client_id: '1.2',
            client_secret: 'cs',
            app_id: 'A1',
            name: 'Bouncedesk',
            redirect_uris: [`${publicUrl}/slack/oauth_redirect`],
            scopes: [...SCOPES, 'channels:read'],
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
            scopes: granted,
          },
          { token: 'xoxp-dana', type: 'user', user: 'Dana' },
          { token: 'xoxp-kim', type: 'user', user: 'Kim' },
        ],
      },
    },
  });
  front.lead(slackUrl);
  const api = { slackApiUrl: `${slackUrl}/api/`, retryConfig: { retries: 0 } };
  const dana = new WebClient('xoxp-dana', api);
  const { channels = [] } = await dana.conversations.list();
  const channelOf = (wanted: string) => channels.find(({ name }) => name === wanted)?.id ?? '';
  const channel = channelOf('mail-ops');
  const user = (await dana.auth.test()).user_id ?? '';
  const kims = new WebClient('xoxp-kim', api);
  const kim = (await kims.auth.test()).user_id ?? '';
  const responses: Response[] = [];
  let answeredAt = 0;
  const responder = await listenForResponses((body, path) => {
    answeredAt = performance.now();
    responses.push({ ...(JSON.parse(body) as Response), url: path });
  });

  /** Questions the conversation is thinking about. */
  let thinking = 0;
  const watched = (real: Bot): Bot => {
    const counted = async <T>(work: Promise<T>): Promise<T> => {
      thinking += 1;
      try {
        return await work;
      } finally {
        thinking -= 1;
        answeredAt = performance.now();
      }
    };
    return {
      handle: (incoming) => counted(real.handle(incoming)),
      posted: (incoming, receipt, result) => counted(real.posted(incoming, receipt, result)),
    };
  };

  const clock = { now: () => Date.now() };
  const engine = openEngine();
  const random = { id: () => randomUUID().replaceAll('-', '').slice(0, 22) };
  const faults: string[] = [];
  const log = {
    info: () => {},
    warn: () => {},
    error: (event: string, error: unknown) => void faults.push(`${event}: ${String(error)}`),
  };
  const config = readConfig({
    PORT: String(port),
    DATA_DIR: join(mkdtempSync(join(tmpdir(), 'bouncedesk-')), 'data'),
    SLACK_SIGNING_SECRET: SECRET,
    SLACK_API_URL: `${front.url}/api/`,
    ...(many
      ? {
          PUBLIC_URL: publicUrl,
          SLACK_CLIENT_ID: '1.2',
          SLACK_CLIENT_SECRET: 'cs',
          SLACK_STATE_SECRET: 'a-long-random-text',
          ENCRYPTION_KEY: Buffer.alloc(32, 1).toString('base64'),
        }
      : { SLACK_BOT_TOKEN: 'xoxb-bot' }),
  });
  const { slack } = config;
  if (slack === undefined) throw new Error('Slack is not set up.');
  let store: Store | undefined;
  const service = await startService({
    config,
    clock,
    random,
    log,
    bot(opened) {
      store = opened;
      const real = createBot({
        ...engine,
        handoffs: HANDOFFS,
        store: opened,
        clock,
        random,
        log,
        commands: COMMANDS,
        ...(many && { publicUrl }),
      });
      return watched(bot?.(real) ?? real);
    },
    platforms: (inbox, opened) => [
      createSlack(slack, {
        inbox,
        store: opened,
        log,
        clock,
        attachments: createAttachments(engine, maskAddresses),
        recognised: (text) => engine.decode(text).kind !== 'none',
        emoji: async (tenant) => (await settingsOf(opened, tenant)).reaction,
        ...(many && { publicUrl }),
      }),
    ],
    times: { pollMs: 20, backoffMs: 20, lookMs: 20 },
  });
  if (store === undefined) throw new Error('There is no store.');

  /** Sends a body as Slack would. */
  async function post(body: string, change: { secret?: string; age?: number; type?: string; unsigned?: boolean } = {}) {
    const { secret = SECRET, age = 0, type = 'application/json', unsigned = false } = change;
    const at = Math.floor(Date.now() / 1000) - age;
    const signature = `v0=${createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex')}`;
    const signed = { 'x-slack-signature': signature, 'x-slack-request-timestamp': String(at) };
    const headers = { 'content-type': type, ...(!unsigned && signed) };
    const answer = await fetch(`http://127.0.0.1:${service.port}/slack/events`, { method: 'POST', body, headers });
    answeredAt = performance.now();
    return { status: answer.status, text: await answer.text() };
  }

  const form = (fields: Record<string, string>) =>
    post(new URLSearchParams(fields).toString(), { type: 'application/x-www-form-urlencoded' });

  async function trigger(): Promise<string> {
    const answer = await fetch(`${slackUrl}/api/views.generateTriggerId`, {
      method: 'POST',
      headers: { authorization: 'Bearer xoxb-bot', 'content-type': 'application/json' },
      body: '{}',
    });
    return ((await answer.json()) as { trigger_id: string }).trigger_id;
  }

  const interaction = (payload: object) =>
    form({
      payload: JSON.stringify({
        team: { id: TEAM },
        user: { id: user, name: 'dana', team_id: TEAM },
        channel: { id: channel },
        trigger_id: 'trigger',
        response_url: responder.url,
        ...payload,
      }),
    });

  /** What the bot has said in a thread. */
  async function answers(ts: string, where = channel): Promise<Posted[]> {
    const { messages = [] } = await dana.conversations.replies({ channel: where, ts });
    return (messages as Posted[]).filter((message) => message.user === BOT && message.ts !== ts);
  }

  /** Waits until everything that was accepted is worked through. */
  async function settled(): Promise<void> {
    await vi.waitFor(
      async () => {
        if ((await store?.depth()) !== 0) throw new Error('There is work left.');
      },
      { timeout: 8_000 },
    );
  }

  return {
    channel,
    support: channelOf('support'),
    channelOf,
    user,
    kim,
    dana,
    kims,
    port,
    publicUrl,
    slackUrl,
    front,
    store,
    engine,
    responses,
    responseUrl: responder.url,
    faults,
    post,
    form,
    envelope: (event: object, more: object = {}) => envelope({ channel, ...event }, more),
    event: (event: object, more: object = {}) => post(envelope({ channel, ...event }, more)),
    command: async (text: string, triggerId = 'trigger') =>
      form({
        command: '/bounce',
        text,
        team_id: TEAM,
        channel_id: channel,
        user_id: user,
        user_name: 'dana',
        trigger_id: triggerId,
        response_url: responder.url,
      }),
    interaction,
    /** Presses a button of a message, by its id. */
    async press(message: Posted, button: string, more: object = {}) {
      const row = message.blocks?.find(({ elements = [] }) => elements.some(({ action_id }) => action_id === button));
      const element = row?.elements?.find(({ action_id }) => action_id === button);
      if (element === undefined) throw new Error(`There is no button ${button}.`);
      const { ts, thread_ts } = message;
      return interaction({
        type: 'block_actions',
        trigger_id: await trigger(),
        message: { ts, ...(thread_ts !== undefined && { thread_ts }) },
        container: { type: 'message', message_ts: ts },
        actions: [{ type: 'button', block_id: row?.block_id, action_id: button, value: element.value, action_ts: '1' }],
        ...more,
      });
    },
    /** Fills in the form that was opened last, and sends it. */
    async submit(values: Record<string, object>, more: object = {}) {
      const view = front.calls.findLast(({ method }) => method === 'views.open')?.fields.view as {
        callback_id: string;
        private_metadata: string;
      };
      const state = Object.fromEntries(Object.entries(values).map(([id, field]) => [id, { field }]));
      return interaction({
        type: 'view_submission',
        channel: undefined,
        response_url: undefined,
        view: { ...view, id: `V${randomUUID()}`, hash: 'h', type: 'modal', state: { values: state } },
        ...more,
      });
    },
    /** Posts as Dana, or as Kim; resolves to the message's `ts`. */
    say: async (text: string, thread?: string, as = dana) =>
      (await as.chat.postMessage({ channel, text, ...(thread !== undefined && { thread_ts: thread }) })).ts ?? '',
    /** Uploads as Dana; resolves to the file as events describe it. */
    async upload(filename: string, content: string | Buffer) {
      const file = typeof content === 'string' ? { content } : { file: content };
      const { files = [] } = await dana.filesUploadV2({ channel_id: channel, filename, ...file } as never);
      const id = (files[0] as { files?: { id?: string }[] } | undefined)?.files?.[0]?.id ?? '';
      return (await dana.files.info({ file: id })).file as { id: string; name: string; url_private_download: string };
    },
    answers,
    /** Waits until there are so many answers in a thread. */
    async answered(ts: string, count = 1, where = channel): Promise<Posted[]> {
      return vi.waitFor(
        async () => {
          const found = await answers(ts, where);
          if (found.length !== count) throw new Error(`There are ${found.length} answers, not ${count}.`);
          return found;
        },
        { timeout: 8_000 },
      );
    },
    settled,
    /** Waits until what buttons and forms have begun is through as well: nothing of it is written down, so calls have to cease. */
    async quiet(): Promise<void> {
      await vi.waitFor(
        () => {
          const since = Math.min(front.idle(), performance.now() - answeredAt);
          if (thinking > 0 || since < QUIET_MS) throw new Error('Slack is still called.');
        },
        { timeout: 8_000, interval: 20 },
      );
      await settled();
    },
    trigger,
    async close() {
      await service.stop();
      await emulator.close();
      front.close();
      responder.server.close();
    },
  };
}

export type SlackWorkspace = Awaited<ReturnType<typeof slackWorkspace>>;

/** What was sent to a response URL. */
export interface Response {
  /** Path of the URL it was sent to. */
  url: string;
  text: string;
  response_type: string;
  replace_original?: boolean;
  blocks?: Block[];
}

/** Everything a person reads in a message. */
export function wordsOf({ text = '', blocks = [] }: { text?: string; blocks?: readonly object[] }): string {
  const words: string[] = blocks.length === 0 ? [text] : [];
  JSON.stringify(blocks, (key, value: unknown) => {
    if (key === 'text' && typeof value === 'string') words.push(value);
    return value;
  });
  return words.join(' ');
}

function envelope(event: object, more: object): string {
  return JSON.stringify({
    type: 'event_callback',
    team_id: TEAM,
    api_app_id: 'A1',
    event_id: `Ev${randomUUID()}`,
    authorizations: [{ team_id: TEAM, user_id: BOT, is_bot: true, is_enterprise_install: false }],
    event,
    ...more,
  });
}

async function listenForResponses(
  take: (body: string, path: string) => void,
): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      take(Buffer.concat(chunks).toString('utf8'), request.url ?? '/');
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
