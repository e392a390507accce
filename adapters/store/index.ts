import type { Clock, Log, Store } from '../../src/ports.ts';
import type { Config } from '../config.ts';
import { around, StoreError } from './fault.ts';
import { openSqlite } from './sqlite.ts';

/** Called around each verb of the store: its name, what it was called with, and the call itself. */
export type Observe = (verb: string, values: readonly unknown[], call: () => Promise<unknown>) => Promise<unknown>;

/**
 * Opens the store that the configuration names: PostgreSQL with DATABASE_URL, else a file in DATA_DIR. Migrated when it resolves.
 *
 * @param observe for metrics; must hand on what the call returns or throws
 * @throws StoreError in words for the operator
 */
export async function openStore(
  config: Pick<Config, 'databaseUrl' | 'dataDir' | 'encryptionKey' | 'oldKeys' | 'keep'>,
  deps: { clock: Clock; log: Log; observe?: Observe },
): Promise<Store> {
  const { databaseUrl, dataDir, encryptionKey, oldKeys, keep } = config;
  const { clock, log, observe } = deps;
  const shared = { clock, oldKeys, keep };
  let store: Store;
  if (databaseUrl === undefined) {
    store = await openSqlite({ ...shared, dataDir, ...(encryptionKey && { encryptionKey }) });
  } else if (encryptionKey === undefined) {
    throw new StoreError('key', 'A PostgreSQL database needs ENCRYPTION_KEY. Make one with `openssl rand -base64 32`.');
  } else {
    // Its driver is loaded only where there is a server.
    const { openPostgres } = await import('./postgres.ts');
    store = await openPostgres({ ...shared, url: databaseUrl, log, encryptionKey });
  }
  return observe === undefined ? store : around(store, observe);
}
