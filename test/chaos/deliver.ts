import { setTimeout as pause } from 'node:timers/promises';
import type { Chance } from './chance.ts';
import type { Question } from './world.ts';

/** A platform gives a request up after three seconds, and sends it again. */
const PATIENCE_MS = 3_000;

/**
 * Delivers a question as a platform does: until a replica has acknowledged it, and up to three times even so.
 *
 * @param replicas any of them is asked, as behind a load balancer
 * @returns how many requests it took
 */
export async function deliver(question: Question, replicas: readonly string[], chance: Chance): Promise<number> {
  const copies = chance.whole(1, 3);
  const delays = Array.from({ length: copies }, (_, copy) => (copy === 0 ? 0 : chance.between(0, 4_000)));
  const requests = await Promise.all(
    delays.map(async (delay, copy) => {
      await pause(delay);
      let tries = 1;
      while (!(await send(question, copy, chance.pick(replicas)))) {
        tries += 1;
        // Less often with time, as platforms do: else the asking alone would keep the service from starting.
        await pause(chance.between(200, 1_500) * Math.min(tries, 6));
      }
      return tries;
    }),
  );
  return requests.reduce((sum, tries) => sum + tries, 0);
}

/** True when it was acknowledged. */
async function send(question: Question, copy: number, replica: string): Promise<boolean> {
  const { body, headers } = question.requests(copy);
  try {
    const answer = await fetch(replica + question.path, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    // Refused, cut or too slow: all the same to a platform.
    return false;
  }
}
