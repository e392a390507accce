import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import { createAttachments } from '../../adapters/attachments.ts';
import { readConfig } from '../../adapters/config.ts';
import { HANDOFFS } from '../../adapters/handoff/index.ts';
import { COMMANDS, type Platform } from '../../adapters/platform.ts';
import { startService } from '../../adapters/service.ts';
import { createTeams } from '../../adapters/teams/index.ts';
import { createBot } from '../../src/bot.ts';
import { openEngine } from '../../src/index.ts';
import type { Store } from '../../src/ports.ts';
import { type Answer, http } from './http.ts';
import { type Message, type SentCard, teamsConnector } from './teams-connector.ts';
import { mentionSpan, teamsHtml } from './teams-html.ts';

export const BOT = { id: '28:bouncedesk', name: 'Bouncedesk' };
/** She administers the bot. */
export const DANA = { id: '29:dana', name: 'Dana', aadObjectId: '55555555-5555-4555-8555-555555555555' };
export const TENANT = 'tenant-1';
export const CHANNEL = '19:mail-ops@thread.tacv2';
export const PERSONAL = 'a:dana-and-the-bot';

/** Longer than anything takes from a press to its next call. */
const QUIET_MS = 150;

/** The whole service before a connector of our own. Everybody here is let in by the flag for the local playground. */
export async function teamsWorkspace() {
  const connector = await teamsConnector();
  const engine = openEngine();
  const attachments = createAttachments(engine, (text) => text);
  const faults: string[] = [];
  const log = {
    info: () => {},
    warn: () => {},
    error: (event: string, error: unknown) => void faults.push(`${event}: ${String(error)}`),
  };
  const clock = { now: () => Date.now() };
  const random = { id: () => randomUUID() };
  const config = readConfig({
    PORT: '0',
    DATA_DIR: join(mkdtempSync(join(tmpdir(), 'bouncedesk-')), 'data'),
    TEAMS_ALLOW_UNAUTHENTICATED: '1',
    TEAMS_ADMINS: DANA.aadObjectId,
  });
  const { teams } = config;
  if (teams === undefined) throw new Error('Teams is not set up.');
  let opened: Store | undefined;
  let platform: Platform | undefined;
  const service = await startService({
    config,
    clock,
    random,
    log,
    bot: (store) => createBot({ ...engine, handoffs: HANDOFFS, store, clock, random, log, commands: COMMANDS }),
    platforms(inbox, store) {
      opened = store;
      platform = createTeams(teams, { inbox, store, log, attachments });
      return [platform];
    },
    times: { pollMs: 20, backoffMs: 50 },
  });

  let answeredAt = 0;
  async function post(body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const answer = await http(service.port, {
      method: 'POST',
      path: '/api/messages',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    answeredAt = Date.now();
    return answer;
  }

  /** An activity as Teams makes it, somewhere in a channel's thread. */
  const activity = (more: object): object => ({
    type: 'message',
    id: `m-${randomUUID()}`,
    timestamp: new Date().toISOString(),
    channelId: 'msteams',
    serviceUrl: connector.serviceUrl,
    from: DANA,
    recipient: BOT,
    conversation: { id: CHANNEL, conversationType: 'channel', tenantId: TENANT },
    channelData: { tenant: { id: TENANT }, team: { id: '19:team@thread.tacv2' } },
    ...more,
  });

  /** A mention of the bot with a paste behind it, at the root of a thread unless `root` names one. */
  const mention = (id: string, text: string, more: object = {}, root = id): object =>
    activity({
      id,
      conversation: { id: `${CHANNEL};messageid=${root}`, conversationType: 'channel', tenantId: TENANT },
      text: `<at>${BOT.name}</at> ${text.replaceAll('\n', ' ')}`,
      attachments: [{ contentType: 'text/html', content: teamsHtml(text, mentionSpan(BOT.name, 0)) }],
      entities: [{ type: 'mention', mentioned: BOT, text: `<at>${BOT.name}</at>` }],
      ...more,
    });

  const personal = (id: string, text: string, more: object = {}): object =>
    activity({
      id,
      conversation: { id: PERSONAL, conversationType: 'personal', tenantId: TENANT },
      text: text.replaceAll('\n', ' '),
      attachments: [{ contentType: 'text/html', content: teamsHtml(text) }],
      ...more,
    });

  const thread = (root: string): string => `${CHANNEL};messageid=${root}`;
  const answers = (conversation: string, count = 1): Promise<Message[]> =>
    vi.waitFor(
      () => {
        const found = connector.in(conversation);
        expect(found).toHaveLength(count);
        return found;
      },
      { timeout: 5_000, interval: 10 },
    );

  return {
    connector,
    faults,
    port: service.port,
    store: (): Store => {
      if (opened === undefined) throw new Error('The store is not open.');
      return opened;
    },
    platform: (): Platform => {
      if (platform === undefined) throw new Error('The platform was not made.');
      return platform;
    },
    post,
    activity,
    mention,
    personal,
    thread,
    answers,
    /** A mention that has its answer. */
    async answered(text: string): Promise<{ id: string; answer: Message }> {
      const id = `m-${randomUUID()}`;
      await post(mention(id, text));
      const [answer] = await answers(thread(id));
      if (answer === undefined) throw new Error('There is no answer.');
      return { id, answer };
    },
    /** Waits until what buttons have begun is through as well: nothing of it is written down first, so calls have to cease. */
    async quiet(): Promise<void> {
      await vi.waitFor(
        async () => {
          if (Math.min(connector.idle(), Date.now() - answeredAt) < QUIET_MS || (await opened?.depth()) !== 0)
            throw new Error('Teams is still called.');
        },
        { timeout: 8_000, interval: 20 },
      );
    },
    /** Waits until everything sent before was worked through: a later mention has its answer. */
    async settled(): Promise<void> {
      const id = `later-${randomUUID()}`;
      await post(mention(id, '550 5.1.1 User unknown'));
      await answers(thread(id));
    },
    /** Presses a button of a card. */
    async press(answer: Message, verb: string, inputs: Record<string, string> = {}, id = randomUUID()) {
      const action = cardOf(answer).actions?.find((one) => one.verb === verb);
      return this.act(answer, { ...action, data: { ...action?.data, ...inputs } }, id);
    },
    /** Presses a button that stands in no message, such as one of a form. */
    async act(answer: Message, action: object, id = randomUUID(), from: object = DANA): Promise<Acted> {
      const { status, body } = await post(
        activity({
          type: 'invoke',
          id,
          from,
          name: 'adaptiveCard/action',
          replyToId: answer.id,
          conversation: { id: answer.conversation, conversationType: 'channel', tenantId: TENANT },
          value: { action: { type: 'Action.Execute', ...action } },
        }),
      );
      return { status, ...(JSON.parse(body) as Omit<Acted, 'status'>) };
    },
    async close(): Promise<void> {
      await service.stop();
      await connector.close();
    },
  };
}

export interface Acted {
  status: number;
  statusCode: number;
  type: string;
  value: SentCard;
}

export function cardOf({ activity }: Message): SentCard {
  const card = activity.attachments?.[0]?.content;
  if (card === undefined) throw new Error('The message has no card.');
  return card;
}

export const KIM = { id: '29:kim', name: 'Kim', aadObjectId: '66666666-6666-4666-8666-666666666666' };

/** A card's text as it is read, without the marks that keep markdown from being read. */
export function plainOf(value: unknown): string {
  return wordsOf(value).replace(/\\([\\`*_[\]<>])/g, '$1');
}

/** Every word a card shows, in order. */
export function wordsOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(wordsOf).filter(Boolean).join('\n');
  if (typeof value !== 'object' || value === null) return '';
  return Object.entries(value)
    .map(([name, inner]) => (name === 'text' || name === 'title' ? String(inner) : wordsOf(inner)))
    .filter(Boolean)
    .join('\n');
}
