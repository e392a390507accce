import type { Log } from '../src/ports.ts';
import { sendJson } from './http.ts';
import type { Route } from './platform.ts';

/** Something the service needs; `ready` throws, in words for the operator, when it can't serve. */
export interface Needed {
  name: string;
  ready(): Promise<void>;
}

export interface Health {
  /** `/healthz` and `/readyz`, both public: they name what is missing, not why. */
  routes: readonly Route[];
  /** From now on not ready, so that nobody sends more: the first step of a shutdown. */
  leave(): void;
}

/** A check that takes longer counts as failed. */
const PATIENCE_MS = 5_000;

/**
 * Liveness says that the process answers, whatever else is broken: a restart mends no full disk. Readiness asks everything that is
 * needed, the store and its migrations first.
 */
export function createHealth(needed: readonly Needed[], log: Log): Health {
  let leaving = false;

  async function missing(): Promise<string[]> {
    const checks = needed.map(async ({ name, ready }) => {
      try {
        await inTime(ready());
        return [];
      } catch (error) {
        log.error('not ready', error, { missing: name });
        return [name];
      }
    });
    return (await Promise.all(checks)).flat();
  }

  return {
    leave() {
      leaving = true;
    },
    routes: [
      {
        path: '/healthz',
        methods: ['GET', 'HEAD'],
        guarded: false,
        handle: (_request, response) => sendJson(response, 200, { alive: true }),
      },
      {
        path: '/readyz',
        methods: ['GET', 'HEAD'],
        guarded: false,
        async handle(_request, response) {
          if (leaving) return sendJson(response, 503, { ready: false, missing: ['stopping'] });
          const names = await missing();
          if (names.length === 0) return sendJson(response, 200, { ready: true });
          return sendJson(response, 503, { ready: false, missing: names });
        },
      },
    ],
  };
}

async function inTime(check: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new Error('The check took too long.')), PATIENCE_MS);
  });
  try {
    await Promise.race([check, late]);
  } finally {
    clearTimeout(timer);
  }
}
