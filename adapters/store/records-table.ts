import { sql } from 'kysely';
import type { Clock, Store } from '../../src/ports.ts';
import type { Databases } from './kysely-store.ts';

type RecordVerbs = Pick<
  Store,
  'setting' | 'saveSetting' | 'recordDecode' | 'recentDecodes' | 'recordFeedback' | 'recordUnknown' | 'unknowns'
>;

/** What is kept in the clear: settings, and redacted traces of what was decoded. */
export function recordsTable({ db, lax }: Databases, clock: Clock): RecordVerbs {
  return {
    async setting(tenant, name) {
      const row = await db
        .selectFrom('settings')
        .select('value')
        .where('tenant', '=', tenant)
        .where('name', '=', name)
        .executeTakeFirst();
      return row?.value;
    },

    async saveSetting(tenant, name, value) {
      await db
        .insertInto('settings')
        .values({ tenant, name, value })
        .onConflict((conflict) => conflict.columns(['tenant', 'name']).doUpdateSet({ value }))
        .execute();
    },

    async recordDecode(tenant, { bucket = null, cause = null, provider = null, confidence = null, ...decode }) {
      await lax
        .insertInto('decodes')
        .values({ tenant, ...decode, bucket, cause, provider, confidence })
        .onConflict((conflict) => conflict.columns(['tenant', 'id']).doNothing())
        .execute();
    },

    async recentDecodes(tenant, person, limit) {
      const rows = await db
        .selectFrom('decodes')
        .selectAll()
        .where('tenant', '=', tenant)
        .where('person', '=', person)
        .orderBy('at', 'desc')
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows.map(({ tenant: _, bucket, cause, provider, confidence, ...decode }) => ({
        ...decode,
        ...(bucket !== null && { bucket }),
        ...(cause !== null && { cause }),
        ...(provider !== null && { provider }),
        ...(confidence !== null && { confidence }),
      }));
    },

    async recordFeedback(tenant, feedback) {
      const row = { tenant, ...feedback, at: clock.now() };
      await db
        .insertInto('feedback')
        .values(row)
        .onConflict((conflict) =>
          conflict
            .columns(['tenant', 'id', 'person', 'part'])
            .doUpdateSet({ should: row.should, sample: row.sample, at: row.at }),
        )
        .execute();
    },

    async recordUnknown(tenant, fingerprint, sample) {
      const at = clock.now();
      await lax
        .insertInto('unknowns')
        .values({ tenant, fingerprint, sample, count: 1, at })
        .onConflict((conflict) =>
          conflict.columns(['tenant', 'fingerprint']).doUpdateSet({ count: sql`unknowns.count + 1`, at }),
        )
        .execute();
    },

    async unknowns(tenant, limit) {
      return await db
        .selectFrom('unknowns')
        .select(['sample', 'count'])
        .where('tenant', '=', tenant)
        .orderBy('count', 'desc')
        .orderBy('fingerprint')
        .limit(limit)
        .execute();
    },
  };
}
