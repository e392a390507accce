/** Bytes of a block. */
const SIZE = 256 * 1024;
const NEWLINE = 10;

/**
 * Cuts a stream of bytes into blocks of whole lines. Where a block ends depends on the bytes alone and not on how they came, so
 * that whatever is noticed block by block is the same for a file, a pipe and an archive.
 */
export class Blocks {
  readonly #buffer = Buffer.allocUnsafeSlow(SIZE);
  #filled = 0;
  /** Bytes of the block handed out last, which the next ones overwrite. */
  #spent = 0;

  /** Where the next bytes belong; never empty. Whoever puts some there says so by `added`. */
  room(): Buffer {
    if (this.#spent > 0) {
      this.#buffer.copyWithin(0, this.#spent, this.#filled);
      this.#filled -= this.#spent;
      this.#spent = 0;
    }
    return this.#buffer.subarray(this.#filled);
  }

  /** @returns a block, once there is one; valid until the next `room` */
  added(count: number): Buffer | undefined {
    this.#filled += count;
    if (this.#filled < SIZE) return undefined;
    // A line longer than a block is no line of a log; it is cut.
    this.#spent = this.#buffer.lastIndexOf(NEWLINE) + 1 || SIZE;
    return this.#buffer.subarray(0, this.#spent);
  }

  /** Blocks out of a chunk of any size. */
  *take(chunk: Buffer): Generator<Buffer, void, undefined> {
    for (let from = 0; from < chunk.length; ) {
      const count = chunk.copy(this.room(), 0, from);
      from += count;
      const block = this.added(count);
      if (block !== undefined) yield block;
    }
  }

  /** What is left at the end; its last line may lack its line end. */
  last(): Buffer {
    this.room();
    return this.#buffer.subarray(0, this.#filled);
  }
}
