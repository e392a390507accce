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

/** The same database twice: `lax` for what may be lost with the power because it is done again then, never with the process. */
export interface Databases {
  db: Kysely<Tables>;
  lax: Kysely<Tables>;
}

/**
 * The store port on Kysely, the same for both databases. No verb needs a transaction: each write is one statement, or steps that may
 * be repeated.
 *
 * @param databases migrated; closed with the store
 */
export function kyselyStore(
  { db, lax }: Databases,
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

    ...inboxTable({ db, lax }, seal, clock, dialect === 'postgres'),
    ...documentsTable({ db, lax }, seal, clock),
    ...recordsTable({ db, lax }, clock),
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
      await lax.destroy();
      await db.destroy();
    },
  };
}
