import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Clock, Log, Store } from '../../src/ports.ts';
import { explained, StoreError } from './fault.ts';
import type { Keep } from './keep.ts';
import { kyselyStore } from './kysely-store.ts';
import { migrate } from './migrations/index.ts';
import type { Tables } from './schema.ts';
import { createSeal } from './seal.ts';

export interface PostgresOptions {
  /** `postgres://user:password@host:5432/name`. */
  url: string;
  clock: Clock;
  log: Log;
  /** Not optional here: a database is backed up and read by others. */
  encryptionKey: Buffer;
  oldKeys?: readonly Buffer[];
  keep?: Partial<Keep>;
  /** Connections of this process at most. */
  connections?: number;
}

/** Oid of int8 (https://www.postgresql.org/docs/current/datatype-oid.html); times fit a double exactly. */
const INT8 = 20;

/**
 * A store in PostgreSQL, for any number of processes. A lost connection fails the calls under way; the next call makes a new one.
 *
 * @throws StoreError in words for the operator when the database can't be used
 */
export async function openPostgres(options: PostgresOptions): Promise<Store> {
  const { url, clock, log, encryptionKey, oldKeys = [], keep, connections = 10 } = options;
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: 5_000,
    query_timeout: 10_000,
    keepAlive: true,
    application_name: 'bouncedesk',
    types: {
      getTypeParser: (oid: number, format?: 'text' | 'binary') =>
        oid === INT8 ? Number : (pg.types.getTypeParser(oid, format ?? 'text') as (value: string) => unknown),
    },
  });
  // An idle connection that breaks would otherwise end the process.
  pool.on('error', (error) => log.warn('store connection lost', { code: codeOf(error) ?? error.name }));
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  try {
    const seal = createSeal(encryptionKey, oldKeys, true);
    await migrate(db, 'postgres', clock.now());
    return explained(kyselyStore({ db, lax: db }, 'postgres', { clock, seal, ...(keep && { keep }) }), explainPostgres);
  } catch (error) {
    await db.destroy();
    throw explainPostgres(error) ?? error;
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** Never quotes the address: it holds a password. SQLSTATE classes: https://www.postgresql.org/docs/current/errcodes-appendix.html. */
function explainPostgres(error: unknown): StoreError | undefined {
  if (!(error instanceof Error) || error instanceof StoreError) return undefined;
  const cause = { cause: error };
  const code = codeOf(error) ?? '';
  if (code === '53100') {
    return new StoreError(
      'full',
      "The database server's disk is full. Free some space; nothing else is needed.",
      cause,
    );
  }
  if (code === '25006') {
    const remedy = 'Point DATABASE_URL at the primary server.';
    return new StoreError('read-only', `The database takes no writes: it is read-only. ${remedy}`, cause);
  }
  if (code.startsWith('28') || code === '3D000') {
    const remedy = 'Check user, password and name of the database in DATABASE_URL.';
    return new StoreError('lost', `The database refuses the service (${code}). ${remedy}`, cause);
  }
  if (
    code.startsWith('08') ||
    code.startsWith('57P') ||
    code.startsWith('E') ||
    /connection|timeout/i.test(error.message)
  ) {
    const remedy = 'It is tried again with the next call; check that the server of DATABASE_URL runs.';
    return new StoreError('lost', `The database can't be reached. ${remedy}`, cause);
  }
  return undefined;
}
