import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../adapters/console/bounce.mjs', import.meta.url));

export interface Ran {
  code: number | null;
  out: string;
  error: string;
}

/** Runs the command line as a person would: its own process, text piped in. */
export function bounce(
  args: readonly string[],
  input: string | Buffer = '',
  env: Record<string, string> = {},
): Promise<Ran> {
  const child = start(args, env);
  child.stdin.end(input);
  return ended(child);
}

/** The same with an input that stays open: Ctrl-C is pressed a while after it was written. */
export async function interrupted(args: readonly string[], input: string): Promise<Ran> {
  const child = start(args, {});
  const ran = ended(child);
  child.stdin.write(input);
  // Too early, and there is nobody yet who could take the signal: then the process ends by it, without a code.
  setTimeout(() => child.kill('SIGINT'), 3_000).unref();
  return ran;
}

function start(args: readonly string[], env: Record<string, string>): ChildProcessWithoutNullStreams {
  const { PATH = '', HOME = '', TMPDIR = '/tmp' } = process.env;
  const child = spawn(process.execPath, [MAIN, ...args], { env: { PATH, HOME, TMPDIR, ...env } });
  // A command that never reads its input closes the pipe early; that is its right.
  child.stdin.on('error', () => undefined);
  return child;
}

function ended(child: ChildProcessWithoutNullStreams): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const out: Buffer[] = [];
    const error: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => error.push(chunk));
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({ code, out: Buffer.concat(out).toString('utf8'), error: Buffer.concat(error).toString('utf8') }),
    );
  });
}
