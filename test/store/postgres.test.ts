import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPostgres } from '../../adapters/store/postgres.ts';
import type { Log, Store } from '../../src/ports.ts';
import { storeContract } from '../contract/store.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';

const encryptionKey = Buffer.alloc(32, 7);
const clock = { now: () => Date.UTC(2026, 0, 1) };
const warnings: string[] = [];
const log: Log = { info: () => {}, warn: (event) => warnings.push(event), error: () => {} };
let server: TestPostgres;

beforeAll(async () => {
  server = await startPostgres();
});
afterAll(async () => {
  await server.remove();
});

describe('PostgreSQL keeps the contract', () => {
  storeContract(async () => ({
    open: (at) => openPostgres({ url: server.url, clock: at, log, encryptionKey }),
    async bytes() {
      const client = new pg.Client(server.url);
      await client.connect();
      await client.query('checkpoint');
      await client.end();
      const names = readdirSync(server.data, { recursive: true, encoding: 'utf8' });
      const files = names.map((name) => join(server.data, name)).filter((path) => statSync(path).isFile());
      return Buffer.concat(files.map((path) => readFileSync(path)));
    },
  }));
});

describe('PostgreSQL', () => {
  const open = (url = server.url) => openPostgres({ url, clock, log, encryptionKey });

  it('is migrated once by replicas that start together', async () => {
    const admin = new pg.Client(server.url);
    await admin.connect();
    await admin.query('create database together');
    await admin.end();
    const url = server.url.replace(/postgres$/, 'together');
    const stores = await Promise.all(Array.from({ length: 5 }, () => open(url)));
    await Promise.all(stores.map((store) => store.ready()));
    const claims = await Promise.all(stores.map((store) => store.claim('T', 'k')));
    expect(claims.filter(Boolean)).toHaveLength(1);
    await Promise.all(stores.map((store) => store.close()));
  });

  it('is not ready while the server is gone, says so, and recovers without a restart', async () => {
    const store: Store = await open();
    await store.accept({ tenant: 'R', id: 'a', platform: 'restart', payload: 'p' });
    await server.stop();
    await expect(store.ready()).rejects.toThrow(/^The database can't be reached\./);
    await expect(store.claim('R', 'k')).rejects.toThrow(/^The database can't be reached\./);
    await server.start();
    await expect(store.ready()).resolves.toBeUndefined();
    expect(await store.take('restart', 1_000)).toMatchObject({ id: 'a', payload: 'p' });
    expect(warnings).toContain('store connection lost');
    await store.close();
  });

  it('says what to check when nobody listens, without telling the password', async () => {
    const refused = open('postgres://tester:planted-password@127.0.0.1:9/postgres');
    await expect(refused).rejects.toThrow(/can't be reached/);
    await expect(refused).rejects.not.toThrow(/planted-password/);
    await expect(open(server.url.replace(/postgres$/, 'absent'))).rejects.toThrow(/Check user, password and name/);
  });
});
