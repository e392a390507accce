import type { Place, Reply } from '../../src/types.ts';
import type { Letter } from '../platform.ts';
import { type Outgoing, Refused } from './connector.ts';
import type { Rendered, Stand } from './render.ts';
import { activityOf, attempt, conversationOf, done, type SendParts, type Task } from './task.ts';

/** The bot's messages in a thread, each under its key. */
export interface Messages {
  /**
   * Posts, or edits what was posted under the same key before; pages that are too many go.
   *
   * @param reply kept, so that it can be shown again; absent for what can't
   */
  say(task: Task, place: Place, key: string, make: (stand: Stand) => Rendered, reply?: Reply): Promise<void>;
  /** Takes back what was said under a key, also while it is on its way. */
  unsay(task: Task, place: Place, key: string): Promise<void>;
}

const GONE = { ids: [], gone: true } as const;

export function createMessages({ connector, answers, log }: SendParts): Messages {
  return {
    async say(task, place, key, make, reply) {
      const { tenant, person } = task.letter.incoming;
      const known = await answers.get(tenant, place, key);
      if (known?.gone && isOutdated(task.letter)) return;
      const { cards, summary } = make({ thread: place.thread, key });
      const before = known?.ids ?? [];
      const ids: string[] = [];
      const remember = (all: readonly string[]): Promise<void> =>
        answers.put(tenant, place, key, { ids: all, ...(reply && { reply }) }, person.id, task.serviceUrl);
      for (const [page, card] of cards.entries()) {
        const id = await put(task, place, before[page], activityOf(card, summary));
        if (id === undefined) return;
        ids.push(id);
        if (!known?.gone && (await answers.get(tenant, place, key))?.gone) {
          // The question was taken back while this was being sent.
          for (const one of ids) await remove(task, place, one);
          return;
        }
        if (id !== before[page]) await remember([...ids, ...before.slice(ids.length)]);
      }
      const tooMany = before.slice(cards.length);
      for (const id of tooMany) await remove(task, place, id);
      if (tooMany.length > 0 || ids.at(-1) === before.at(-1)) await remember(ids);
      done(task);
    },

    async unsay(task, place, key) {
      const { tenant, person } = task.letter.incoming;
      const known = await answers.get(tenant, place, key);
      for (const id of known?.ids ?? []) await remove(task, place, id);
      await answers.put(tenant, place, key, GONE, person.id, task.serviceUrl);
      done(task);
    },
  };

  /** @returns the id of the message; undefined when it is not there, or nobody knows */
  async function put(
    task: Task,
    place: Place,
    known: string | undefined,
    activity: Outgoing,
  ): Promise<string | undefined> {
    const { serviceUrl } = task;
    const where = conversationOf(task.letter, place);
    if (known !== undefined) {
      try {
        await connector.update(serviceUrl, where, known, activity);
        return known;
      } catch (error) {
        // The message was deleted meanwhile: what it says is said anew.
        if (!(error instanceof Refused && (error.status === 404 || error.status === 410))) throw error;
      }
    }
    if (task.again) {
      // This is where the earlier try was cut; whatever comes after it was never begun.
      task.again = false;
      task.result = 'unknown';
      return undefined;
    }
    return attempt(task, log, () => connector.send(serviceUrl, where, activity));
  }

  async function remove(task: Task, place: Place, id: string): Promise<void> {
    try {
      await connector.remove(task.serviceUrl, conversationOf(task.letter, place), id);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      log.warn('teams message not removed', { status: error.status });
    }
  }
}

/** A question whose answer was taken back, and that was not changed since. */
function isOutdated({ incoming: { asked } }: Letter): boolean {
  return asked.kind === 'paste' && asked.edited === undefined;
}
