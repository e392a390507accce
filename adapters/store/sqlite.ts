import { randomBytes } from 'node:crypto';
import { chmodSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { Kysely, type SqliteDatabase, SqliteDialect } from 'kysely';
import type { Clock, Store } from '../../src/ports.ts';
import { explained, StoreError } from './fault.ts';
import { groupCommit } from './group-commit.ts';
import type { Keep } from './keep.ts';
import { kyselyStore } from './kysely-store.ts';
import { migrate } from './migrations/index.ts';
import type { Tables } from './schema.ts';
import { createSeal } from './seal.ts';

export interface SqliteOptions {
  /** Folder of the database; made when missing, open to its owner only. */
  dataDir: string;
  clock: Clock;
  /** Without it a key file beside the database keeps payloads from lying there in the clear; tokens are refused then. */
  encryptionKey?: Buffer;
  oldKeys?: readonly Buffer[];
  keep?: Partial<Keep>;
  /** Largest size of the database in bytes; over it, it behaves like a full disk. */
  maxBytes?: number;
}

const PAGE = 4096;

/**
 * A store in one file, for one process.
 *
 * @throws StoreError in words for the operator when the folder or file can't be used
 */
export async function openSqlite(options: SqliteOptions): Promise<Store> {
  const { dataDir, clock, encryptionKey, oldKeys = [], keep, maxBytes } = options;
  const explain = (error: unknown): StoreError | undefined => explainSqlite(error, dataDir);
  try {
    makeFolder(dataDir);
    chmodSync(dataDir, 0o700);
    const file = join(dataDir, 'bouncedesk.sqlite');
    closeSync(openSync(file, 'a', 0o600));
    const key = encryptionKey ?? keyFile(join(dataDir, 'payload.key'));
    const seal = createSeal(key, oldKeys, encryptionKey !== undefined);
    const database = new DatabaseSync(file, { timeout: 5_000 });
    database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma secure_delete = on');
    if (maxBytes !== undefined) database.exec(`pragma max_page_count = ${Math.floor(maxBytes / PAGE)}`);
    const plain = new Kysely<Tables>({ dialect: new SqliteDialect({ database: wrapped(database) }) });
    await migrate(plain, 'sqlite', clock.now()).catch((error: unknown) => {
      database.close();
      throw error;
    });
    const { durable, committed } = groupCommit(database);
    const db = new Kysely<Tables>({ dialect: durable });
    const lax = new Kysely<Tables>({ dialect: committed });
    const store = kyselyStore({ db, lax }, 'sqlite', { clock, seal, ...(keep && { keep }) });
    const close = async (): Promise<void> => {
      await store.close();
      database.close();
    };
    return explained({ ...store, close }, explain);
  } catch (error) {
    throw explain(error) ?? error;
  }
}

/** Node's own recursive mkdir never returns where the system says ENOENT although the folder above is there, as below /proc. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  const above = dirname(path);
  if (above !== path) makeFolder(above);
  try {
    mkdirSync(path, 0o700);
  } catch (error) {
    // Another process was quicker.
    if (!existsSync(path)) throw error;
  }
}

/** What Kysely asks of a SQLite driver, on node's own: for the migrations, which are transactions of several statements. */
function wrapped(database: DatabaseSync): SqliteDatabase {
  return {
    close: () => database.close(),
    prepare: (text) => {
      const statement = database.prepare(text);
      const values = (parameters: readonly unknown[]): SQLInputValue[] => [...parameters] as SQLInputValue[];
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...values(parameters)),
        run: (parameters) => statement.run(...values(parameters)),
        iterate: (parameters) => statement.iterate(...values(parameters)),
      };
    },
  };
}

/** Reads the key beside the database, or makes one. */
function keyFile(path: string): Buffer {
  try {
    const file = openSync(path, 'wx', 0o600);
    writeSync(file, randomBytes(32).toString('base64'));
    fsyncSync(file);
    closeSync(file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return Buffer.from(readFileSync(path, 'utf8'), 'base64');
}

/** Result codes of SQLite (https://www.sqlite.org/rescode.html); the low byte of an extended one is the primary one. */
function explainSqlite(error: unknown, dataDir: string): StoreError | undefined {
  if (!(error instanceof Error) || error instanceof StoreError) return undefined;
  const cause = { cause: error };
  const { errcode, code } = error as { errcode?: unknown; code?: unknown };
  switch (typeof errcode === 'number' ? errcode & 0xff : undefined) {
    case 13:
      return new StoreError(
        'full',
        `The disk under ${dataDir} is full. Free some space; nothing else is needed.`,
        cause,
      );
    case 8:
      return new StoreError('read-only', `${dataDir} can't be written to. Make it writable for the service.`, cause);
    case 5:
    case 6:
      return new StoreError(
        'busy',
        `Another process holds the database in ${dataDir}. Run one process a folder.`,
        cause,
      );
    case 10:
    case 11:
    case 14:
    case 26:
      return new StoreError('folder', `The database in ${dataDir} can't be read or written (${error.message}).`, cause);
  }
  switch (code) {
    case 'ENOSPC':
      return new StoreError(
        'full',
        `The disk under ${dataDir} is full. Free some space; nothing else is needed.`,
        cause,
      );
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
      return new StoreError('read-only', `${dataDir} can't be written to. Make it writable for the service.`, cause);
    // What Node says where the folder above lies on a read-only disk.
    case 'ENOENT':
      return new StoreError(
        'folder',
        `${dataDir} can't be made. Name a folder in DATA_DIR that may be written to.`,
        cause,
      );
    case 'ENOTDIR':
    case 'EEXIST':
      return new StoreError('folder', `${dataDir} is no folder. Name one in DATA_DIR.`, cause);
  }
  return undefined;
}
