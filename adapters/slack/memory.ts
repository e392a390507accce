import type { Place } from '../../src/types.ts';

/** For so long a thread that was read whole counts as known; other processes may post there meanwhile. */
const WHOLE_MS = 60_000;
const MOST = 10_000;

type Spot = Pick<Place, 'channel' | 'thread'>;

/**
 * Which of the bot's messages stands under which key in a thread. It saves reading the thread back: many apps may do that once a
 * minute. What is not remembered is looked for in Slack itself, so nothing is lost with a process.
 */
export interface Memory {
  /** `ts` of the message; null when there is none for sure, undefined when it has to be looked for. */
  get(tenant: string, spot: Spot, key: string): string | null | undefined;
  set(tenant: string, spot: Spot, key: string, ts: string | null): void;
  /** The thread was read from its first to its last message; what was found in it was set. */
  whole(tenant: string, spot: Spot): void;
}

export function createMemory(now: () => number): Memory {
  const messages = new Map<string, string | null>();
  const threads = new Map<string, number>();
  const name = (...parts: string[]): string => JSON.stringify(parts);
  return {
    get(tenant, { channel, thread }, key) {
      const found = messages.get(name(tenant, channel, thread, key));
      if (found !== undefined) return found;
      const read = threads.get(name(tenant, channel, thread));
      return read !== undefined && now() - read < WHOLE_MS ? null : undefined;
    },
    set(tenant, { channel, thread }, key, ts) {
      keep(messages, name(tenant, channel, thread, key), ts);
    },
    whole(tenant, { channel, thread }) {
      keep(threads, name(tenant, channel, thread), now());
    },
  };
}

/** The oldest go first. */
function keep<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  map.set(key, value);
  if (map.size <= MOST) return;
  const [oldest] = map.keys();
  if (oldest !== undefined) map.delete(oldest);
}
