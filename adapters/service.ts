import type { Bot } from '../src/conversation.ts';
import type { Clock, Log, Random, Store } from '../src/ports.ts';
import type { Config } from './config.ts';
import { createHealth } from './health.ts';
import { startIdle } from './idle.ts';
import { createInbox, type InboxTimes } from './inbox.ts';
import { createLimits, type LimitOptions } from './limits.ts';
import { createMetrics } from './metrics.ts';
import type { Inbox, Platform, Route } from './platform.ts';
import { startPurge } from './purge.ts';
import { createHttpService, type ServerOptions } from './server.ts';
import { openStore } from './store/index.ts';

export interface ServiceParts {
  config: Config;
  clock: Clock;
  random: Random;
  log: Log;
  /** The conversation over the opened store. */
  bot(store: Store): Bot;
  /** The platforms that are on; their doors hand what they take in to the inbox. */
  platforms(inbox: Inbox, store: Store): Promise<readonly Platform[]> | readonly Platform[];
  /** What is served beside platforms, health and metrics. */
  routes?: readonly Route[];
  pages?: NonNullable<ServerOptions['pages']>;
  times?: Partial<InboxTimes>;
  limits?: Omit<LimitOptions, 'clock'>;
}

export interface Service {
  port: number;
  /** Not ready any more, then no new requests, then what runs is finished, then the store is closed. Safe to call twice. */
  stop(): Promise<void>;
}

/**
 * Puts store, inbox, platforms and server together.
 *
 * @throws StoreError, or what a platform or the port throws, in words for the operator; nothing is left open then
 */
export async function startService(parts: ServiceParts): Promise<Service> {
  const { config, clock, random, log } = parts;
  const metrics = createMetrics();
  const store = await openStore(config, { clock, log, observe: metrics.observe });
  metrics.watchDepth(() => store.depth());
  const limits = createLimits({ ...parts.limits, clock });
  const shared = { store, clock, random, log, limits, watch: metrics.watch };
  const inbox = createInbox({ ...shared, bot: parts.bot(store), ...(parts.times && { times: parts.times }) });
  // In the order of undoing.
  const undo: (() => Promise<void>)[] = [() => inbox.stop(), () => store.close()];
  try {
    const platforms = await parts.platforms(inbox, store);
    const health = createHealth(
      [
        { name: 'store', ready: () => store.ready() },
        ...platforms.map((platform) => ({ name: platform.name, ready: () => platform.ready() })),
      ],
      log,
    );
    const doors = platforms.flatMap(({ routes }) => routes);
    const routes = [...health.routes, metrics.route, ...doors, ...(parts.routes ?? [])];
    const server = createHttpService({
      config,
      routes,
      log,
      ...(parts.pages && { pages: parts.pages }),
    });
    for (const platform of platforms) {
      await platform.start();
      undo.unshift(() => platform.stop());
    }
    inbox.start(platforms);
    undo.unshift(startPurge({ store, log, clock }));
    undo.unshift(startIdle({ store, clock, log, remind: (incoming) => inbox.remind(incoming) }));
    const port = await server.listen();
    undo.unshift(() => server.close());
    let stopped: Promise<void> | undefined;
    return {
      port,
      stop() {
        health.leave();
        stopped ??= run(undo, log);
        return stopped;
      },
    };
  } catch (error) {
    await run(undo, log);
    throw error;
  }
}

/** Each step is taken even when one before it failed. */
async function run(steps: readonly (() => Promise<void>)[], log: Log): Promise<void> {
  for (const step of steps) {
    try {
      await step();
    } catch (error) {
      log.error('not stopped cleanly', error);
    }
  }
}
