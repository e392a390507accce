import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqlite, type SqliteOptions } from '../../adapters/store/sqlite.ts';
import { storeContract } from '../contract/store.ts';

const key = Buffer.alloc(32, 7);
const clock = { now: () => Date.UTC(2026, 0, 1) };

function bytesOf(dataDir: string): Buffer {
  const files = readdirSync(dataDir).filter((name) => name.startsWith('bouncedesk'));
  return Buffer.concat(files.map((name) => readFileSync(join(dataDir, name))));
}

describe('SQLite keeps the contract', () => {
  storeContract(async () => {
    const dataDir = join(mkdtempSync(join(tmpdir(), 'bouncedesk-')), 'data');
    return {
      open: (at) => openSqlite({ dataDir, clock: at, encryptionKey: key }),
      bytes: async () => bytesOf(dataDir),
    };
  });
});

describe('the SQLite file', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'bouncedesk-'));
  });
  afterEach(() => {
    chmodSync(folder, 0o700);
    rmSync(folder, { recursive: true });
  });
  const open = (more: Partial<SqliteOptions> = {}) => openSqlite({ dataDir: join(folder, 'data'), clock, ...more });
  const item = (id: string, payload = 'planted-payload') => ({ tenant: 'T', id, platform: 'chat', payload });

  it('is made for its owner only', async () => {
    const store = await open();
    await store.accept(item('a'));
    expect(statSync(join(folder, 'data')).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(join(folder, 'data'))) {
      expect([name, statSync(join(folder, 'data', name)).mode & 0o777]).toEqual([name, 0o600]);
    }
    await store.close();
  });

  it('holds no payload in the clear without a key of its own, and refuses tokens', async () => {
    const store = await open();
    await store.accept(item('a'));
    expect(bytesOf(join(folder, 'data')).includes('planted-payload')).toBe(false);
    await expect(store.saveInstallation('T', 'slack', 'token')).rejects.toThrow(/ENCRYPTION_KEY/);
    await store.close();
    const again = await open();
    expect(await again.take('chat', 1)).toMatchObject({ payload: 'planted-payload' });
    await again.close();
  });

  it('opens what an old key sealed, and names the setting when that key is missing', async () => {
    const store = await open({ encryptionKey: key });
    await store.saveInstallation('T', 'slack', 'token');
    await store.close();
    const fresh = Buffer.alloc(32, 8);
    const without = await open({ encryptionKey: fresh });
    await expect(without.installation('T', 'slack')).rejects.toThrow(/ENCRYPTION_KEY_OLD/);
    await without.close();
    const rotated = await open({ encryptionKey: fresh, oldKeys: [key] });
    expect(await rotated.installation('T', 'slack')).toBe('token');
    await rotated.close();
  });

  it('says that the disk is full, is not ready then, and recovers without a restart', async () => {
    const store = await open({ maxBytes: 256 * 1024 });
    const long = 'x'.repeat(20_000);
    const fillUp = async (): Promise<void> => {
      for (let index = 0; index < 50; index += 1) await store.accept(item(`i${index}`, long));
    };
    await expect(fillUp()).rejects.toThrow(/is full\. Free some space/);
    await store.forget('T', 'everything');
    await expect(store.ready()).resolves.toBeUndefined();
    expect(await store.accept(item('after'))).toBe(true);
    await store.close();
  });

  it('writes what comes in at once together, and lets one that fails fail alone', async () => {
    const store = await open();
    const broken = { ...item('broken'), platform: null as unknown as string };
    const results = await Promise.allSettled([item('a'), broken, item('b')].map((each) => store.accept(each)));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    await store.close();
    const again = await open();
    expect(await again.depth()).toBe(2);
    await again.close();
  });

  it('says so when its folder is no folder', async () => {
    writeFileSync(join(folder, 'file'), '');
    await expect(open({ dataDir: join(folder, 'file') })).rejects.toThrow(/is no folder\. Name one in DATA_DIR/);
    await expect(open({ dataDir: join(folder, 'file', 'below') })).rejects.toThrow(/is no folder/);
  });

  it('makes the folders above as well', async () => {
    await (await open({ dataDir: join(folder, 'a', 'b', 'data') })).close();
    expect(statSync(join(folder, 'a', 'b', 'data')).isDirectory()).toBe(true);
  });

  it.runIf(existsSync('/proc/self'))('says so where nothing can be made', async () => {
    await expect(open({ dataDir: '/proc/bouncedesk/data' })).rejects.toThrow(/can't be made\. Name a folder/);
  });

  it('says so when the file is something else', async () => {
    await (await open()).close();
    writeFileSync(
      join(folder, 'data', 'bouncedesk.sqlite'),
      'not a database, and long enough to be looked at '.repeat(99),
    );
    await expect(open()).rejects.toThrow(/can't be read or written/);
  });

  it('takes a second process on the same file while one takes over from the other', async () => {
    const stores = [await open(), await open()];
    const claims = await Promise.all(stores.map((store) => store.claim('T', 'k')));
    expect(claims.filter(Boolean)).toHaveLength(1);
    await Promise.all(stores.map((store) => store.close()));
  });
});
