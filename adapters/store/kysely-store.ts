import type { Kysely } from 'kysely';
import type { Clock, Store } from '../../src/ports.ts';
import { documentsTable } from './documents-table.ts';
import { StoreError } from './fault.ts';
import { forgetting } from './forget.ts';
import { inboxTable } from './inbox-table.ts';
import { KEEP, type Keep } from './keep.ts';
import { missingMigrations } from './migrations/index.ts';
import { recordsTable } from './records-table.ts';
import type { Tables } from './schema.ts';
import type { Seal } from './seal.ts';

export interface StoreOptions {
  clock: Clock;
  seal: Seal;
  /** What differs from the usual keep times. */
  keep?: Partial<Keep>;
}

/**
 * The store port on Kysely, the same for both databases. No verb needs a transaction: each write is one statement, or steps that may
 * be repeated.
 *
 * @param db migrated; closed with the store
 */
export function kyselyStore(
  db: Kysely<Tables>,
  dialect: 'sqlite' | 'postgres',
  { clock, seal, keep }: StoreOptions,
): Store {
  const about = (tenant: string, platform: string): string[] => ['installation', tenant, platform];
  return {
    async claim(tenant, key) {
      const { numInsertedOrUpdatedRows: written } = await db
        .insertInto('claims')
        .values({ tenant, key, at: clock.now() })
        .onConflict((conflict) => conflict.columns(['tenant', 'key']).doNothing())
        .executeTakeFirstOrThrow();
      return written === 1n;
    },

    ...inboxTable(db, seal, clock, dialect === 'postgres'),
    ...documentsTable(db, seal, clock),
    ...recordsTable(db, clock),
    ...forgetting(db, clock, { ...KEEP, ...keep }),

    async saveInstallation(tenant, platform, body) {
      if (!seal.configured) {
        throw new StoreError('key', 'Tokens of workspaces are stored only with ENCRYPTION_KEY set.');
      }
      const row = { body: seal.close(body, about(tenant, platform)), at: clock.now() };
      await db
        .insertInto('installations')
        .values({ tenant, platform, ...row })
        .onConflict((conflict) => conflict.columns(['tenant', 'platform']).doUpdateSet(row))
        .execute();
    },

    async installation(tenant, platform) {
      const row = await db
        .selectFrom('installations')
        .select('body')
        .where('tenant', '=', tenant)
        .where('platform', '=', platform)
        .executeTakeFirst();
      return row && seal.open(row.body, about(tenant, platform));
    },

    async ready() {
      const missing = await missingMigrations(db);
      if (missing.length > 0) throw new StoreError('migrations', `Migrations are missing: ${missing.join(', ')}.`);
      const at = clock.now();
      await db
        .insertInto('pulse')
        .values({ id: 1, at })
        .onConflict((conflict) => conflict.column('id').doUpdateSet({ at }))
        .execute();
    },

    async close() {
      await db.destroy();
    },
  };
}
