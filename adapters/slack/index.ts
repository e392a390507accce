import { App } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import type { Clock, Log } from '../../src/ports.ts';
import type { SlackConfig } from '../config.ts';
import type { Inbox, Platform } from '../platform.ts';
import { openDoors } from './doors.ts';
import { createIdentity } from './identity.ts';
import { createLogger } from './logger.ts';
import { createReceiver, createSocketReceiver } from './receiver.ts';
import { codeOf, createSender } from './send.ts';

export interface SlackDeps {
  inbox: Inbox;
  log: Log;
  clock: Clock;
}

const TIMEOUT_MS = 10_000;

/**
 * Slack for one workspace: over Socket Mode when there is an app token, else over `/slack/events` of the shared server.
 *
 * @throws TypeError when the settings lack what this needs
 */
export function createSlack(config: SlackConfig, { inbox, log, clock }: SlackDeps): Platform {
  const { botToken, signingSecret, appToken, apiUrl } = config;
  if (botToken === undefined) {
    throw new TypeError('Installing into many Slack workspaces is not built yet. Set SLACK_BOT_TOKEN for one.');
  }
  const logger = createLogger(log);
  // The inbox tries again by itself, in its own time and only after a look; a client that repeats blindly would post twice.
  const clientOptions = {
    logger,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: TIMEOUT_MS,
    ...(apiUrl !== undefined && { slackApiUrl: apiUrl }),
  };
  const client = new WebClient(botToken, clientOptions);
  const identity = createIdentity(client);
  const running = new Set<Promise<void>>();

  const http = appToken === undefined ? createReceiver(signingSecret ?? '', logger, clock) : undefined;
  const receiver =
    http?.receiver ??
    createSocketReceiver(appToken ?? '', logger, { ...(apiUrl !== undefined && { slackApiUrl: apiUrl }) });
  const app = new App({
    receiver,
    logger,
    clientOptions,
    authorize: async () => ({ botToken, ...(await identity()) }),
  });
  const deliver = createSender(client, log, identity);
  openDoors(app, {
    inbox,
    client,
    log,
    deliver,
    track(work) {
      const kept: Promise<void> = work.finally(() => running.delete(kept));
      running.add(kept);
    },
  });

  return {
    name: 'slack',
    routes: http ? [http.route] : [],
    async start() {
      try {
        await identity();
      } catch (error) {
        // A token that Slack refuses stays refused; Slack out of reach comes back.
        const code = codeOf(error);
        if (code !== undefined) throw new TypeError(`SLACK_BOT_TOKEN: Slack refuses it (${code}).`);
        log.error('slack out of reach', error);
      }
      if (!http) await app.start();
    },
    async stop() {
      if (!http) await app.stop();
      while (running.size > 0) await Promise.allSettled(running);
    },
    async ready() {
      await identity();
    },
    deliver,
  };
}
