import { getCompileCacheDir } from 'node:module';
import { dirname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Source } from './source.ts';

/** What the reading thread is told. */
export interface Task {
  /** Descriptor of the file; threads of one process share them. */
  file: number;
  /** As in `Sieve`. */
  about: boolean;
  control: SharedArrayBuffer;
}

/** Slots of `Task.control`: whether to stop, how many messages were sent that nobody has worked on, and whether to begin. */
export const SLOT = { stop: 0, ahead: 1, begin: 2 } as const;
export const AHEAD = 48;

/** What the reading thread hands over. */
export interface Sieved {
  /** Bytes of the file read so far. */
  consumed: number;
  /** Lines worth reading, one behind the other. */
  bytes: Uint8Array<ArrayBuffer>;
  /** Where in `bytes` they begin and end: from, to, from, to, … */
  spans: readonly number[];
  done: boolean;
}

/** Megabytes; the thread holds next to nothing. */
const LIMITS = { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 64 };

/** A thread does not share the cache of compiled code unless told of it. */
function environment(): NodeJS.ProcessEnv {
  const cache = getCompileCacheDir();
  return cache === undefined ? process.env : { ...process.env, NODE_COMPILE_CACHE: dirname(cache) };
}

/** Bytes from which a second thread pays: below, starting it takes longer than reading. */
const THREADED = 32 * 1024 * 1024;

/** A plain file read by another thread. */
export class Sifting {
  readonly #shared = new Int32Array(new SharedArrayBuffer(12));
  readonly #worker: Worker;
  readonly #queue: Sieved[] = [];
  #fault: Error | undefined;
  #wake: () => void = () => undefined;

  /** Starts the thread, where one pays. Until it is told to begin it waits, and holds nobody up. */
  static of({ file, size = 0 }: Source, about: boolean): Sifting | undefined {
    return file === undefined || size < THREADED ? undefined : new Sifting(file, about);
  }

  private constructor(file: number, about: boolean) {
    const name = import.meta.url.endsWith('.ts') ? './sieve-worker.ts' : './sieve-worker.js';
    const workerData: Task = { file, about, control: this.#shared.buffer as SharedArrayBuffer };
    this.#worker = new Worker(new URL(name, import.meta.url), {
      workerData,
      resourceLimits: LIMITS,
      env: environment(),
      // What the process was told to load first is none of the thread's business.
      execArgv: [],
    });
    this.#worker.unref();
    this.#worker.on('message', (message: Sieved) => {
      this.#queue.push(message);
      this.#wake();
    });
    this.#worker.on('error', (error: Error) => {
      this.#fault = error;
      this.#wake();
    });
  }

  begin(): void {
    this.#worker.ref();
    Atomics.store(this.#shared, SLOT.begin, 1);
    Atomics.notify(this.#shared, SLOT.begin);
  }

  /** Batches in the order of the file. @throws what went wrong in the thread */
  async *batches(): AsyncGenerator<Sieved, void, undefined> {
    for (;;) {
      const next = this.#queue.shift();
      if (next !== undefined) {
        yield next;
        Atomics.sub(this.#shared, SLOT.ahead, 1);
        Atomics.notify(this.#shared, SLOT.ahead);
        if (next.done) return;
      } else if (this.#fault !== undefined) throw this.#fault;
      else
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
    }
  }

  /** Ends the thread; safe to call at any time. */
  async stop(): Promise<void> {
    Atomics.store(this.#shared, SLOT.stop, 1);
    Atomics.notify(this.#shared, SLOT.ahead);
    await this.#worker.terminate();
  }
}
