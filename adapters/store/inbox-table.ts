import { sql } from 'kysely';
import type { Clock, Store } from '../../src/ports.ts';
import type { Databases } from './kysely-store.ts';
import type { Seal } from './seal.ts';

/** Nothing is ever due later than this. What seems to be was written before the clock was put back, and is due at once. */
const HORIZON = 3_600_000;

type InboxVerbs = Pick<Store, 'accept' | 'take' | 'sending' | 'done' | 'release' | 'depth'>;

/**
 * The inbox. Every verb is one statement, so a crash leaves it before or after, never between.
 *
 * @param skipLocked PostgreSQL: replicas step over items another one is just taking, instead of waiting for it
 */
export function inboxTable({ db, lax }: Databases, seal: Seal, clock: Clock, skipLocked: boolean): InboxVerbs {
  const about = (tenant: string, id: string): string[] => ['inbox', tenant, id];

  let latest = Number.POSITIVE_INFINITY;

  async function mend(now: number): Promise<void> {
    await db
      .updateTable('inbox')
      .set({ due: now })
      .where('done_at', 'is', null)
      .where('due', '>', now + HORIZON)
      .execute();
  }

  async function takeNext(platform: string, now: number, until: number) {
    let next = db
      .selectFrom('inbox as free')
      .select(['free.tenant', 'free.id'])
      .where('free.platform', '=', platform)
      .where('free.done_at', 'is', null)
      .where('free.due', '<=', now)
      // Within a thread one after the other, those begun first: two at once would both find that a message is not there yet.
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('inbox as before')
              .select('before.id')
              .whereRef('before.tenant', '=', 'free.tenant')
              .whereRef('before.place', '=', 'free.place')
              .where('before.done_at', 'is', null)
              .where(
                sql<boolean>`(before.tries = 0, before.accepted_at, before.id) < (free.tries = 0, free.accepted_at, free.id)`,
              ),
          ),
        ),
      )
      .orderBy('free.due')
      .orderBy('free.id')
      .limit(1);
    if (skipLocked) next = next.forUpdate('free').skipLocked();
    return await lax
      // PostgreSQL never inlines a WITH that locks rows, so exactly one row is found, once.
      .with('next', () => next)
      .updateTable('inbox')
      .set({ due: until, tries: sql`tries + 1` })
      .where(({ eb, refTuple, selectFrom }) =>
        eb(refTuple('tenant', 'id'), 'in', selectFrom('next').select(['tenant', 'id']).$asTuple('tenant', 'id')),
      )
      .where('done_at', 'is', null)
      .returning(['tenant', 'id', 'platform', 'payload', 'tries', 'sending'])
      .executeTakeFirst();
  }

  return {
    async accept({ tenant, id, platform, payload, person, place }) {
      const now = clock.now();
      const row = { tenant, id, platform, payload: seal.close(payload, about(tenant, id)) };
      const { numInsertedOrUpdatedRows: written } = await db
        .insertInto('inbox')
        .values({ ...row, person: person ?? null, place: place ?? null, accepted_at: now, due: now })
        .onConflict((conflict) => conflict.columns(['tenant', 'id']).doNothing())
        .executeTakeFirstOrThrow();
      return written === 1n;
    },

    async take(platform, leaseMs) {
      const now = clock.now();
      // At first, and whenever the clock was put back: what seems to be due in days was written by another time.
      if (now < latest) await mend(now);
      latest = now;
      const taken = await takeNext(platform, now, now + Math.min(leaseMs, HORIZON));
      if (taken === undefined) return undefined;
      const { tenant, id, payload } = taken;
      const text = seal.open(payload ?? '', about(tenant, id));
      return { ...taken, payload: text, sending: taken.sending === 1 };
    },

    async sending(tenant, id, tries, leaseMs) {
      const { numUpdatedRows: marked } = await db
        .updateTable('inbox')
        .set({ sending: 1, due: clock.now() + Math.min(leaseMs, HORIZON) })
        .where('tenant', '=', tenant)
        .where('id', '=', id)
        .where('tries', '=', tries)
        .where('done_at', 'is', null)
        .executeTakeFirstOrThrow();
      return marked === 1n;
    },

    async done(tenant, id, outcome) {
      await lax
        .updateTable('inbox')
        .set({ outcome, done_at: clock.now(), payload: null, person: null, place: null })
        .where('tenant', '=', tenant)
        .where('id', '=', id)
        .where('done_at', 'is', null)
        .execute();
    },

    async release(tenant, id, tries, at, sending) {
      await lax
        .updateTable('inbox')
        .set({ due: Math.min(at, clock.now() + HORIZON), sending: sending ? 1 : 0 })
        .where('tenant', '=', tenant)
        .where('id', '=', id)
        .where('tries', '=', tries)
        .where('done_at', 'is', null)
        .execute();
    },

    async depth() {
      const { open } = await db
        .selectFrom('inbox')
        .select((count) => count.fn.countAll<number>().as('open'))
        .where('done_at', 'is', null)
        .executeTakeFirstOrThrow();
      return Number(open);
    },
  };
}
