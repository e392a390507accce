import { type Log, placeKey, type Store } from '../../src/ports.ts';
import type { Place } from '../../src/types.ts';

/** What is known of a thread. */
interface Thread {
  /** `ts` of the bot's own messages, by key. */
  messages: Readonly<Record<string, string>>;
  /** There are no others: the thread was new, or was read from its first to its last message. */
  whole?: boolean;
}

type Spot = Pick<Place, 'channel' | 'thread'>;

/**
 * Which of the bot's messages stands under which key in a thread. Slack could be asked, but lets many apps do that once a minute; so it is
 * asked only about threads that nothing is known of, and after a send that broke off.
 */
export interface Memory {
  /** `ts` of the message; null when there is none, undefined when it has to be looked for. */
  get(tenant: string, spot: Spot, key: string): Promise<string | null | undefined>;
  /** @param messages by key; null for one that is gone */
  learn(tenant: string, spot: Spot, messages: Readonly<Record<string, string | null>>, whole?: boolean): Promise<void>;
}

const TRIES = 8;
const NOTHING: Thread = { messages: {} };

export function createMemory(store: Pick<Store, 'get' | 'swap'>, log: Log): Memory {
  async function load(tenant: string, id: string): Promise<{ thread: Thread; revision: number }> {
    const stored = await store.get(tenant, 'answers', id);
    return stored
      ? { thread: JSON.parse(stored.body) as Thread, revision: stored.revision }
      : { thread: NOTHING, revision: 0 };
  }

  return {
    async get(tenant, spot, key) {
      const { thread } = await load(tenant, placeKey(spot));
      return thread.messages[key] ?? (thread.whole ? null : undefined);
    },
    async learn(tenant, spot, messages, whole = false) {
      const id = placeKey(spot);
      try {
        for (let tries = 0; tries < TRIES; tries += 1) {
          const { thread, revision } = await load(tenant, id);
          const next = after(thread, messages, whole);
          const body = JSON.stringify(next);
          if (body === JSON.stringify(thread)) return;
          if ((await store.swap(tenant, 'answers', id, revision, body, { place: id })) !== undefined) return;
        }
      } catch (error) {
        // The message stands; that it is found again costs a look then.
        log.error('slack answer not remembered', error);
      }
    },
  };
}

function after(thread: Thread, messages: Readonly<Record<string, string | null>>, whole: boolean): Thread {
  const all: Record<string, string> = { ...thread.messages };
  for (const [key, ts] of Object.entries(messages)) {
    if (ts === null) delete all[key];
    else all[key] = ts;
  }
  return { messages: all, ...((whole || thread.whole) && { whole: true }) };
}
