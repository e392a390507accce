import { LOG_FAMILIES, type LogFamily, writerOf } from '../../../src/stream.ts';
import { OpenIds } from './open-ids.ts';

/** Lines looked at in each block to notice mail systems that did not write before; in a block before any was noticed. */
const SAMPLES = 1;
const MANY = 400;
/** Longer lines are no lines of a log. */
const LINE = 64 * 1024;
const NEWLINE = 10;

/**
 * Picks out of a big log the few lines that tell of failures, and the successes that close a deferral, without making text of the
 * others. Which mail systems write the log is noticed by samples of each block; while none was, lines that any of them
 * could have written are returned.
 */
export class Sieve {
  readonly #active: LogFamily[] = [];
  readonly #open = new OpenIds();
  #marks: Buffer[] = [];
  #tells: NonNullable<LogFamily['tell']>[] = [];
  #closings: NonNullable<LogFamily['closing']>[] = [];

  constructor() {
    this.#seek(LOG_FAMILIES);
  }

  /**
   * @param block whole lines as bytes; the last may lack its line end
   * @returns where lines worth reading begin and end, in order: from, to, from, to, … without line ends
   */
  lines(block: Buffer): number[] {
    this.#notice(block, this.#active.length === 0 ? MANY : SAMPLES);
    const found: number[] = [];
    let done = 0;
    const take = (from: number): void => {
      const end = lineEnd(block, from);
      found.push(from, Math.min(end, from + LINE));
      done = end + 1;
    };
    for (const from of this.#starts(block)) {
      if (from < done) continue;
      for (const closer of this.#closers(block, done, from)) take(closer);
      take(from);
      this.#remember(block.toString('latin1', from, done - 1));
    }
    for (const closer of this.#closers(block, done, block.length)) take(closer);
    return found;
  }

  /** Where lines begin that hold a mark, in order. */
  #starts(block: Buffer): number[] {
    const starts: number[] = [];
    for (const mark of this.#marks)
      for (let at = block.indexOf(mark); at !== -1; at = block.indexOf(mark, lineEnd(block, at)))
        starts.push(lineStart(block, at));
    for (const { anchor, at: tells } of this.#tells)
      for (let at = block.indexOf(anchor); at !== -1; at = block.indexOf(anchor, at + 1))
        if (tells(block, at)) starts.push(lineStart(block, at));
    return starts.sort((one, two) => one - two);
  }

  /** Where lines of `[from, to)` begin that close something open, in order. */
  #closers(block: Buffer, from: number, to: number): number[] {
    const starts: number[] = [];
    if (!this.#open.any) return starts;
    for (const { anchor, keyEnd, closes } of this.#closings)
      for (let at = block.indexOf(anchor, from); at !== -1 && at < to; at = block.indexOf(anchor, at + 1)) {
        const end = keyEnd(block, at);
        if (end === -1 || !this.#open.hasBefore(block, end)) continue;
        const start = lineStart(block, at);
        if (block.toString('latin1', start, lineEnd(block, at)).includes(closes)) starts.push(start);
      }
    return this.#closings.length > 1 ? [...new Set(starts)].sort((one, two) => one - two) : starts;
  }

  #remember(line: string): void {
    for (const { keyOf } of this.#closings) {
      const key = keyOf(line);
      if (key !== undefined) this.#open.add(key);
    }
  }

  #notice(block: Buffer, samples: number): void {
    const before = this.#active.length;
    const step = Math.max(1, Math.floor(block.length / samples));
    for (let at = 0; at < block.length; at += step) {
      const from = at === 0 ? 0 : block.indexOf(NEWLINE, at) + 1;
      if (at > 0 && from === 0) break;
      const writer = writerOf(block.toString('utf8', from, Math.min(lineEnd(block, from), from + 4000)));
      if (writer !== undefined && !this.#active.includes(writer)) this.#active.push(writer);
    }
    if (this.#active.length > before) this.#seek(this.#active);
  }

  #seek(families: readonly LogFamily[]): void {
    this.#marks = [...new Set(families.flatMap(({ marks }) => marks))].map((mark) => Buffer.from(mark));
    this.#tells = families.flatMap(({ tell = [] }) => tell);
    this.#closings = families.flatMap(({ closing = [] }) => closing);
  }
}

function lineStart(block: Buffer, at: number): number {
  return block.lastIndexOf(NEWLINE, at) + 1;
}

function lineEnd(block: Buffer, from: number): number {
  const end = block.indexOf(NEWLINE, from);
  return end === -1 ? block.length : end;
}
