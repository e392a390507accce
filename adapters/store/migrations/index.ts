import { type Kysely, sql } from 'kysely';
import type { Tables } from '../schema.ts';
import { start } from './001-start.ts';
import { threads } from './002-threads.ts';

/** One step forward. There is no way back: a mistake is mended by the next step. */
export interface Migration {
  name: string;
  up(db: Kysely<unknown>): Promise<void>;
}

/** In order; append only. */
export const MIGRATIONS: readonly Migration[] = [start, threads];

/** Any number: what matters is that every replica asks for the same one. */
const LOCK = 5_321_001;

/**
 * Brings the tables up to date. Replicas that start together wait for each other, and a step that fails leaves nothing behind:
 * both databases change tables within a transaction.
 *
 * @param dialect how the lock is taken: SQLite's write lock, or an advisory lock that PostgreSQL drops with the transaction
 */
export async function migrate(db: Kysely<Tables>, dialect: 'sqlite' | 'postgres', now: number): Promise<void> {
  await db.connection().execute(async (connection) => {
    await sql.raw(dialect === 'sqlite' ? 'begin immediate' : 'begin').execute(connection);
    try {
      if (dialect === 'postgres') await sql`select pg_advisory_xact_lock(${LOCK})`.execute(connection);
      await sql`create table if not exists migrations (name text primary key, at bigint not null)`.execute(connection);
      const missing = new Set(await missingMigrations(connection));
      for (const { name, up } of MIGRATIONS) {
        if (!missing.has(name)) continue;
        await up(connection as unknown as Kysely<unknown>);
        await connection.insertInto('migrations').values({ name, at: now }).execute();
      }
      await sql`commit`.execute(connection);
    } catch (error) {
      // A lost connection can't roll back, and needs not: the server does. The first error is the one to tell.
      await sql`rollback`.execute(connection).catch(() => undefined);
      throw error;
    }
  });
}

/** Names of the steps this database has not taken. Steps of a newer version than this one are no fault: it may be rolling out. */
export async function missingMigrations(db: Kysely<Tables>): Promise<string[]> {
  const done = new Set((await db.selectFrom('migrations').select('name').execute()).map(({ name }) => name));
  return MIGRATIONS.map(({ name }) => name).filter((name) => !done.has(name));
}
