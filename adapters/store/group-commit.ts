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

/**
 * SQLite as one connection of this process whose writes are committed together: those of one turn of the event loop share a transaction,
 * because waiting for the disk costs far more than writing. A call resolves after the commit, so what it promises is on the disk.
 *
 * @param database migrated; closed by whoever opened it, after the dialect's Kysely was destroyed
 */
export function groupCommit(database: DatabaseSync): Dialect {
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => createDriver(database),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

function createDriver(database: DatabaseSync): Driver {
  const connection = createConnection(database);
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
      connection.commit();
    },
  };
}

/** A write that waits for the end of this turn. */
interface Write {
  query: CompiledQuery;
  resolve(result: QueryResult<unknown>): void;
  reject(error: unknown): void;
}

function createConnection(database: DatabaseSync): DatabaseConnection & { commit(): void } {
  const statements = new Map<string, { statement: StatementSync; reads: boolean }>();
  let waiting: Write[] = [];

  function prepared(text: string): { statement: StatementSync; reads: boolean } {
    const known = statements.get(text);
    if (known) return known;
    if (statements.size >= MOST_STATEMENTS) statements.clear();
    const statement = database.prepare(text);
    const made = { statement, reads: statement.columns().length > 0 };
    statements.set(text, made);
    return made;
  }

  function run({ sql, parameters }: CompiledQuery): QueryResult<unknown> {
    const { statement, reads } = prepared(sql);
    const values = [...parameters] as SQLInputValue[];
    if (reads) return { rows: statement.all(...values) };
    const { changes, lastInsertRowid } = statement.run(...values);
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
  }

  /** One transaction over everything that waits. A write that fails is undone alone, and fails alone. */
  function commit(): void {
    const writes = waiting;
    waiting = [];
    const done: (() => void)[] = [];
    let open = writes;
    try {
      if (writes.length > 0) database.exec('begin immediate');
      for (const write of writes) {
        try {
          const result = run(write.query);
          done.push(() => write.resolve(result));
        } catch (error) {
          // A full disk may have undone all that was written before.
          if (!database.isTransaction) throw error;
          open = open.filter((other) => other !== write);
          write.reject(error);
        }
      }
      if (writes.length > 0) database.exec('commit');
      for (const resolve of done) resolve();
    } catch (error) {
      if (database.isTransaction) database.exec('rollback');
      for (const write of open) write.reject(error);
    }
  }

  return {
    commit,
    async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
      if (SelectQueryNode.is(query.query)) return run(query) as QueryResult<Row>;
      return new Promise<QueryResult<Row>>((resolve, reject) => {
        if (waiting.length === 0) setImmediate(commit);
        waiting.push({ query, resolve: resolve as Write['resolve'], reject });
      });
    },
    // biome-ignore lint/correctness/useYield: nothing here is read row by row
    async *streamQuery(): AsyncIterableIterator<never> {
      throw new Error('Rows are not streamed.');
    },
  };
}
