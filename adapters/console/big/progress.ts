import type { StreamOptions } from '../streaming.ts';
import type { Source } from './source.ts';
import { STREAM } from './words.ts';

const BAR = 24;
/** Milliseconds between two pictures. */
const EVERY = 100;

/** How far reading is, drawn over itself on a terminal; silent anywhere else. */
export class Progress {
  readonly #err: StreamOptions['err'];
  readonly #source: Source;
  readonly #started = performance.now();
  #drawn = 0;
  #shown = false;

  constructor(err: StreamOptions['err'], source: Source) {
    this.#err = err;
    this.#source = source;
  }

  /** @param bytes of the file so far, as packed as it is */
  draw(failures: number, bytes = this.#source.consumed()): void {
    const now = performance.now();
    if (this.#err.isTTY !== true || now - this.#drawn < EVERY) return;
    this.#drawn = now;
    const { size } = this.#source;
    const share = size === undefined || size === 0 ? undefined : Math.min(1, bytes / size);
    const rate = bytes / 1e6 / Math.max(0.001, (now - this.#started) / 1000);
    const filled = Math.round((share ?? 0) * BAR);
    const bar = share === undefined ? '' : `[${'█'.repeat(filled)}${'░'.repeat(BAR - filled)}] `;
    const line = `${bar}${STREAM.progress(share, bytes, rate, failures)}`.slice(
      0,
      Math.max(20, (this.#err.columns ?? 80) - 1),
    );
    this.#err.write(`\r${line}\u001b[K`);
    this.#shown = true;
  }

  /** Takes the bar away. */
  clear(): void {
    if (this.#shown) this.#err.write('\r\u001b[K');
    this.#shown = false;
  }
}
