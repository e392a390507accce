import type { Posted } from '../../src/conversation.ts';
import { type Log, placeKey, type Store } from '../../src/ports.ts';
import type { Place, Reply } from '../../src/types.ts';

/** One answer of the bot in a thread: its messages, first page first, and what it says. */
export interface Answer {
  /** Ids of its messages; [] for one that is shown in a dialog and not posted yet. */
  ids: readonly string[];
  /** Absent in answers too old to be shown again. */
  reply?: Reply;
  /** Its question was taken back, perhaps while the answer was on its way. */
  gone?: true;
  /** What came of a message posted elsewhere. */
  post?: Posted;
}

type Thread = Pick<Place, 'channel' | 'thread'>;

/**
 * What the bot has said in a thread, by key. Teams can't be asked for it, so it is kept: a later answer of the same key edits the message,
 * and a card that shows something else for a while finds its way back.
 */
export interface Answers {
  get(tenant: string, place: Thread, key: string): Promise<Answer | undefined>;
  /** @param answer undefined when it is gone */
  put(
    tenant: string,
    place: Thread,
    key: string,
    answer: Answer | undefined,
    person: string,
    serviceUrl: string,
  ): Promise<void>;
  /** Whether the bot has said anything there. */
  any(tenant: string, place: Thread): Promise<boolean>;
  /** Where Teams was called for that thread last. */
  serviceUrl(tenant: string, place: Thread): Promise<string | undefined>;
}

interface Known {
  serviceUrl?: string;
  answers: Record<string, Answer>;
}

/** Answers of a thread that can still be shown again; the ids of all others are kept. */
const MOST_REPLIES = 20;
const TRIES = 8;
const MOST_UNSAVED = 1_000;

export function createAnswers(store: Store, log: Log): Answers {
  const load = async (tenant: string, place: Thread): Promise<{ known: Known; revision: number }> => {
    const stored = await store.get(tenant, 'answers', placeKey(place));
    return stored
      ? { known: JSON.parse(stored.body) as Known, revision: stored.revision }
      : { known: { answers: {} }, revision: 0 };
  };
  // Sent, and then the store was gone: another try must not send it again.
  const unsaved = new Map<string, Answer>();
  const nameOf = (tenant: string, place: Thread, key: string): string => JSON.stringify([tenant, placeKey(place), key]);

  async function save(tenant: string, place: Thread, change: (known: Known) => Known, person: string): Promise<void> {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const { known, revision } = await load(tenant, place);
      const facts = { place: placeKey(place), people: [person] };
      const body = JSON.stringify(change(known));
      if ((await store.swap(tenant, 'answers', placeKey(place), revision, body, facts)) !== undefined) return;
    }
    throw new Error('the answers of a thread changed too often to be written');
  }

  return {
    async get(tenant, place, key) {
      return unsaved.get(nameOf(tenant, place, key)) ?? (await load(tenant, place)).known.answers[key];
    },
    async put(tenant, place, key, answer, person, serviceUrl) {
      const name = nameOf(tenant, place, key);
      try {
        await save(tenant, place, (known) => ({ serviceUrl, answers: withAnswer(known.answers, key, answer) }), person);
        unsaved.delete(name);
      } catch (error) {
        log.error('teams answer not remembered', error);
        if (answer !== undefined && unsaved.size < MOST_UNSAVED) unsaved.set(name, answer);
      }
    },
    async any(tenant, place) {
      return (await load(tenant, place)).revision > 0;
    },
    async serviceUrl(tenant, place) {
      return (await load(tenant, place)).known.serviceUrl;
    },
  };
}

function withAnswer(known: Known['answers'], key: string, answer: Answer | undefined): Known['answers'] {
  const { [key]: _, ...others } = known;
  const next = answer === undefined ? others : { ...others, [key]: answer };
  const old = Object.entries(next).slice(0, -MOST_REPLIES);
  return { ...next, ...Object.fromEntries(old.map(([name, { reply: _, ...rest }]) => [name, rest])) };
}
