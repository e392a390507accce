import type { Readable } from 'node:stream';
import type { Engine } from '../../src/index.ts';
import type { Bucket, Group, Verdict } from '../../src/types.ts';

/** What a big file is judged with. */
export type StreamEngine = Pick<Engine, 'judge' | 'decode' | 'scope' | 'library'>;

/** What reading a big file needs from the command line. `streamFile` itself is in big.ts. */
export interface StreamOptions {
  /** Asked for once the input is open. */
  engine(): Promise<StreamEngine>;
  format: 'text' | 'json' | 'csv';
  /** What the input is called in messages and in `source`; the path where absent. */
  name?: string;
  /** Standard output. */
  out: NodeJS.WritableStream;
  /** Standard error; the progress bar is drawn there when it is a terminal (`isTTY`). */
  err: NodeJS.WritableStream & { isTTY?: boolean; columns?: number };
  /** Aborted by Ctrl-C: reading stops and what was found so far is printed. */
  signal?: AbortSignal;
  /** Colour the text summary. */
  colour?: boolean;
  /** Columns to wrap the text summary at. */
  width?: number;
}

export interface StreamResult {
  /** Anything was recognised: exit code 0 instead of 1. */
  recognised: boolean;
  /** Reading stopped before the end, on the signal. */
  interrupted: boolean;
}

/** Thrown for an input that can't be read (missing, a folder, a bad or bomb-like .gz); its message is a sentence for a person. */
export class Unreadable extends Error {}

/**
 * `input`: a path, or a stream such as `process.stdin`. Rejects with `Unreadable`; as text or JSON nothing was written to `out`
 * then, as CSV the rows found so far were.
 */
export type StreamFile = (input: string | Readable, options: StreamOptions) => Promise<StreamResult>;

/** How often something failed. */
export interface Tally {
  name: string;
  count: number;
}

/** Failures with the same cause at the same provider (or, where none is known, the same recipient domain). */
export interface Worst {
  cause: string;
  bucket: Bucket | null;
  place?: string;
  count: number;
  first?: string;
  last?: string;
  /** The first of them. */
  sample: Verdict;
}

/** Failures per stretch of time; all stretches are equally long and none is left out. */
export interface Trend {
  /** ISO 8601 in UTC; where the log names no year, one in which the days fall as they do in the log. */
  from: string;
  seconds: number;
  counts: number[];
}

/** `summary` of `--json`. */
export interface Summary {
  /** Bytes read, after unpacking. */
  bytes: number;
  /** Recipients that were refused, and those still waiting for another try. */
  failed: number;
  delayed: number;
  /** In the order of how serious they are, as in a decode. */
  causes: Group[];
  /** Most frequent first, at most 20; what is beyond is counted under `other`. */
  providers: Tally[];
  domains: Tally[];
  /** Earliest and latest time of a failure, as written or ISO 8601. */
  first?: string;
  last?: string;
  trend?: Trend;
  /** At most ten, worst first. */
  worst: Worst[];
  interrupted: boolean;
}
