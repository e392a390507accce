import type { Corpus } from './corpus.ts';

/** One part of `npm run bench`: prints its own lines. Sections are listed in main.ts. */
export interface Section {
  name: string;
  run(options: BenchOptions): void | Promise<void>;
}

export interface BenchOptions extends Corpus {
  /** How long a load is held. */
  seconds: number;
  print(line: string): void;
}

/** Milliseconds that this thread has had of the processor: what other processes of the machine take is no cost of ours. */
export function worked(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/** Runs `work` until at least `ms` have passed; returns milliseconds per call. The garbage of one call is part of its cost. */
export function timed(ms: number, work: (round: number) => void): number {
  let rounds = 0;
  const start = performance.now();
  const before = worked();
  do {
    work(rounds);
    rounds += 1;
  } while (performance.now() - start < ms);
  return (worked() - before) / rounds;
}

export const count = (value: number): string => Math.round(value).toLocaleString('en');
