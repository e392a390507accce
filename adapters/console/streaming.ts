import type { Readable } from 'node:stream';
import type { Decoded, Failure, Group, Scope, Verdict } from '../../src/types.ts';

/** What reading a big file needs from the command line. `streamFile` itself is in big.ts. */
export interface StreamOptions {
  /** Judges one failure; synchronous and pure. */
  judge(failure: Failure): Verdict;
  /** Decodes one whole mail or event (a message of an mbox); synchronous and pure. */
  decode(text: string): Decoded;
  /** How far a handful of verdicts reach. */
  scope(verdicts: readonly Verdict[]): Scope | undefined;
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
}

export interface StreamResult {
  /** Anything was recognised: exit code 0 instead of 1. */
  recognised: boolean;
  /** Reading stopped before the end, on the signal. */
  interrupted: boolean;
}

/** Thrown for an input that can't be read (missing, a folder, a bad or bomb-like .gz); its message is a sentence for a person. */
export class Unreadable extends Error {}

/** `input`: a path, or a stream such as `process.stdin`. Rejects with `Unreadable`; writes nothing to `out` then. */
export type StreamFile = (input: string | Readable, options: StreamOptions) => Promise<StreamResult>;

/** How often something failed, and when. */
export interface Tally {
  name: string;
  count: number;
}

/** `summary` of `--json`. */
export interface Summary {
  /** Bytes and lines read, after unpacking. */
  bytes: number;
  lines: number;
  failures: number;
  /** Deliveries that closed an earlier deferral are not failures; this many were. */
  delayed: number;
  /** Most frequent first, at most 20 each; what is beyond is counted under the name `other`. */
  causes: Group[];
  providers: Tally[];
  domains: Tally[];
  /** Earliest and latest time seen, as written or ISO 8601. */
  first?: string;
  last?: string;
  /** Failures per stretch of time, equally long, in order. */
  trend: { from: string; seconds: number; counts: number[] } | null;
  scope?: Scope;
  interrupted: boolean;
}
