import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Log } from '../../src/ports.ts';
import type { TeamsConfig } from '../config.ts';
import { admit } from '../guard.ts';
import { HttpFault, readBody, sendJson } from '../http.ts';
import type { Inbox, Letter, Route } from '../platform.ts';
import { type Activity, parseActivity, tenantOf } from './activity.ts';
import type { Answers } from './answers.ts';
import { type Cloud, isLoopback, isService } from './cloud.ts';
import type { InvokeAnswer } from './invokes.ts';
import { letterOf, personId } from './letters.ts';
import type { Sdk } from './sdk.ts';

const PATH = '/api/messages';
const MAX_BYTES = 1024 * 1024;

export interface ReceiverParts {
  config: TeamsConfig;
  cloud: Cloud;
  /** Absent without an app id: then only the local playground gets in, where it is allowed. */
  sdk: Sdk | undefined;
  inbox: Inbox;
  answers: Answers;
  invoke(activity: Activity): Promise<InvokeAnswer>;
  log: Log;
}

/**
 * The door for Teams on the shared server: verify, drop what is not for the bot, write down, acknowledge. Whoever is not Teams learns
 * nothing but that.
 */
export function createReceiver({ config, cloud, sdk, inbox, answers, invoke, log }: ReceiverParts): Route {
  return {
    path: PATH,
    methods: ['POST'],
    guarded: false,
    maxBytes: MAX_BYTES,
    async handle(request, response) {
      const parsed = parseActivity(json(await readBody(request, MAX_BYTES)));
      if (parsed === undefined) throw new HttpFault(400, 'This is no activity of a chat.');
      await verify(request, parsed);
      const activity: Activity = { ...parsed, byAdmin: config.admins.includes(personId(parsed)) };
      if (activity.type === 'invoke') return answer(response, await invoke(activity));
      const letter = letterOf(activity);
      if (letter !== undefined && (await isOurs(letter))) await accept(letter);
      response.writeHead(200).end();
    },
  };

  async function verify(request: IncomingMessage, activity: Activity): Promise<void> {
    if (isPlayground(request, activity)) return;
    const { authorization = '' } = request.headers;
    // Which service speaks, and where it wants its answers, is settled before any key is fetched.
    if (sdk === undefined || activity.channelId !== 'msteams' || !isService(activity.serviceUrl, cloud))
      throw refused();
    const verified = await sdk.verify(activity, authorization);
    if (verified.is === 'unavailable') {
      log.error('teams keys out of reach', verified.error);
      throw new HttpFault(503, 'The request can’t be checked at the moment.');
    }
    if (verified.is === 'refused') throw refused();
    if (config.appType !== 'MultiTenant' && tenantOf(activity) !== config.tenantId)
      throw new HttpFault(403, 'This bot serves another organisation.');
  }

  /** The playground on this machine, and nothing that came through a tunnel or from a web page. */
  function isPlayground(request: IncomingMessage, { serviceUrl }: Activity): boolean {
    return config.allowUnauthenticated && isLoopback(serviceUrl) && admit(request, {}).admitted;
  }

  /** What was not said to the bot is its business only in a thread that it takes part in. */
  async function isOurs({ incoming: { tenant, place, asked } }: Letter): Promise<boolean> {
    if (asked.kind !== 'paste' || asked.direct) return true;
    return stored(() => answers.any(tenant, place));
  }

  async function accept(letter: Letter): Promise<void> {
    await stored(() => inbox.accept('teams', letter));
  }
}

/** Without its store the bot takes nothing on: not acknowledged, Teams delivers it again. */
async function stored<Found>(work: () => Promise<Found>): Promise<Found> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Error && error.name === 'StoreError') throw new HttpFault(503, 'Try again later.');
    throw error;
  }
}

function refused(): HttpFault {
  return new HttpFault(401, 'This request is not signed by Teams.');
}

function json(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    // What it is instead does not matter: it is no activity.
    return undefined;
  }
}

function answer(response: ServerResponse, { status, body }: InvokeAnswer): void {
  if (body === undefined) response.writeHead(status).end();
  else sendJson(response, status, body);
}
