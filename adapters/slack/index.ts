import { App, AuthorizationError, type CodedError } from '@slack/bolt';
import type { Clock, Log, Store } from '../../src/ports.ts';
import type { ReadAttachment } from '../attachments.ts';
import type { SlackConfig } from '../config.ts';
import type { Inbox, Platform } from '../platform.ts';
import { createCompleter } from './complete.ts';
import { openDoors } from './doors.ts';
import { letterOfWelcome } from './events.ts';
import { createFiles } from './files.ts';
import { manyWorkspaces } from './installations.ts';
import { lately } from './lately.ts';
import { createLogger } from './logger.ts';
import { createMemory } from './memory.ts';
import { createPeople } from './people.ts';
import { createReceiver, createSocketReceiver } from './receiver.ts';
import { createSender } from './send.ts';
import { NotInstalled, oneWorkspace } from './workspaces.ts';

export interface SlackDeps {
  inbox: Inbox;
  store: Pick<Store, 'installation' | 'saveInstallation' | 'forget' | 'get' | 'swap'>;
  log: Log;
  clock: Clock;
  /** Reads attached files. */
  attachments: ReadAttachment;
  /** Whether there is anything in a text for the bot. */
  recognised(text: string): boolean;
  /** The emoji that a workspace has chosen for asking about a message, without colons. */
  emoji(tenant: string): Promise<string>;
  /** Without a slash at its end. */
  publicUrl?: string;
}

const TIMEOUT_MS = 10_000;
/** Reactions are many and those that ask are few. */
const EMOJI_MS = 30_000;

/**
 * Slack: over Socket Mode when there is an app token, else over `/slack/events` of the shared server; for one workspace by its bot
 * token, or for all that install the app.
 *
 * @throws TypeError when the settings lack what this needs
 */
export function createSlack(config: SlackConfig, deps: SlackDeps): Platform {
  const { inbox, store, log, clock } = deps;
  const { botToken, signingSecret, appToken, oauth, apiUrl } = config;
  const logger = createLogger(log);
  const api = { ...(apiUrl !== undefined && { slackApiUrl: apiUrl }) };
  // The inbox tries again by itself, in its own time and only after a look; a client that repeats blindly would post twice.
  const clientOptions = {
    logger,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: TIMEOUT_MS,
    ...api,
  };
  const installed = async (tenant: string, person: string): Promise<void> => {
    // The app is installed; a greeting that fails changes nothing about that.
    await inbox
      .accept('slack', letterOfWelcome(tenant, person))
      .catch((error: unknown) => log.error('slack not greeted', error));
  };
  const { publicUrl } = deps;
  const workspaces =
    oauth === undefined
      ? oneWorkspace(needed(botToken), clientOptions, log)
      : manyWorkspaces({
          oauth,
          store,
          clientOptions,
          logger,
          installed,
          ...(publicUrl !== undefined && { publicUrl }),
        });
  const running = new Set<Promise<void>>();
  const memory = createMemory(store, log);
  const people = createPeople(workspaces, clock, log);
  const deliver = createSender({ workspaces, memory, inbox, log });
  const files = createFiles(deps.attachments, apiUrl);

  const http = appToken === undefined ? createReceiver(signingSecret ?? '', logger, clock) : undefined;
  const receiver = http?.receiver ?? createSocketReceiver(appToken ?? '', logger, api);
  const app = new App({
    receiver,
    logger,
    clientOptions,
    authorize: (origin) => workspaces.authorize(origin),
  });
  app.error(async (error: CodedError) => {
    const cause = error instanceof AuthorizationError ? error.original : error;
    // What comes from a workspace that has removed the app is none of its business any more.
    if (cause instanceof NotInstalled) return log.warn('slack request from where the app is not installed');
    throw cause;
  });
  openDoors(app, {
    inbox,
    log,
    deliver,
    people,
    memory,
    emoji: lately(
      () => clock.now(),
      EMOJI_MS,
      (tenant = '') => deps.emoji(tenant),
    ),
    async removed(tenant) {
      await store.forget(tenant, 'everything');
      workspaces.forget(tenant);
      log.info('slack app removed');
    },
    track(work) {
      const kept: Promise<void> = work.finally(() => running.delete(kept));
      running.add(kept);
    },
  });

  return {
    name: 'slack',
    routes: [...(http ? [http.route] : []), ...workspaces.routes],
    async start() {
      await workspaces.start();
      if (!http) await app.start();
    },
    async stop() {
      if (!http) await app.stop();
      while (running.size > 0) await Promise.allSettled(running);
    },
    ready: () => workspaces.ready(),
    deliver,
    complete: createCompleter({ workspaces, files, people, memory, recognised: deps.recognised }),
    addressOf: () => ({}),
  };
}

function needed(botToken: string | undefined): string {
  if (botToken === undefined) throw new TypeError('SLACK_BOT_TOKEN or SLACK_CLIENT_ID is needed for Slack.');
  return botToken;
}
