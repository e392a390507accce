import { type Readable, Writable } from 'node:stream';
import { STREAM } from '../../src/reply/words.ts';
import {
  createJsonReader,
  createLogReader,
  createTableReader,
  kindOfStream,
  type StreamReader,
} from '../../src/stream.ts';
import type { Failure, Kind, Reply } from '../../src/types.ts';
import { Blocks } from './big/blocks.ts';
import { CSV_HEAD, csvRow } from './big/csv.ts';
import { Mailbox } from './big/mailbox.ts';
import { Progress } from './big/progress.ts';
import { Rows } from './big/rows.ts';
import { Sieve } from './big/sieve.ts';
import { openSource, type Source } from './big/source.ts';
import { summaryReply } from './big/summary.ts';
import { Triage } from './big/triage.ts';
import { render } from './render.ts';
import { jsonLine } from './safe.ts';
import { type StreamFile, type StreamOptions, Unreadable } from './streaming.ts';

export { Unreadable };

/** What is looked at to tell a log from a table from a mailbox. */
const HEAD = 64 * 1024;
/** More than any mail that is a bounce. */
const MAIL = 64 * 1024 * 1024;

/**
 * Reads a file or stream of any size in bounded memory and writes what it comes to: a summary, the same as JSON, or a CSV row for
 * each failure. Logs, NDJSON, tables, mailboxes and single mails, plain or gzipped.
 */
export const streamFile: StreamFile = async (input, options) => {
  const source = await openSource(input);
  const run = new Run(options, source);
  try {
    await run.read();
  } finally {
    run.progress.clear();
    await source.chunks.return();
  }
  const outcome = run.triage.done(run.bytes, run.interrupted);
  if (options.format === 'text') {
    options.out.write(
      render(summaryReply(outcome, options.library), { colour: options.colour === true, width: options.width ?? 80 }),
    );
  } else if (options.format === 'json') {
    const { kind, summary, scope, samples } = outcome;
    const name = options.name ?? (typeof input === 'string' ? input : undefined);
    const groups = summary.causes;
    options.out.write(
      jsonLine({
        v: 1,
        ...(name === undefined ? {} : { source: name }),
        kind: run.kind(kind),
        bucket: groups[0]?.bucket ?? null,
        summary,
        failures: samples,
        groups,
        ...(scope === undefined ? {} : { scope }),
        cut: 0,
      }),
    );
  }
  return { recognised: run.kind(outcome.kind) !== 'none', interrupted: run.interrupted };
};

/** What summing up for a chat needs: `mask` hides in shown examples what is nobody's business there. */
export type SummaryOptions = Pick<StreamOptions, 'judge' | 'decode' | 'scope' | 'library'> & {
  mask(text: string): string;
};

/**
 * The summary of a big input as a reply, for a platform that renders it itself. Its `text` is the title alone.
 *
 * @throws Unreadable
 */
export async function summarise(input: Readable, { mask, ...options }: SummaryOptions): Promise<Reply> {
  const nowhere = (): Writable => new Writable({ write: (_, __, done) => done() });
  const source = await openSource(input);
  const run = new Run({ ...options, format: 'text', out: nowhere(), err: nowhere() }, source);
  try {
    await run.read();
  } finally {
    await source.chunks.return();
  }
  const outcome = run.triage.done(run.bytes, run.interrupted);
  const worst = outcome.summary.worst.map(({ sample, ...one }) => {
    const { recipient, words, steps } = sample;
    const shown = { words: mask(words), steps: steps.map(mask), ...(recipient && { recipient: mask(recipient) }) };
    return { ...one, sample: { ...sample, ...shown } };
  });
  return summaryReply({ ...outcome, summary: { ...outcome.summary, worst } }, options.library);
}

class Run {
  readonly triage: Triage;
  readonly progress: Progress;
  readonly #options: StreamOptions;
  readonly #source: Source;
  bytes = 0;
  interrupted = false;
  /** What a mailbox without failures was. */
  #other: Kind = 'none';
  #rows: string[] = [];

