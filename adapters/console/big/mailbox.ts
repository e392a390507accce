/** A message begins with this line (RFC 4155). */
const FROM = Buffer.from('\nFrom ');

/** Mails out of an mbox, or one mail that is the whole input, chunk by chunk. */
export class Mailbox {
  readonly #several: boolean;
  readonly #most: number;
  #parts: Buffer[] = [];
  #size = 0;
  /** Last bytes of the chunk before: the mark may stand across two chunks. */
  #tail: Buffer = Buffer.alloc(0);
  /** A single mail was longer than may be held. */
  overfull = false;

  /** @param most bytes of one mail that are held; of an mbox, what goes beyond is left out */
  constructor(several: boolean, most: number) {
    this.#several = several;
    this.#most = most;
  }

  *take(chunk: Buffer): Generator<string, void, undefined> {
    if (!this.#several) return this.#keep(chunk);
    let bytes = Buffer.concat([this.#tail, chunk]);
    for (let at = bytes.indexOf(FROM); at !== -1; at = bytes.indexOf(FROM)) {
      this.#keep(bytes.subarray(0, at + 1));
      yield this.#text();
      bytes = bytes.subarray(at + 1);
    }
    const held = Math.min(bytes.length, FROM.length - 1);
    this.#keep(bytes.subarray(0, bytes.length - held));
    this.#tail = Buffer.from(bytes.subarray(bytes.length - held));
  }

  last(): string {
    this.#keep(this.#tail);
    this.#tail = Buffer.alloc(0);
    return this.#text();
  }

  #keep(bytes: Buffer): void {
    if (bytes.length === 0) return;
    if (this.#size + bytes.length > this.#most) {
      this.overfull = !this.#several;
      return;
    }
    // A copy: the chunk is overwritten by the next one.
    this.#parts.push(Buffer.from(bytes));
    this.#size += bytes.length;
  }

  #text(): string {
    const text = Buffer.concat(this.#parts).toString('utf8');
    this.#parts = [];
    this.#size = 0;
    return text;
  }
}
