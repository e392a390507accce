const NEWLINE = 10;
/** A line longer than this is cut: no log has such lines, and memory is bounded. */
const LINE = 1024 * 1024;

/** Blocks of whole lines out of chunks that end anywhere. */
export class Blocks {
  #rest: Buffer[] = [];
  #size = 0;

  /** @returns blocks that are valid until the chunk is overwritten */
  *take(chunk: Buffer): Generator<Buffer, void, undefined> {
    let from = 0;
    if (this.#size > 0) {
      const end = chunk.indexOf(NEWLINE) + 1;
      this.#keep(chunk.subarray(0, end === 0 ? chunk.length : end));
      if (end === 0 && this.#size < LINE) return;
      yield this.last();
      from = end === 0 ? chunk.length : end;
    }
    const end = chunk.lastIndexOf(NEWLINE) + 1;
    if (end > from) yield chunk.subarray(from, end);
    this.#keep(chunk.subarray(Math.max(from, end)));
  }

  /** The last line, where no line end closed it. */
  last(): Buffer {
    const line = Buffer.concat(this.#rest);
    this.#rest = [];
    this.#size = 0;
    return line;
  }

  #keep(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.#rest.push(Buffer.from(bytes));
    this.#size += bytes.length;
  }
}