  constructor(options: StreamOptions, source: Source) {
    this.#options = options;
    this.#source = source;
    this.triage = new Triage(options);
    this.progress = new Progress(options.err, source);
  }

  kind(counted: Kind): Kind {
    return counted === 'none' ? this.#other : counted;
  }

  async read(): Promise<void> {
    if (this.#options.format === 'csv') this.#options.out.write(CSV_HEAD);
    const first = await this.#head();
    const text = first.toString('utf8', 0, HEAD);
    const kind = kindOfStream(text);
    if (kind === 'log') await this.#log(first);
    else if (kind === 'mbox' || kind === 'mail') await this.#mails(first, kind === 'mbox');
    else if (kind === 'json') await this.#rowsOf(first, new Rows('json'), createJsonReader());
    else await this.#table(first, text);
    await this.#flush();
  }

  /** The first bytes: enough to tell what the input is. */
  async #head(): Promise<Buffer> {
    const parts: Buffer[] = [];
    for (let size = 0; size < HEAD; ) {
      const { done, value } = await this.#source.chunks.next();
      if (done === true) break;
      parts.push(Buffer.from(value));
      size += value.length;
    }
    return Buffer.concat(parts);
  }

  /** All chunks, the head again first; ends early when asked to. */
  async *#chunks(first: Buffer): AsyncGenerator<Buffer, void, undefined> {
    this.bytes = first.length;
    yield first;
    for (;;) {
      if (this.#stopped()) return;
      const { done, value } = await this.#source.chunks.next();
      if (done === true) return;
      this.bytes += value.length;
      yield value;
      await this.#flush();
      this.progress.draw(this.triage.count);
    }
  }

  #stopped(): boolean {
    if (this.#options.signal?.aborted === true) this.interrupted = true;
    return this.interrupted;
  }

  async #log(first: Buffer): Promise<void> {
    const reader = createLogReader();
    const sieve = new Sieve();
    const blocks = new Blocks();
    const sift = (block: Buffer): void => {
      for (const line of sieve.lines(block)) this.#take(reader.line(line));
    };
    for await (const chunk of this.#chunks(first)) for (const block of blocks.take(chunk)) sift(block);
    sift(blocks.last());
    this.#take(reader.end());
  }

  async #table(first: Buffer, head: string): Promise<void> {
    const table = createTableReader(head);
    if (table === undefined) return;
    const skip = Buffer.byteLength(head.slice(0, table.skip));
    this.bytes = skip;
    await this.#rowsOf(first.subarray(skip), new Rows('table'), table.reader);
  }

  async #rowsOf(first: Buffer, rows: Rows, reader: StreamReader): Promise<void> {
    for await (const chunk of this.#chunks(first)) for (const row of rows.take(chunk)) this.#take(reader.line(row));
    const last = rows.last();
    if (last !== '') this.#take(reader.line(last));
    this.#take(reader.end());
  }

  async #mails(first: Buffer, several: boolean): Promise<void> {
    const box = new Mailbox(several, MAIL);
    const decode = (mail: string): void => {
      const { failures, kind } = this.#options.decode(mail);
      this.#take(failures);
      if (this.#other === 'none') this.#other = kind;
    };
    for await (const chunk of this.#chunks(first)) for (const mail of box.take(chunk)) decode(mail);
    if (box.overfull) throw new Unreadable(STREAM.tooLong);
    const last = box.last();
    if (last.trim() !== '') decode(last);
  }

  #take(failures: readonly Failure[]): void {
    for (const failure of failures) {
      const essence = this.triage.add(failure);
      if (essence !== undefined && this.#options.format === 'csv') this.#rows.push(csvRow(failure, essence));
    }
  }

  /** Writes the rows found so far; waits where the reader of the output is slower. */
  async #flush(): Promise<void> {
    if (this.#rows.length === 0) return;
    const text = this.#rows.join('');
    this.#rows = [];
    const { out } = this.#options;
    if (!out.write(text)) await new Promise<void>((resolve) => out.once('drain', () => resolve()));
  }
}
