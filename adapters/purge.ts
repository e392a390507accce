import type { Clock, Log, Store } from '../src/ports.ts';

const HOUR = 3_600_000;
/** More than this between the clock and the time that has really passed is a jump. */
const JUMP_MS = 6 * HOUR;

export interface PurgeParts {
  store: Store;
  log: Log;
  clock: Clock;
  /** Milliseconds since any fixed moment, by a clock that nobody sets. */
  passed?: () => number;
}

/**
 * Removes what is past its keep time, at start and every hour. Replicas may do it at the same time. After a jump of the clock one round is
 * left out: what seems to be years old may be of today, and what is gone does not come back when the clock does.
 *
 * @returns stops it; resolves when a run under way is finished
 */
export function startPurge(
  { store, log, clock, passed = () => performance.now() }: PurgeParts,
  everyMs = HOUR,
): () => Promise<void> {
  let before = clock.now() - passed();
  let run: Promise<void> = Promise.resolve();
  const purge = (): void => {
    const offset = clock.now() - passed();
    const jump = offset - before;
    before = offset;
    if (Math.abs(jump) > JUMP_MS) {
      log.warn('the clock has jumped: nothing is purged this time', { hours: Math.round(jump / HOUR) });
      return;
    }
    run = store.purge().then(
      (rows) => log.info('purged', { rows }),
      (error: unknown) => log.error('purge failed', error),
    );
  };
  purge();
  const timer = setInterval(purge, everyMs);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await run;
  };
}
