import type { Log, Store } from '../src/ports.ts';

const HOUR = 3_600_000;

/**
 * Removes what is past its keep time, at start and every hour. Replicas may do it at the same time.
 *
 * @returns stops it; resolves when a run under way is finished
 */
export function startPurge(store: Store, log: Log, everyMs = HOUR): () => Promise<void> {
  let run: Promise<void> = Promise.resolve();
  const purge = (): void => {
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
