import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Section } from './section.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const RUNS = 3;
/** Milliseconds after which what was needed for the start alone has been given back, as far as it ever is. */
const SETTLES = 3000;
/** Milliseconds between two looks. */
const EVERY = 10;

/** Names and secrets of the right shape; nobody answers to them. */
const BOTH = {
  SLACK_BOT_TOKEN: 'xoxb-0-bench',
  SLACK_SIGNING_SECRET: 'bench',
  TEAMS_ALLOW_UNAUTHENTICATED: '1',
};

/** The service as `npm start` runs it, compiled: milliseconds until `/readyz` says yes, and resident memory while nobody asks for anything. */
export const startup: Section = {
  name: 'start',
  async run({ print }) {
    await promisify(execFile)(
      process.execPath,
      [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json'],
      {
        cwd: ROOT,
      },
    );
    const api = createServer((_, response) =>
      response.end(JSON.stringify({ ok: true, user_id: 'U0', bot_id: 'B0', team_id: 'T0' })),
    );
    await once(api.listen(0, '127.0.0.1'), 'listening');
    const slackApi = `http://127.0.0.1:${(api.address() as AddressInfo).port}/api/`;
    try {
      for (const [what, settings] of [
        ['nothing on', {}],
        ['Slack and Teams on', { ...BOTH, SLACK_API_URL: slackApi }],
      ] as const) {
        let ready = Number.POSITIVE_INFINITY;
        let memory = 0;
        // The quickest start, for another process on the machine may slow one; the most memory.
        for (let turn = 0; turn < RUNS; turn += 1) {
          const one = await started(settings);
          ready = Math.min(ready, one.ready);
          memory = Math.max(memory, one.memory);
        }
        print(`${what}: ready after ${ready.toFixed(0)} ms, ${memory.toFixed(0)} MB idle`);
      }
    } finally {
      api.close();
    }
  },
};

async function started(settings: Readonly<Record<string, string>>): Promise<{ ready: number; memory: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'bounce-start-'));
  const start = performance.now();
  const service = spawn(process.execPath, await startArguments(), {
    cwd: folder,
    env: { PATH: process.env.PATH, PORT: '0', DATA_DIR: folder, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [service.stdout, service.stderr])
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
  const ended = once(service, 'exit');
  try {
    let url: string | undefined;
    while (url === undefined || !(await fetch(`${url}readyz`)).ok) {
      if (service.exitCode !== null) throw new Error(`the service did not start: ${said}`);
      await setTimeout(EVERY);
      url = /ready: (http:\S+)/.exec(said)?.[1];
    }
    const ready = performance.now() - start;
    await setTimeout(SETTLES);
    return { ready, memory: await resident(service.pid) };
  } finally {
    service.kill();
    await ended;
    rmSync(folder, { recursive: true });
  }
}

/** What `npm start` hands to node. */
async function startArguments(): Promise<string[]> {
  const { scripts } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { scripts: { start: string } };
  return scripts.start
    .split(' ')
    .slice(1)
    .map((word) => (word.startsWith('dist/') ? join(ROOT, word) : word));
}

/** Resident memory of a process in MB. */
async function resident(pid: number | undefined): Promise<number> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)]);
  return Number(stdout.trim()) / 1024;
}
