/** Bits of the filter: few enough to stay in the processor's cache. */
const BITS = 1 << 20;
/** Ids in one generation; with two of them in the filter, one id in twenty that was never put there is taken for one that was. */
const GENERATION = 50_000;

/**
 * Remembers queue ids with an open deferral, in bounded memory: never forgets one of the last fifty thousand, and now and then takes
 * another one for open (a Bloom filter of two generations).
 */
export class OpenIds {
  /** Both generations. */
  #all = new Uint32Array(BITS >> 5);
  #young = new Uint32Array(BITS >> 5);
  #count = 0;

  /** @param end offset behind the id in `bytes` */
  addBefore(bytes: Uint8Array, end: number): void {
    const hash = hashBefore(bytes, end);
    if (has(this.#young, hash)) return;
    if (this.#count === GENERATION) {
      this.#all = this.#young;
      this.#young = this.#young.slice().fill(0);
      this.#count = 0;
    }
    this.#count += 1;
    put(this.#all, hash);
    put(this.#young, hash);
  }

  /** @param end offset behind the id in `bytes` */
  hasBefore(bytes: Uint8Array, end: number): boolean {
    return has(this.#all, hashBefore(bytes, end));
  }
}

const first = (hash: number): number => hash & (BITS - 1);
const second = (hash: number): number => hash >>> 12;

function put(filter: Uint32Array, hash: number): void {
  for (const bit of [first(hash), second(hash)]) filter[bit >> 5] = (filter[bit >> 5] ?? 0) | (1 << (bit & 31));
}

function has(filter: Uint32Array, hash: number): boolean {
  const one = first(hash);
  const two = second(hash);
  return (((filter[one >> 5] ?? 0) >>> (one & 31)) & ((filter[two >> 5] ?? 0) >>> (two & 31)) & 1) === 1;
}

/** A hash of the word that ends before `end` and begins behind a blank or an equals sign (FNV-1a, last letter first). */
function hashBefore(bytes: Uint8Array, end: number): number {
  let hash = 0x811c9dc5;
  for (let at = end - 1; at >= end - 40; at -= 1) {
    const code = bytes[at] ?? 0;
    if (code <= 32 || code === 61) break;
    hash = Math.imul(hash ^ code, 0x01000193);
  }
  return hash;
}
