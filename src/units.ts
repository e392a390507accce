/**
 * Code units of a text, taken out all at once: a loop over them costs two thirds of one that asks the text for each.
 */
export class Units {
  /** What was taken last; more may stand behind it. */
  taken: Uint16Array;
  #bytes: Buffer;

  constructor(size: number) {
    this.#bytes = Buffer.alloc(size * 2);
    this.taken = unitsOf(this.#bytes);
  }

  /**
   * Takes `[from, to)` of the text, or as much of it as there is room for.
   *
   * @returns how many units these are
   */
  take(text: string, from = 0, to = text.length): number {
    const count = Math.min(to - from, this.taken.length);
    this.#bytes.write(count === text.length ? text : text.slice(from, from + count), 'utf16le');
    if (SWAPPED) this.#bytes.swap16();
    return count;
  }

  /** Makes room for at least so many units. */
  grow(size: number): void {
    if (size <= this.taken.length) return;
    this.#bytes = Buffer.alloc(size * 4);
    this.taken = unitsOf(this.#bytes);
  }
}

const unitsOf = (bytes: Buffer): Uint16Array => new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2);

/** The processor keeps the higher half of a unit first. */
const SWAPPED = new Uint8Array(new Uint16Array([1]).buffer)[0] === 0;

const { charCodeAt } = String.prototype;

/**
 * The code unit at a place of a text, for loops over all of them. Texts are kept in many ways (whole, as a part of another, in one byte a
 * unit or two), and a method looked up on each of them costs several times what reading the unit does.
 *
 * @param at has to be inside the text: one look beyond its end makes all later ones slow
 */
export const unitAt = (text: string, at: number): number => charCodeAt.call(text, at);
