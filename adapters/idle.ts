import type { Incoming } from '../src/conversation.ts';
import type { Draft } from '../src/escalation.ts';
import type { Clock, Log, Store } from '../src/ports.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A hand-off on its way takes seconds; a draft that people write at rests longer than this too. */
const UNTOUCHED = HOUR / 2;
/** More are looked at an hour later. */
const MOST = 1_000;

export interface IdleParts {
  store: Pick<Store, 'idleDrafts' | 'get'>;
  clock: Clock;
  log: Log;
  /** Takes in what nobody asked for; the same id once. */
  remind(incoming: Incoming): Promise<unknown>;
}

/**
 * Has the bot look at drafts that nobody has touched for some time, at start and every hour: it knows when one expires and which hand-off a
 * dead process left behind. Replicas may do it at the same time.
 *
 * @returns stops it; resolves when a run under way is finished
 */
export function startIdle(parts: IdleParts, everyMs = HOUR): () => Promise<void> {
  let run: Promise<void> = Promise.resolve();
  const look = (): void => {
    run = remindIdle(parts).catch((error: unknown) => parts.log.error('idle drafts not looked at', error));
  };
  look();
  const timer = setInterval(look, everyMs);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await run;
  };
}

/** One round. A draft is looked at once a day, one on its way once an hour, and each again whenever it has changed. */
export async function remindIdle({ store, clock, remind }: IdleParts): Promise<void> {
  const now = clock.now();
  for (const { tenant, id } of await store.idleDrafts(now - UNTOUCHED, MOST)) {
    const stored = await store.get(tenant, 'draft', id);
    if (stored === undefined) continue;
    const { platform, place, createdBy, sent } = JSON.parse(stored.body) as Draft;
    const period = sent !== undefined && sent.receipt === undefined ? HOUR : DAY;
    const once = `idle:${id}:${stored.revision}:${Math.floor(now / period)}`;
    await remind({ id: once, tenant, platform, place, person: createdBy, asked: { kind: 'idle', draft: id } });
  }
}
