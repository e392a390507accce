import type { Readable } from 'node:stream';
import type { Found } from '../../src/stream.ts';
import type { Reply } from '../../src/types.ts';
import { csvRow } from './big/csv.ts';
import { Progress } from './big/progress.ts';
import { Sifting } from './big/sifting.ts';
import { openSource } from './big/source.ts';
import { summaryReply } from './big/summary.ts';
import { type Outcome, Triage } from './big/triage.ts';
import { render } from './render.ts';
import { jsonLine } from './safe.ts';
import { type StreamEngine, type StreamFile, type StreamOptions, Unreadable } from './streaming.ts';

export { Unreadable };

/**
 * Reads a file or stream of any size in bounded memory and writes what it comes to: a summary, the same as JSON, or a CSV row for
 * each failure, without the head. Logs, NDJSON, tables, mailboxes and single mails, plain or gzipped.
 */
export const streamFile: StreamFile = async (input, options) => {
  const { signal, err, format, out } = options;
  const csv = format === 'csv' ? new Csv(out) : undefined;
  const { outcome, engine } = await sum(input, options.engine, { signal, err, csv });
  print(outcome, engine, input, options);
  return { recognised: outcome.kind !== 'none', interrupted: outcome.summary.interrupted };
};

/** Examples in a chat, where a message is one among many. */
const EXAMPLES = 5;

/** What summing up for a chat needs: `mask` hides in shown examples what is nobody's business there. */
export type SummaryOptions = StreamEngine & {
  mask(text: string): string;
};

/**
 * The summary of a big input as a reply, for a platform that renders it itself. Its `text` is the title alone.
 *
 * @throws Unreadable
 */
export async function summarise(input: Readable, { mask, ...engine }: SummaryOptions): Promise<Reply> {
  const { outcome } = await sum(input, () => Promise.resolve(engine), {});
  const worst = outcome.summary.worst.slice(0, EXAMPLES).map(({ sample, ...one }) => {
    const { recipient, words, steps } = sample;
    const shown = { words: mask(words), steps: steps.map(mask), ...(recipient && { recipient: mask(recipient) }) };
    return { ...one, sample: { ...sample, ...shown } };
  });
  return summaryReply({ ...outcome, summary: { ...outcome.summary, worst } }, engine.library);
}

interface Watchers {
  signal?: AbortSignal | undefined;
  /** Where the bar is drawn. */
  err?: StreamOptions['err'];
  csv?: Csv | undefined;
}

async function sum(
  input: string | Readable,
  open: StreamOptions['engine'],
  { signal, err, csv }: Watchers,
): Promise<{ outcome: Outcome; engine: StreamEngine }> {
  const stopped = (): boolean => signal?.aborted === true;
  const source = await openSource(input);
  // A row of a table names the sender; a summary has no use for it.
  const about = csv !== undefined;
  const sifting = Sifting.of(source, about);
  // Loaded only now: the thread needs as long to start.
  const { Reading } = await import('./big/reading.ts');
  const reading = await Reading.begin(source, { stopped, sifting, about });
  const progress = err && new Progress(err, source);
  try {
    // Opened only now: a big log is being read meanwhile.
    const engine = await open();
    const triage = new Triage(engine);
    for await (const found of reading.failures(engine.decode)) {
      await add(found, triage, csv);
      progress?.draw(triage.count, reading.consumed);
    }
    const outcome = triage.done(reading.bytes, stopped());
    return { outcome: { ...outcome, kind: outcome.kind === 'none' ? reading.other : outcome.kind }, engine };
  } finally {
    progress?.clear();
    await reading.end();
  }
}

async function add(found: readonly Found[], triage: Triage, csv: Csv | undefined): Promise<void> {
  for (const one of found) {
    const essence = triage.add(one);
    if (essence !== undefined) csv?.put(csvRow(one.failure, essence));
  }
  await csv?.flush();
}

/** Rows on their way out. */
class Csv {
  readonly #out: NodeJS.WritableStream;
  #rows = '';

  constructor(out: NodeJS.WritableStream) {
    this.#out = out;
  }

  put(row: string): void {
    this.#rows += row;
  }

  /** Waits where the reader of the output is slower. */
  async flush(): Promise<void> {
    if (this.#rows === '') return;
    const rows = this.#rows;
    this.#rows = '';
    if (!this.#out.write(rows)) await new Promise<void>((resolve) => this.#out.once('drain', () => resolve()));
  }
}

function print(outcome: Outcome, { library }: StreamEngine, input: unknown, options: StreamOptions): void {
  const { format, out, colour = false, width = 80 } = options;
  if (format === 'text') out.write(render(summaryReply(outcome, library), { colour, width }));
  if (format !== 'json') return;
  const { kind, summary, scope, samples } = outcome;
  const name = options.name ?? (typeof input === 'string' ? input : undefined);
  const groups = summary.causes;
  out.write(
    jsonLine({
      v: 1,
      ...(name === undefined ? {} : { source: name }),
      kind,
      bucket: groups[0]?.bucket ?? null,
      summary,
      failures: samples,
      groups,
      ...(scope === undefined ? {} : { scope }),
      cut: 0,
    }),
  );
}
