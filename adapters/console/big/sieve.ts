import { FAILURE, LOG_FAMILIES, type LogFamily, NOTHING, type Tell, writerOf } from '../../../src/families.ts';
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
  readonly #about: boolean;
  readonly #active: LogFamily[] = [];
  readonly #open = new OpenIds();
  #marks: Buffer[] = [];
  #tells: Tell[] = [];
  #closings: NonNullable<LogFamily['closing']>[] = [];

  /** @param about also the lines that tell who sent each message, and its id */
  constructor(about = false) {
    this.#about = about;
    this.#seek(LOG_FAMILIES);
  }

  /**
   * @param block whole lines as bytes; the last may lack its line end
   * @returns where lines worth reading begin and end, in order: from, to, from, to, … without line ends
   */
  lines(block: Buffer): number[] {
    this.#notice(block, this.#active.length === 0 ? MANY : SAMPLES);
    const starts: number[] = [];
    for (const mark of this.#marks)
      for (let at = block.indexOf(mark); at !== -1; at = block.indexOf(mark, lineEnd(block, at)))
        starts.push(this.#failure(block, at));
    for (const tell of this.#tells)
      for (let at = block.indexOf(tell.anchor); at !== -1; at = block.indexOf(tell.anchor, at + 1))
        this.#weigh(block, at, tell, starts);
    const lines: number[] = [];
    for (const from of new Set(starts.sort((one, two) => one - two)))
      lines.push(from, Math.min(lineEnd(block, from), from + LINE));
    return lines;
  }

  /** A method of its own, for V8 makes its best of what is called often, and not of what goes on for long. */
  #weigh(block: Buffer, at: number, tell: Tell, starts: number[]): void {
    const tells = tell.at(block, at);
    if (tells === FAILURE) starts.push(this.#failure(block, at));
    else if (tells !== NOTHING && this.#open.hasBefore(block, tells) && this.#closes(block, at))
      starts.push(lineStart(block, at));
  }

  /** @returns where the line begins; should it tell of a deferral, the lines behind it are searched for what closes that */
  #failure(block: Buffer, at: number): number {
    const from = lineStart(block, at);
    const line = block.toString('latin1', from, lineEnd(block, at));
    for (const { defers, id } of this.#closings) {
      const found = defers.test(line) ? id.exec(line) : null;
      if (found !== null) this.#open.addBefore(block, from + found.index + found[0].length);
    }
    return from;
  }

  #closes(block: Buffer, at: number): boolean {
    const line = block.toString('latin1', lineStart(block, at), lineEnd(block, at));
    return this.#closings.some(({ closes }) => line.includes(closes));
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
    const marks = families.flatMap((family) => [...family.marks, ...((this.#about && family.about) || [])]);
    this.#marks = [...new Set(marks)].map((mark) => Buffer.from(mark));
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
