import type { InboxItem, Log } from '../src/ports.ts';

export interface PumpParts {
  /** Items of one platform worked on at once. */
  atOnce: number;
  /** How often to look for items that nobody announced, in milliseconds. */
  everyMs: number;
  log: Log;
  /** The next item of a platform that is due, for this process alone; undefined when there is none. */
  take(platform: string): Promise<InboxItem | undefined>;
  /** Never rejects. */
  work(platform: string, item: InboxItem): Promise<void>;
}

/** Takes items up as they come, so many at once and no more. */
export interface Pump {
  /** Looks at once, and from time to time from now on. */
  start(platforms: readonly string[]): void;
  /** There is something new for this platform. Nothing happens before the start or after the stop. */
  wake(platform: string): void;
  /** Something else that the stop has to wait for. */
  track(work: Promise<void>): void;
  /** Takes nothing more up, resolves when what runs is finished. */
  stop(): Promise<void>;
}

export function createPump({ atOnce, everyMs, log, take, work }: PumpParts): Pump {
  const running = new Set<Promise<void>>();
  const busy = new Map<string, number>();
  const looking = new Map<string, { again: boolean }>();
  const known = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  const full = (platform: string): boolean => (busy.get(platform) ?? 0) >= atOnce;

  /** Takes items up until there are none or enough are under way. A call during a run makes that run look once more. */
  async function look(platform: string): Promise<void> {
    const current = looking.get(platform);
    if (current !== undefined) {
      current.again = true;
      return;
    }
    const state = { again: false };
    looking.set(platform, state);
    try {
      do {
        state.again = false;
        while (!stopped && !full(platform)) {
          const item = await take(platform);
          if (item === undefined) break;
          begin(platform, item);
        }
      } while (state.again && !stopped && !full(platform));
    } catch (error) {
      log.error('inbox unreadable', error, { platform });
    } finally {
      looking.delete(platform);
    }
  }

  function begin(platform: string, item: InboxItem): void {
    busy.set(platform, (busy.get(platform) ?? 0) + 1);
    const done = (): void => {
      busy.set(platform, (busy.get(platform) ?? 1) - 1);
      wake(platform);
    };
    track(work(platform, item).finally(done));
  }

  function wake(platform: string): void {
    if (known.has(platform) && !stopped) track(look(platform));
  }

  function track(one: Promise<void>): void {
    const kept: Promise<void> = one.finally(() => running.delete(kept));
    running.add(kept);
  }

  return {
    start(platforms) {
      for (const platform of platforms) known.add(platform);
      const all = (): void => {
        for (const platform of known) wake(platform);
      };
      all();
      timer = setInterval(all, everyMs);
    },
    wake,
    track,
    async stop() {
      stopped = true;
      clearInterval(timer);
      while (running.size > 0) await Promise.allSettled(running);
    },
  };
}
