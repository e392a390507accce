/**
 * Whole lines out of chunks, as "binary" text: one character a byte. Pieces are small enough for V8's young generation, which makes
 * them nearly free, where longer strings would each be allocated for themselves.
 */
const PIECE = 64 * 1024;
/** A line longer than this is cut: no log has such lines, and memory is bounded. */
const LINE = 1024 * 1024;

export class Lines {
  #rest = '';

  /** @returns pieces, each of whole lines */
  *pieces(chunk: Buffer): Generator<string, void, undefined> {
    let from = 0;
    while (from < chunk.length) {
      const upTo = Math.min(chunk.length, from + PIECE);
      let end = chunk.lastIndexOf(10, upTo - 1) + 1;
      if (end <= from) end = chunk.indexOf(10, upTo) + 1;
      if (end <= from) {
        this.#rest += chunk.latin1Slice(from, chunk.length);
        if (this.#rest.length > LINE) {
          yield this.#rest;
          this.#rest = '';
        }
        return;
      }
      const piece = chunk.latin1Slice(from, end);
      if (this.#rest === '') yield piece;
      else {
        const first = piece.indexOf('\n') + 1;
        yield this.#rest + piece.slice(0, first);
        this.#rest = '';
        if (first < piece.length) yield piece.slice(first);
      }
      from = end;
    }
  }

  /** The last line, where no line end closed it. */
  last(): string {
    const last = this.#rest;
    this.#rest = '';
    return last;
  }
}

/** UTF-8 text of a line of binary text, a string of its own: a slice would keep the whole piece in memory. */
export function unbinary(line: string): string {
  const text = Buffer.from(line, 'latin1').toString('utf8');
  return text.endsWith('\r') ? text.slice(0, -1) : text;
}
