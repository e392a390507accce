import { LOG_FAMILIES, type LogFamily, writerOf } from '../../../src/stream.ts';

/** Slots of the filter of open queue ids: 2^22, so that a hundred thousand open deferrals let hardly any success through. */
const SLOTS = 1 << 22;
/** Lines looked at in each block to notice mail systems that did not write before; in a block before any was noticed. */
const SAMPLES = 4;
const MANY = 400;
/** Strings this small live and die in V8's young generation, which costs next to nothing. */
const PIECE = 64 * 1024;
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
  #marks: Buffer[] = marksOf(LOG_FAMILIES);
  readonly #open = new Uint8Array(SLOTS);
  #opened = false;

  /**
   * @param block whole lines as bytes; the last may lack its line end
   * @returns the lines worth reading, in order, without line ends
   */
  lines(block: Buffer): string[] {
    this.#notice(block, this.#active.length === 0 ? MANY : SAMPLES);
    const found: string[] = [];
    let done = 0;
    for (const from of this.#starts(block)) {
      if (from < done) continue;
      if (this.#opened) this.#closers(block, done, from, found);
      const end = lineEnd(block, from);
      const line = block.toString('utf8', from, Math.min(end, from + LINE));
      found.push(line);
      this.#remember(line);
      done = end + 1;
    }
    if (this.#opened) this.#closers(block, done, block.length, found);
    return found;
  }

  /** Where lines begin that hold a mark, in order. */
  #starts(block: Buffer): number[] {
    const starts: number[] = [];
    for (const mark of this.#marks) {
      for (let at = block.indexOf(mark); at !== -1; at = block.indexOf(mark, lineEnd(block, at))) {
        starts.push(block.lastIndexOf(NEWLINE, at) + 1);
      }
    }
    return starts.sort((one, two) => one - two);
  }

  #notice(block: Buffer, samples: number): void {
    const before = this.#active.length;
    const step = Math.max(1, Math.floor(block.length / samples));
    for (let at = 0; at < block.length; at += step) {
      const from = at === 0 ? 0 : block.indexOf(NEWLINE, at) + 1;
      if (at > 0 && from === 0) break;
      const text = block.toString('utf8', from, Math.min(lineEnd(block, from), from + 4000));
      const writer = writerOf(text);
      if (writer !== undefined && !this.#active.includes(writer)) this.#active.push(writer);
    }
    if (this.#active.length > before) this.#marks = marksOf(this.#active);
  }

  #remember(line: string): void {
    for (const { closing } of this.#active) {
      if (closing === undefined || !line.includes(closing.opens)) continue;
      const key = hashAt(line, closing.keyAt(line, 0));
      if (key === 0) continue;
      this.#open[key & (SLOTS - 1)] = 1;
      this.#open[(key >>> 10) & (SLOTS - 1)] = 1;
      this.#opened = true;
    }
  }

  /** Lines of `[from, to)` that close something open. */
  #closers(block: Buffer, from: number, to: number, found: string[]): void {
    for (let start = from; start < to; ) {
      const cut = start + PIECE < to ? block.lastIndexOf(NEWLINE, start + PIECE) + 1 : to;
      const end = cut > start ? cut : Math.min(lineEnd(block, start) + 1, to);
      const text = block.toString('latin1', start, end);
      for (const family of this.#active) if (family.closing !== undefined) this.#closersOf(family.closing, text, found);
      start = end;
    }
  }

  #closersOf({ keyAt, closes }: NonNullable<LogFamily['closing']>, text: string, found: string[]): void {
    const open = this.#open;
    for (let start = 0; start < text.length; ) {
      const newline = text.indexOf('\n', start);
      const end = newline === -1 ? text.length : newline;
      const key = hashAt(text, keyAt(text, start));
      if (open[key & (SLOTS - 1)] === 1 && open[(key >>> 10) & (SLOTS - 1)] === 1) {
        const line = text.slice(start, end);
        // Made of bytes anew: a slice would keep the whole piece in memory.
        if (line.includes(closes)) found.push(Buffer.from(line, 'latin1').toString('utf8'));
      }
      start = end + 1;
    }
  }
}

function marksOf(families: readonly LogFamily[]): Buffer[] {
  return [...new Set(families.flatMap(({ marks }) => marks))].map((mark) => Buffer.from(mark));
}

function lineEnd(block: Buffer, from: number): number {
  const end = block.indexOf(NEWLINE, from);
  return end === -1 ? block.length : end;
}

/** A hash of the word at `from`, up to a blank or a colon, and 0 where there is none. */
function hashAt(text: string, from: number): number {
  if (from < 0) return 0;
  let hash = 0x811c9dc5;
  for (let at = from; at < from + 40; at += 1) {
    const code = text.charCodeAt(at);
    if (!(code > 32) || code === 58) break;
    hash = Math.imul(hash ^ code, 0x01000193);
  }
  return hash;
}
