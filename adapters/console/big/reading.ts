import {
  createJsonReader,
  createLogReader,
  createTableReader,
  type Found,
  kindOfStream,
  type StreamKind,
  type StreamReader,
} from '../../../src/stream.ts';
import type { Decoded, Kind } from '../../../src/types.ts';
import { Unreadable } from '../streaming.ts';
import { Blocks } from './blocks.ts';
import { Mailbox } from './mailbox.ts';
import { Rows } from './rows.ts';
import { Sieve } from './sieve.ts';
import type { Sifting } from './sifting.ts';
import type { Source } from './source.ts';
import { STREAM } from './words.ts';

/** What is looked at to tell a log from a table from a mailbox. */
const HEAD = 64 * 1024;
/** More than any mail that is a bounce. */
const MAIL = 64 * 1024 * 1024;
const FEW = 32;

export interface Manner {
  /** Asked between pieces; true ends reading as if the input ended. */
  stopped(): boolean;
  /** The thread, which begins where the input is a log. */
  sifting?: Sifting | undefined;
  /** Who sent each message is wanted as well, and its id. */
  about?: boolean;
}

/** Reads a big input once, from its beginning, and finds its failures. */
export class Reading {
  readonly #source: Source;
  readonly #stopped: () => boolean;
  readonly #head: Buffer;
  readonly #text: string;
  readonly #kind: StreamKind;
  readonly #sifting: Sifting | undefined;
  readonly #about: boolean;
  /** Bytes read so far, unpacked. */
  bytes = 0;
  /** What a mailbox without failures was. */
  other: Kind = 'none';

  private constructor(source: Source, { stopped, sifting, about = false }: Manner, head: Buffer) {
    this.#source = source;
    this.#about = about;
    this.#stopped = stopped;
    this.#head = head;
    this.#text = head.toString('utf8', 0, HEAD);
    this.#kind = kindOfStream(this.#text);
    this.#sifting = this.#kind === 'log' ? sifting : undefined;
    if (this.#kind === 'log') sifting?.begin();
    else void sifting?.stop();
  }

  /**
   * Reads enough to know what the input is; a big log is read on meanwhile by a thread of its own.
   */
  static async begin(source: Source, manner: Manner): Promise<Reading> {
    const parts: Buffer[] = [];
    for (let size = 0; size < HEAD; ) {
      const { done, value } = await source.chunks.next();
      if (done === true) break;
      parts.push(Buffer.from(value));
      size += value.length;
    }
    return new Reading(source, manner, Buffer.concat(parts));
  }

  /** Bytes of the file so far, as packed as it is. */
  get consumed(): number {
    return this.#sifting === undefined ? this.#source.consumed() : this.bytes;
  }

  /**
   * Failures in the order in which they became final, piece by piece.
   * @param decode for the mails of a mailbox
   */
  failures(decode: (mail: string) => Decoded): AsyncGenerator<readonly Found[], void, undefined> {
    if (this.#sifting !== undefined) return this.#sifted(this.#sifting);
    if (this.#kind === 'log') return this.#log();
    if (this.#kind === 'mbox' || this.#kind === 'mail') return this.#mails(decode, this.#kind === 'mbox');
    if (this.#kind === 'json') return this.#rows(this.#head, new Rows('json'), createJsonReader());
    return this.#table();
  }

  async end(): Promise<void> {
    await this.#sifting?.stop();
    await this.#source.chunks.return();
  }

  /** All chunks, the head again first. */
  async *#chunks(first: Buffer): AsyncGenerator<Buffer, void, undefined> {
    this.bytes += first.length;
    yield first;
    while (!this.#stopped()) {
      const { done, value } = await this.#source.chunks.next();
      if (done === true) return;
      this.bytes += value.length;
      yield value;
    }
  }

  async *#sifted(sifting: Sifting): AsyncGenerator<readonly Found[], void, undefined> {
    const reader = createLogReader();
    for await (const { bytes, spans, consumed } of sifting.batches()) {
      yield* read(Buffer.from(bytes.buffer), spans, reader);
      this.bytes = consumed;
      if (this.#stopped()) break;
    }
    yield* fewAtATime(reader.end());
  }

  async *#log(): AsyncGenerator<readonly Found[], void, undefined> {
    const reader = createLogReader();
    const sieve = new Sieve(this.#about);
    const blocks = new Blocks();
    for await (const chunk of this.#chunks(this.#head))
      for (const block of blocks.take(chunk)) yield* read(block, sieve.lines(block), reader);
    const last = blocks.last();
    yield* read(last, sieve.lines(last), reader);
    yield* fewAtATime(reader.end());
  }

  #table(): AsyncGenerator<readonly Found[], void, undefined> {
    const table = createTableReader(this.#text);
    if (table === undefined) throw new Error('a table was recognised and could not be read');
    const skip = Buffer.byteLength(this.#text.slice(0, table.skip));
    this.bytes = skip;
    return this.#rows(this.#head.subarray(skip), new Rows('table'), table.reader);
  }

  async *#rows(first: Buffer, rows: Rows, reader: StreamReader): AsyncGenerator<readonly Found[], void, undefined> {
    for await (const chunk of this.#chunks(first)) {
      const found: Found[] = [];
      for (const row of rows.take(chunk)) found.push(...reader.line(row));
      yield found;
    }
    const last = rows.last();
    if (last !== '') yield reader.line(last);
    yield* fewAtATime(reader.end());
  }

  async *#mails(
    decode: (mail: string) => Decoded,
    several: boolean,
  ): AsyncGenerator<readonly Found[], void, undefined> {
    const box = new Mailbox(several, MAIL);
    const read = (mail: string): readonly Found[] => {
      const { failures, kind } = decode(mail);
      if (this.other === 'none') this.other = kind;
      return failures.map((failure) => ({ failure }));
    };
    for await (const chunk of this.#chunks(this.#head)) for (const mail of box.take(chunk)) yield read(mail);
    if (box.overfull) throw new Unreadable(STREAM.tooLong);
    const last = box.last();
    if (last.trim() !== '') yield read(last);
  }
}

/** What the lines at `spans` (from, to, from, to, …) tell. */
function read(
  bytes: Buffer,
  spans: readonly number[],
  reader: StreamReader,
): Generator<readonly Found[], void, undefined> {
  function* all(): Generator<Found, void, undefined> {
    for (let index = 0; index < spans.length; index += 2)
      for (const found of reader.line(bytes.toString('utf8', spans[index], spans[index + 1]))) yield found;
  }
  return fewAtATime(all());
}

/** What is held for longer than a moment costs V8 more to clear away, and handing over one by one takes time. */
function* fewAtATime(all: Iterable<Found>): Generator<readonly Found[], void, undefined> {
  let few: Found[] = [];
  for (const found of all) {
    few.push(found);
    if (few.length < FEW) continue;
    yield few;
    few = [];
  }
  yield few;
}
