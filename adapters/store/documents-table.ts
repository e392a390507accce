import type { Clock, Store } from '../../src/ports.ts';
import type { Databases } from './kysely-store.ts';
import type { Seal } from './seal.ts';

/** Cases and drafts: sealed bodies that change by compare-and-swap. */
export function documentsTable(
  { db, lax }: Databases,
  seal: Seal,
  clock: Clock,
): Pick<Store, 'get' | 'swap' | 'drafts' | 'idleDrafts'> {
  const about = (tenant: string, kind: string, id: string): string[] => [kind, tenant, id];
  return {
    async get(tenant, kind, id) {
      const row = await db
        .selectFrom('documents')
        .select(['revision', 'body'])
        .where('tenant', '=', tenant)
        .where('kind', '=', kind)
        .where('id', '=', id)
        .executeTakeFirst();
      return row && { revision: row.revision, body: seal.open(row.body, about(tenant, kind, id)) };
    },

    async swap(tenant, kind, id, revision, body, facts = {}) {
      // People first: if the process dies in between, a name too many is noted, never one too few.
      const people = [...new Set(facts.people)].map((person) => ({ tenant, kind, id, person }));
      if (people.length > 0) {
        await lax
          .insertInto('document_people')
          .values(people)
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      }
      // A case is written again with the paste that it lacks; what people wrote into a draft comes only once.
      const writing = kind === 'draft' ? db : lax;
      const next = { revision: revision + 1, body: seal.close(body, about(tenant, kind, id)), updated_at: clock.now() };
      if (revision === 0) {
        const { numInsertedOrUpdatedRows: written } = await writing
          .insertInto('documents')
          .values({ tenant, kind, id, ...next, state: facts.state ?? '', place: facts.place ?? '' })
          .onConflict((conflict) => conflict.columns(['tenant', 'kind', 'id']).doNothing())
          .executeTakeFirstOrThrow();
        return written === 1n ? 1 : undefined;
      }
      const { numUpdatedRows: written } = await writing
        .updateTable('documents')
        .set({
          ...next,
          ...(facts.state !== undefined && { state: facts.state }),
          ...(facts.place !== undefined && { place: facts.place }),
        })
        .where('tenant', '=', tenant)
        .where('kind', '=', kind)
        .where('id', '=', id)
        .where('revision', '=', revision)
        .executeTakeFirstOrThrow();
      return written === 1n ? next.revision : undefined;
    },

    async drafts(tenant, limit) {
      const rows = await db
        .selectFrom('documents')
        .select(['id', 'state', 'place', 'updated_at as updatedAt'])
        .where('tenant', '=', tenant)
        .where('kind', '=', 'draft')
        .where('state', '!=', 'closed')
        .orderBy('updated_at', 'desc')
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows;
    },

    idleDrafts(before, limit) {
      return db
        .selectFrom('documents')
        .select(['tenant', 'id'])
        .where('kind', '=', 'draft')
        .where('state', '!=', 'closed')
        .where('updated_at', '<', before)
        .orderBy('updated_at')
        .limit(limit)
        .execute();
    },
  };
}
