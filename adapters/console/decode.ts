import { Readable } from 'node:stream';
import type { Engine } from '../../src/index.ts';
import type { Decoded } from '../../src/types.ts';
import { WHOLE_MAIL } from '../bytes/formats.ts';
import { CSV_HEAD } from './big/csv.ts';
import type { Command } from './commands.ts';
import { inputLines, readFile, readInput } from './input.ts';
import { readOptions } from './options.ts';
import { jsonLine, safe } from './safe.ts';
import { Unreadable } from './streaming.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage.ts';

const OPTIONS = {
  json: { type: 'boolean' },
  jsonl: { type: 'boolean' },
  csv: { type: 'boolean' },
  why: { type: 'boolean' },
  suggest: { type: 'boolean' },
  relay: { type: 'string' },
} as const;

/** What is asked of each input. */
export interface Job {
  /** Loads the engine the first time it is asked for. */
  engine(): Promise<Engine>;
  terminal: Terminal;
  format: 'text' | 'json' | 'csv' | 'rule';
  why: boolean;
}

/** What became of one input. */
type Fate = 'recognised' | 'nothing' | 'unreadable';

/** `bounce decode`, as the usage text says. */
export const decodeCommand: Command = async (args, terminal) => {
  const { values, rest } = readOptions(args, OPTIONS);
  if (values.jsonl && (values.json || values.csv || values.why || values.suggest || rest.length > 0)) {
    throw new UsageError('--jsonl reads standard input and goes with --relay only.');
  }
  const formats = [values.json, values.csv, values.suggest].filter(Boolean);
  if (formats.length > 1) throw new UsageError('Choose one of --json, --csv and --suggest.');
  const relay = values.relay ?? (terminal.env.SENDING_SERVICE || undefined);
  let engine: Promise<Engine> | undefined;
  const format = values.csv ? 'csv' : values.json ? 'json' : values.suggest ? 'rule' : 'text';
  const job: Job = {
    engine: () => {
      engine ??= import('../../src/index.ts').then(({ openEngine }) =>
        openEngine(relay === undefined ? {} : { relay }),
      );
      return engine;
    },
    terminal,
    format,
    why: values.why === true,
  };
  if (values.jsonl) return exitCode(await decodeLines(job));
  if (format === 'csv') await terminal.out(CSV_HEAD);
  if (rest.length === 0) return exitCode([await decodeInput(job, undefined)]);
  const fates: Fate[] = [];
  for (const [index, source] of rest.entries()) {
    if (format === 'text' && rest.length > 1)
      await terminal.out(`${index > 0 ? '\n' : ''}${safe(`== ${source} ==`)}\n\n`);
    fates.push(await decodeFile(job, source));
  }
  return exitCode(fates);
};

function exitCode(fates: readonly Fate[]): number {
  if (fates.includes('unreadable')) return 2;
  return fates.includes('recognised') ? 0 : 1;
}

const fateOf = ({ kind }: Decoded): Fate => (kind === 'none' ? 'nothing' : 'recognised');

async function decodeFile(job: Job, source: string): Promise<Fate> {
  if (source === '-') return decodeInput(job, source);
  try {
    const bytes = await readFile(source, WHOLE_MAIL);
    const whole = bytes && (await decodeWhole(job, bytes, source));
    return whole ?? (await interruptible((stop) => stream(job, source, source, stop)));
  } catch (error) {
    return refuse(job, error, source);
  }
}

async function decodeInput(job: Job, source: string | undefined): Promise<Fate> {
  const { terminal } = job;
  try {
    // Whoever is asked to paste, and changes their mind, wants to leave.
    if (terminal.typed) {
      await terminal.error('Paste the bounce, then press Ctrl-D (Windows: Ctrl-Z and Enter).\n');
      return await decodeAll(job, source, undefined);
    }
    return await interruptible((stop) => decodeAll(job, source, stop));
  } catch (error) {
    return refuse(job, error, source);
  }
}

async function decodeAll(job: Job, source: string | undefined, stop: AbortSignal | undefined): Promise<Fate> {
  const input = await readInput(job.terminal, WHOLE_MAIL, stop);
  if ('stream' in input) return stream(job, Readable.from(input.stream, { objectMode: false }), source, stop);
  const whole = await decodeWhole(job, input.bytes, source);
  return whole ?? stream(job, Readable.from([input.bytes], { objectMode: false }), source, stop);
}

/** @returns undefined when it is not one paste */
async function decodeWhole(job: Job, bytes: Buffer, source: string | undefined): Promise<Fate | undefined> {
  // Loaded only when needed: a big log has to be begun with first.
  const { decodePaste } = await import('./paste.ts');
  const decoded = await decodePaste(job, bytes, source);
  return decoded && fateOf(decoded);
}

/** Ctrl-C ends the reading, not the program: what was read is still told. */
async function interruptible<Result>(work: (stop: AbortSignal) => Promise<Result>): Promise<Result> {
  const stop = new AbortController();
  const interrupt = (): void => stop.abort();
  process.once('SIGINT', interrupt);
  try {
    return await work(stop.signal);
  } finally {
    process.removeListener('SIGINT', interrupt);
  }
}

/** A big file or a long pipe: read in bounded memory. */
async function stream(
  { engine, terminal, format }: Job,
  input: string | Readable,
  source: string | undefined,
  signal: AbortSignal | undefined,
): Promise<Fate> {
  // Loaded only when needed: most inputs are one paste.
  const { streamFile } = await import('./big.ts');
  const { recognised } = await streamFile(input, {
    engine,
    // A long log is summed up; a rule is made for one reply.
    format: format === 'rule' ? 'text' : format,
    ...(source !== undefined && { name: source }),
    out: process.stdout,
    err: process.stderr,
    ...(signal && { signal }),
    colour: terminal.colour,
    width: terminal.width,
  });
  return recognised ? 'recognised' : 'nothing';
}

/** An input that can't be read gets its own line; the others still print. */
async function refuse({ terminal, format }: Job, error: unknown, source: string | undefined): Promise<Fate> {
  if (!(error instanceof Unreadable)) throw error;
  if (format === 'json')
    await terminal.out(jsonLine({ v: 1, ...(source !== undefined && { source }), error: error.message }));
  else await terminal.error(safe(`${source ?? 'standard input'}: ${error.message}\n`));
  return 'unreadable';
}

/** Lines `{"id","text"}` in, one line each out, in the same order. */
async function decodeLines({ engine, terminal }: Job): Promise<Fate[]> {
  const { decode } = await engine();
  const fates = new Set<Fate>();
  for await (const line of inputLines(terminal)) {
    const asked = readLine(line);
    if ('error' in asked) {
      await terminal.out(jsonLine(asked));
      fates.add('unreadable');
      continue;
    }
    const { v, ...rest } = decode(asked.text);
    await terminal.out(jsonLine({ v, ...('id' in asked && { id: asked.id }), ...rest }));
    fates.add(fateOf({ v, ...rest }));
  }
  return [...fates];
}

type Asked = { id?: string | number; text: string } | { id?: string | number; error: string };

function readLine(line: string): Asked {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    // The parser's own message quotes the line, and with it the paste.
    return { error: 'This line is not JSON.' };
  }
  if (typeof value !== 'object' || value === null) return { error: 'This line is not a JSON object.' };
  const { id, text } = value as { id?: unknown; text?: unknown };
  const named = typeof id === 'string' || typeof id === 'number' ? { id } : {};
  return typeof text === 'string' ? { ...named, text } : { ...named, error: 'This line has no "text".' };
}
