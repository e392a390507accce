import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { startPostgres } from '../support/postgres.ts';

/** What the service keeps its state in, looked at from outside. */
export interface Database {
  name: 'sqlite' | 'postgres';
  /** Environment that leads the service to it. */
  settings: Readonly<Record<string, string>>;
  replicas: number;
  /** Takes the server away for a while; absent where there is none. */
  restart?(): Promise<void>;
  /** Items that are not done. */
  open(): Promise<number>;
  /** Ids of the items of a platform of which nobody knows whether their answer arrived. */
  unknown(platform: string): Promise<string[]>;
  remove(): Promise<void>;
}

const OPEN = 'select count(*) as open from inbox where done_at is null';
const UNKNOWN = "select id from inbox where outcome = 'unknown' and platform = ";
const AWAY_MS = 3_000;
const ENCRYPTION_KEY = Buffer.alloc(32, 7).toString('base64');

export function sqlite(): Promise<Database> {
  const folder = mkdtempSync(join(tmpdir(), 'bouncedesk-chaos-'));
  const read = <Row>(text: string, ...values: string[]): Row[] => {
    const database = new DatabaseSync(join(folder, 'bouncedesk.sqlite'), { readOnly: true, timeout: 5_000 });
    const rows = database.prepare(text).all(...values) as Row[];
    database.close();
    return rows;
  };
  return Promise.resolve({
    name: 'sqlite',
    settings: { DATA_DIR: folder },
    replicas: 1,
    open: async () => read<{ open: number }>(OPEN)[0]?.open ?? 0,
    unknown: async (platform) => read<{ id: string }>(`${UNKNOWN}?`, platform).map(({ id }) => id),
    remove: async () => rmSync(folder, { recursive: true, force: true }),
  });
}

export async function postgres(): Promise<Database> {
  const server = await startPostgres();
  const read = async <Row extends pg.QueryResultRow>(text: string, ...values: string[]): Promise<Row[]> => {
    const client = new pg.Client(server.url);
    await client.connect();
    const { rows } = await client.query<Row>(text, values);
    await client.end();
    return rows;
  };
  return {
    name: 'postgres',
    settings: { DATABASE_URL: server.url, ENCRYPTION_KEY },
    replicas: 3,
    async restart() {
      await server.stop();
      await pause(AWAY_MS);
      await server.start();
    },
    open: async () => Number((await read<{ open: string }>(OPEN))[0]?.open ?? 0),
    unknown: async (platform) => (await read<{ id: string }>(`${UNKNOWN}$1`, platform)).map(({ id }) => id),
    remove: () => server.remove(),
  };
}
