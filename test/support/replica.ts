import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** The service as a process of its own, from compiled output, as `npm start` runs it. */
export interface Replica {
  url: string;
  /** Starts it; resolves when it is ready, undefined when it ended before it was. */
  start(): Promise<{ startedInMs: number } | undefined>;
  /** SIGKILL: nothing is finished, nothing is said. Resolves when it is gone. */
  kill(): Promise<void>;
  /** SIGTERM, as a supervisor asks it to stop. Resolves with its exit code. */
  stop(): Promise<number | null>;
  /** The running process; undefined before the first start. */
  process(): ChildProcess | undefined;
}

/** Compiles the service into dist. */
export async function build(): Promise<void> {
  const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  const child = spawn(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { cwd: ROOT, stdio: 'inherit' });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error('The service did not compile.');
}

/**
 * @param env settings; PORT, HOST and PATH are set here
 * @param logFile where its output is appended
 */
export async function createReplica(env: Readonly<Record<string, string>>, logFile: string): Promise<Replica> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const output = createWriteStream(logFile, { flags: 'a' });
  let child: ChildProcess | undefined;

  async function end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    const ending = child;
    if (ending === undefined || ending.exitCode !== null || ending.signalCode !== null) return ending?.exitCode ?? null;
    const gone = once(ending, 'exit') as Promise<[number | null]>;
    ending.kill(signal);
    return (await gone)[0];
  }

  return {
    url,
    process: () => child,
    async start() {
      const began = performance.now();
      const settings = { ...env, PATH: process.env.PATH ?? '', HOST: '127.0.0.1', PORT: String(port) };
      const started = spawn(process.execPath, [join(ROOT, 'dist', 'adapters', 'main.js')], {
        cwd: ROOT,
        env: settings,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      child = started;
      started.stdout.pipe(output, { end: false });
      started.stderr.pipe(output, { end: false });
      while (started.exitCode === null && started.signalCode === null) {
        if (await ready(url)) return { startedInMs: performance.now() - began };
        await pause(20);
      }
      return undefined;
    },
    async kill() {
      await end('SIGKILL');
    },
    stop: () => end('SIGTERM'),
  };
}

async function ready(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2_000) });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    // Not listening yet, or gone again.
    return false;
  }
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
