import type { Log, Store } from '../../src/ports.ts';
import type { Place, Reply } from '../../src/types.ts';

/** One answer of the bot in a thread: its messages, first page first, and what it says. */
export interface Answer {
  /** Ids of its messages; [] for one that is shown in a dialog and not posted yet. */
  ids: readonly string[];
  /** Absent in answers too old to be shown again. */
  reply?: Reply;
}

/**
 * What the bot has said in a thread, by key. Teams can't be asked for it, so it is kept: a later answer of the same key edits the message,
 * and a card that shows something else for a while finds its way back.
 */
export interface Answers {
  get(tenant: string, place: Pick<Place, 'channel' | 'thread'>, key: string): Promise<Answer | undefined>;
  put(
    tenant: string,
    place: Pick<Place, 'channel' | 'thread'>,
    key: string,
    answer: Answer | undefined,
    person: string,
  ): Promise<void>;
  /** Whether the bot has said anything there. */
  any(tenant: string, place: Pick<Place, 'channel' | 'thread'>): Promise<boolean>;
}

type Known = Record<string, Answer>;

/** Answers of a thread that can still be shown again; the ids of all others are kept. */
const MOST_REPLIES = 20;
const TRIES = 8;

export function createAnswers(store: Store, log: Log): Answers {
  const load = async (tenant: string, id: string): Promise<{ known: Known; revision: number }> => {
    const stored = await store.get(tenant, 'answers', id);
    return stored ? { known: JSON.parse(stored.body) as Known, revision: stored.revision } : { known: {}, revision: 0 };
  };
  // Sent, and then the store was gone: another try must not send it again.
  const unsaved = new Map<string, Answer>();
  const nameOf = (tenant: string, id: string, key: string): string => JSON.stringify([tenant, id, key]);

  async function save(
    tenant: string,
    id: string,
    key: string,
    answer: Answer | undefined,
    person: string,
  ): Promise<void> {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const { known, revision } = await load(tenant, id);
      const body = JSON.stringify(withAnswer(known, key, answer));
      const written = await store.swap(tenant, 'answers', id, revision, body, { place: id, people: [person] });
      if (written !== undefined) return;
    }
    throw new Error('the answers of a thread changed too often to be written');
  }

  return {
    async get(tenant, place, key) {
      const id = idOf(place);
      return unsaved.get(nameOf(tenant, id, key)) ?? (await load(tenant, id)).known[key];
    },
    async put(tenant, place, key, answer, person) {
      const id = idOf(place);
      const name = nameOf(tenant, id, key);
      try {
        await save(tenant, id, key, answer, person);
        unsaved.delete(name);
      } catch (error) {
        log.error('teams answer not remembered', error);
        if (answer !== undefined) unsaved.set(name, answer);
      }
    },
    async any(tenant, place) {
      return (await load(tenant, idOf(place))).revision > 0;
    },
  };
}

function withAnswer(known: Known, key: string, answer: Answer | undefined): Known {
  const { [key]: _, ...others } = known;
  const next = answer === undefined ? others : { ...others, [key]: answer };
  const old = Object.keys(next).slice(0, -MOST_REPLIES);
  return { ...next, ...Object.fromEntries(old.map((name) => [name, { ids: next[name]?.ids ?? [] }])) };
}

/** A thread as the store knows it: forgetting the place forgets this as well. */
function idOf({ channel, thread }: Pick<Place, 'channel' | 'thread'>): string {
  return `${channel}:${thread}`;
}
