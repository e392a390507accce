import { setTimeout as pause } from 'node:timers/promises';
import { PutOff } from '../platform.ts';
import { type Cloud, isLoopback, isService } from './cloud.ts';
import { LIMITS } from './limits.ts';

/** What is sent: an activity of ours. */
export type Outgoing = Readonly<Record<string, unknown>>;

/** Teams' side: the four calls of its connector that are used. */
export interface Connector {
  /** @returns the id of the new message */
  send(serviceUrl: string, conversation: string, activity: Outgoing): Promise<string>;
  update(serviceUrl: string, conversation: string, id: string, activity: Outgoing): Promise<void>;
  remove(serviceUrl: string, conversation: string, id: string): Promise<void>;
  /** Begins a thread in a channel. @returns its conversation and the id of its first message */
  begin(
    serviceUrl: string,
    channel: string,
    tenant: string,
    activity: Outgoing,
  ): Promise<{ conversation: string; id: string }>;
  /** @returns the one-to-one conversation of the bot with a person, by their id in the directory */
  chat(serviceUrl: string, tenant: string, of: { bot: object; person: string }): Promise<string>;
  /** Channels of a team, by id. */
  channels(serviceUrl: string, team: string): Promise<{ id: string; name?: string }[]>;
}

/** Teams said no: another try will not change that. */
export class Refused extends Error {
  readonly status: number;
  constructor(status: number, code: string) {
    super(`Teams refused with ${status} ${code}`.trim());
    this.name = 'Refused';
    this.status = status;
  }
}

/** The call was cut after it began: it may have been carried out. */
export class Unknown extends Error {
  constructor(cause: unknown) {
    super('Teams did not say whether it took the message', { cause });
    this.name = 'Unknown';
  }
}

export interface ConnectorParts {
  cloud: Cloud;
  /** Answers to this machine are allowed, for the local playground. */
  local: boolean;
  token(): Promise<string>;
  /** Between 0 and 1. */
  jitter?: () => number;
}

/** Put off, says Microsoft: to be tried again. https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit */
const PUT_OFF: readonly number[] = [412, 429, 502, 503, 504];
/** Failures of a connection that was never made. */
const NEVER_SENT: readonly string[] = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
];

/**
 * The connector of Teams over plain HTTP. A call that Teams put off is tried again after a pause; one that was cut is not.
 * https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference
 */
export function createConnector({ cloud, local, token, jitter = Math.random }: ConnectorParts): Connector {
  async function call(serviceUrl: string, method: string, path: string, body?: object): Promise<unknown> {
    const url = `${serviceUrl.replace(/\/$/, '')}${path}`;
    for (let tries = 1; ; tries += 1) {
      const headers = {
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(await authorization(serviceUrl)),
      };
      const answer = await ask(url, {
        method,
        headers,
        redirect: 'manual',
        signal: AbortSignal.timeout(LIMITS.callMs),
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      if (answer.ok) return answer.body;
      if (PUT_OFF.includes(answer.status)) {
        const wait = waitFor(tries, answer.retryAfter, jitter());
        // Longer pauses are the inbox's: they outlive this process.
        if (tries >= LIMITS.tries || wait > LIMITS.longestPauseMs)
          throw new PutOff(`Teams put the message off ${tries} times, last with ${answer.status}`, wait);
        await pause(wait);
      } else if (answer.status >= 500) throw new Unknown(new Error(`status ${answer.status}`));
      // The token was made for us and is refused: a matter of time or set-up, not of this message.
      else if (answer.status === 401) throw new Error('Teams refuses the bot’s token');
      else throw new Refused(answer.status, codeOf(answer.body));
    }
  }

  /** The bot's token goes to Microsoft only. */
  async function authorization(serviceUrl: string): Promise<Record<string, string>> {
    if (isService(serviceUrl, cloud)) return { authorization: `Bearer ${await token()}` };
    if (local && isLoopback(serviceUrl)) return {};
    throw new Refused(0, 'not an address of Teams');
  }

  const at = (conversation: string): string => `/v3/conversations/${encodeURIComponent(conversation)}/activities`;
  return {
    async send(serviceUrl, conversation, activity) {
      return idOf(await call(serviceUrl, 'POST', at(conversation), activity), 'id');
    },
    async update(serviceUrl, conversation, id, activity) {
      await call(serviceUrl, 'PUT', `${at(conversation)}/${encodeURIComponent(id)}`, { ...activity, id });
    },
    async remove(serviceUrl, conversation, id) {
      await call(serviceUrl, 'DELETE', `${at(conversation)}/${encodeURIComponent(id)}`);
    },
    async begin(serviceUrl, channel, tenant, activity) {
      const body = { isGroup: true, tenantId: tenant, channelData: { channel: { id: channel } }, activity };
      const made = await call(serviceUrl, 'POST', '/v3/conversations', body);
      return { conversation: idOf(made, 'id'), id: idOf(made, 'activityId') };
    },
    async chat(serviceUrl, tenant, { bot, person }) {
      const body = {
        isGroup: false,
        tenantId: tenant,
        bot,
        members: [{ id: person }],
        channelData: { tenant: { id: tenant } },
      };
      return idOf(await call(serviceUrl, 'POST', '/v3/conversations', body), 'id');
    },
    async channels(serviceUrl, team) {
      const found = await call(serviceUrl, 'GET', `/v3/teams/${encodeURIComponent(team)}/conversations`);
      const list = (found as { conversations?: { id?: string; name?: string }[] } | undefined)?.conversations ?? [];
      return list.flatMap(({ id, name }) => (id === undefined ? [] : [{ id, ...(name !== undefined && { name }) }]));
    },
  };
}

interface Answered {
  ok: boolean;
  status: number;
  retryAfter: string | null;
  body: unknown;
}

/** @throws Unknown when the connection broke after it was made; the error of the connection when it never was */
async function ask(url: string, init: RequestInit): Promise<Answered> {
  try {
    const { ok, status, headers, ...answer } = await read(url, init);
    return { ok, status, retryAfter: headers.get('retry-after'), body: parsed(answer.text) };
  } catch (error) {
    if (NEVER_SENT.includes(connectionCode(error))) throw error;
    throw new Unknown(error);
  }
}

async function read(
  url: string,
  init: RequestInit,
): Promise<{ ok: boolean; status: number; headers: Headers; text: string }> {
  const answer = await fetch(url, init);
  return { ok: answer.ok, status: answer.status, headers: answer.headers, text: await answer.text() };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Some answers have no body, and a proxy's has html: only the status counts then.
    return undefined;
  }
}

function idOf(answer: unknown, name: 'id' | 'activityId'): string {
  const id = (answer as Record<string, unknown> | undefined)?.[name];
  return typeof id === 'string' ? id : '';
}

function codeOf(body: unknown): string {
  const code = (body as { error?: { code?: unknown } } | undefined)?.error?.code;
  return typeof code === 'string' ? code.slice(0, 60) : '';
}

function connectionCode(error: unknown): string {
  const cause: unknown = error instanceof Error ? (error.cause ?? error) : undefined;
  return typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : '';
}

/** Twice as long each time, and never the same for two bots; what Teams asks for at least. */
function waitFor(tries: number, retryAfter: string | null, jitter: number): number {
  const asked = Number(retryAfter ?? 0) * 1000;
  const own = LIMITS.pauseMs * 2 ** (tries - 1) * (0.5 + jitter);
  return Math.max(Number.isFinite(asked) ? asked : 0, own);
}
