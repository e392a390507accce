import { execFile, spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { mailLog } from '../support/maillog.ts';
import { count, type Section } from './section.ts';

const MAIN = fileURLToPath(new URL('../../adapters/console/bounce.mjs', import.meta.url));
const RUNS = 5;

/**
 * A made-up Postfix log with one failure in a hundred lines: how long `bounce decode` takes, start of the program included, against
 * `wc -l` on the same file in the same run, and how much memory it takes at its highest. BENCH_LOG_MB sets the size of the log.
 */
export const stream: Section = {
  name: 'big log',
  async run({ print }) {
    const size = Number(process.env.BENCH_LOG_MB ?? 1000) * 1e6;
    const folder = mkdtempSync(join(tmpdir(), 'bounce-bench-'));
    try {
      const path = join(folder, 'mail.log');
      const lines = write(path, size);
      let wc = Number.POSITIVE_INFINITY;
      let decode = Number.POSITIVE_INFINITY;
      let peak = 0;
      let failures = 0;
      // Taken in turn, the best of each: another process on the machine slows one of them, not always the same.
      for (let turn = 0; turn < RUNS; turn += 1) {
        wc = Math.min(wc, await counted(path));
        const one = await decoded(path);
        decode = Math.min(decode, one.ms);
        peak = Math.max(peak, one.peak);
        failures = one.failures;
      }
      print(`${count(statSync(path).size / 1e6)} MB, ${count(lines)} lines, ${count(failures)} failures`);
      print(
        `wc -l: ${wc.toFixed(0)} ms; bounce decode: ${decode.toFixed(0)} ms, ${(decode / wc).toFixed(1)} × as long`,
      );
      print(`peak memory: ${(peak / 1024).toFixed(0)} MB`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

function write(path: string, size: number): number {
  const file = openSync(path, 'w');
  let written = 0;
  let lines = 0;
  try {
    for (const { text, lines: more } of mailLog()) {
      written += writeSync(file, text);
      lines += more;
      if (written >= size) return lines;
    }
    return lines;
  } finally {
    closeSync(file);
  }
}

async function counted(path: string): Promise<number> {
  const start = performance.now();
  await promisify(execFile)('wc', ['-l', path]);
  return performance.now() - start;
}

/** What the npm script `bounce` runs; peak memory in KB as the program itself saw it at its end. */
async function decoded(path: string): Promise<{ ms: number; peak: number; failures: number }> {
  const report = "process.on('exit', () => process.stderr.write('peak ' + process.resourceUsage().maxRSS))";
  const start = performance.now();
  const child = spawn(process.execPath, [
    '--import',
    `data:text/javascript,${encodeURIComponent(report)}`,
    MAIN,
    'decode',
    '--json',
    path,
  ]);
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  const ms = performance.now() - start;
  if (code !== 0) throw new Error(`bounce decode ended with ${code}: ${err}`);
  const { summary } = JSON.parse(out) as { summary: { failed: number; delayed: number } };
  return { ms, peak: Number(/peak (\d+)/.exec(err)?.[1] ?? Number.NaN), failures: summary.failed + summary.delayed };
}
