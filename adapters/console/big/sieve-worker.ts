import { readSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { Blocks } from './blocks.ts';
import { Sieve } from './sieve.ts';
import { AHEAD, type Sieved, SLOT, type Task } from './sifting.ts';

/**
 * The thread that reads a big plain log and keeps the lines worth reading, while the main thread judges those of before. It reads
 * the file itself: handing everything over would cost more than reading it.
 */

/** Bytes of lines in one message, at most: big enough to be rare, small enough to be cheap to hold; more than a block. */
const FULL = 512 * 1024;
/** Bytes of the file between two messages, for a bar that moves where nothing is found. */
const APART = 8 * 1024 * 1024;

if (parentPort === null) throw new Error('this file runs as a worker thread only');

const port = parentPort;
const { file, about, control } = workerData as Task;
const shared = new Int32Array(control);
const sieve = new Sieve(about);
const blocks = new Blocks();
const batch = Buffer.allocUnsafeSlow(FULL);
let size = 0;
let spans: number[] = [];
let consumed = 0;
let told = 0;

function sift(block: Buffer): void {
  if (size + block.length >= FULL || consumed - told >= APART) tell(false);
  const lines = sieve.lines(block);
  for (let index = 0; index < lines.length; index += 2) {
    const from = size;
    size += block.copy(batch, size, lines[index], lines[index + 1]);
    spans.push(from, size);
  }
}

function tell(done: boolean): void {
  const bytes = new Uint8Array(batch.subarray(0, size));
  Atomics.add(shared, SLOT.ahead, 1);
  port.postMessage({ consumed, bytes, spans, done } satisfies Sieved, [bytes.buffer]);
  size = 0;
  spans = [];
  told = consumed;
  // What the main thread has not got to is held in memory.
  for (let ahead = Atomics.load(shared, SLOT.ahead); ahead > AHEAD && !stopped(); ) {
    Atomics.wait(shared, SLOT.ahead, ahead);
    ahead = Atomics.load(shared, SLOT.ahead);
  }
}

const stopped = (): boolean => Atomics.load(shared, SLOT.stop) === 1;

Atomics.wait(shared, SLOT.begin, 0);
for (let count = -1; count !== 0 && !stopped(); ) {
  const room = blocks.room();
  count = readSync(file, room, 0, room.length, consumed);
  consumed += count;
  const block = blocks.added(count);
  if (block !== undefined) sift(block);
}
sift(blocks.last());
tell(true);
