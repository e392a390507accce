import { StringDecoder } from 'node:string_decoder';

/** A row longer than this is cut: a quote that is never closed must not collect the whole file. */
const ROW = 1024 * 1024;

/**
 * Rows of a table or of NDJSON out of chunks. A row ends at a line end outside quotes; a JSON value may stand on several lines, and
 * then ends where its brackets do.
 */
export class Rows {
  readonly #kind: 'table' | 'json';
  readonly #decoder = new StringDecoder('utf8');
  #rest = '';
  #quoted = false;
  #depth = 0;
  #escaped = false;

  constructor(kind: 'table' | 'json') {
    this.#kind = kind;
  }

  *take(chunk: Buffer): Generator<string, void, undefined> {
    const text = this.#decoder.write(chunk);
    let from = 0;
    for (let at = 0; at < text.length; at += 1) {
      const ends = this.#kind === 'table' ? this.#endsRow(text.charCodeAt(at)) : this.#endsValue(text.charCodeAt(at));
      const long = this.#rest.length + at - from > ROW;
      if (!ends && !long) continue;
      const row = this.#rest + text.slice(from, at + 1);
      this.#rest = '';
      from = at + 1;
      if (long) {
        this.#quoted = false;
        this.#depth = 0;
      }
      const bare = row.trim();
      if (bare !== '') yield bare;
    }
    this.#rest += text.slice(from);
  }

  last(): string {
    const last = this.#rest + this.#decoder.end();
    this.#rest = '';
    return last.trim();
  }

  #endsRow(code: number): boolean {
    if (code === 34) this.#quoted = !this.#quoted;
    return code === 10 && !this.#quoted;
  }

  /** The outermost list is opened up: each of its values is a row of its own. */
  #endsValue(code: number): boolean {
    if (this.#quoted) {
      if (this.#escaped) this.#escaped = false;
      else if (code === 92) this.#escaped = true;
      else if (code === 34 || code === 10) this.#quoted = false;
      return false;
    }
    if (code === 34) this.#quoted = true;
    else if (code === 123) this.#depth += 1;
    else if (code === 125) {
      this.#depth = Math.max(0, this.#depth - 1);
      return this.#depth === 0;
    }
    return code === 10 && this.#depth === 0;
  }
}
