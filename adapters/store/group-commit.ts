import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SelectQueryNode,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';

/** Statement texts are few; more than this many are not worth keeping. */
const MOST_STATEMENTS = 200;
const LONGEST_PAUSE_MS = 25;

/** Two ways to one database. */
export interface GroupCommit {
  /** A write resolves when it is on the disk: a loss of power does not undo it. */
  durable: Dialect;
  /** A write resolves when it is committed: the end of the process does not undo it; a loss of power may, until the next durable one. */
  committed: Dialect;
}

/**
 * SQLite as one connection of this process whose writes are committed together, because waiting for the disk costs far more than writing:
 * those of one turn of the event loop share a transaction. After a wait for the disk, durable writes gather for as long as it took, so that
 * a slow disk leaves the process half of its time.
 *
 * @param database migrated; closed by whoever opened it, after both dialects' Kysely were destroyed
 */
export function groupCommit(database: DatabaseSync): GroupCommit {
  const execute = executor(database);
  const dialect = (durable: boolean): Dialect => ({
    createAdapter: () => new TogetherAdapter(),
    createDriver: () => createDriver(createQueue(database, execute, durable)),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  });
  return { durable: dialect(true), committed: dialect(false) };
}

function createDriver(queue: Queue): Driver {
  const connection: DatabaseConnection = {
    async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
      return (await queue.run(query)) as QueryResult<Row>;
    },
    // biome-ignore lint/correctness/useYield: nothing here is read row by row
    async *streamQuery(): AsyncIterableIterator<never> {
      throw new Error('Rows are not streamed.');
    },
  };
  const unsupported = async (): Promise<never> => {
    throw new Error('Each write stands alone: there are no transactions over several calls.');
  };
  return {
    init: async () => {},
    acquireConnection: async () => connection,
    releaseConnection: async () => {},
    beginTransaction: unsupported,
    commitTransaction: unsupported,
    rollbackTransaction: unsupported,
    async destroy() {
      queue.commit();
    },
  };
}

/** Kysely lets calls through one by one where an adapter says that there is one connection; here they may come together. */
class TogetherAdapter extends SqliteAdapter {
  override get supportsMultipleConnections(): boolean {
    return true;
  }
}

type Execute = (query: CompiledQuery) => QueryResult<unknown>;

function executor(database: DatabaseSync): Execute {
  const statements = new Map<string, { statement: StatementSync; reads: boolean }>();
  return ({ sql, parameters }) => {
    let prepared = statements.get(sql);
    if (prepared === undefined) {
      if (statements.size >= MOST_STATEMENTS) statements.clear();
      const statement = database.prepare(sql);
      prepared = { statement, reads: statement.columns().length > 0 };
      statements.set(sql, prepared);
    }
    const values = [...parameters] as SQLInputValue[];
    if (prepared.reads) return { rows: prepared.statement.all(...values) };
    const { changes, lastInsertRowid } = prepared.statement.run(...values);
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
  };
}

/** A write that waits to be committed. */
interface Write {
  query: CompiledQuery;
  resolve(result: QueryResult<unknown>): void;
  reject(error: unknown): void;
}

interface Queue {
  run(query: CompiledQuery): Promise<QueryResult<unknown>>;
  /** Everything that waits, now. */
  commit(): void;
}

function createQueue(database: DatabaseSync, execute: Execute, durable: boolean): Queue {
  let waiting: Write[] = [];
  let pauseUntil = 0;

  function commit(): void {
    const writes = waiting;
    waiting = [];
    if (writes.length === 0) return;
    const began = performance.now();
    together(writes);
    const ended = performance.now();
    pauseUntil = durable ? ended + Math.min(ended - began, LONGEST_PAUSE_MS) : 0;
  }

  /** One transaction. A write that fails is undone alone, and fails alone. */
  function together(writes: readonly Write[]): void {
    let open = writes;
    try {
      // The file is written in order: what was only committed before comes along to the disk.
      database.exec(`pragma synchronous = ${durable ? 'full' : 'normal'}; begin immediate`);
      const results = new Map<Write, QueryResult<unknown>>();
      for (const write of writes) {
        try {
          results.set(write, execute(write.query));
        } catch (error) {
          // A full disk may have undone all that was written before.
          if (!database.isTransaction) throw error;
          open = open.filter((other) => other !== write);
          write.reject(error);
        }
      }
      database.exec('commit');
      for (const [write, result] of results) write.resolve(result);
    } catch (error) {
      if (database.isTransaction) database.exec('rollback');
      for (const write of open) write.reject(error);
    }
  }

  return {
    commit,
    async run(query) {
      if (SelectQueryNode.is(query.query)) return execute(query);
      return new Promise((resolve, reject) => {
        if (waiting.length === 0) {
          const pause = pauseUntil - performance.now();
          if (pause >= 1) setTimeout(commit, pause);
          else setImmediate(commit);
        }
        waiting.push({ query, resolve, reject });
      });
    },
  };
}
