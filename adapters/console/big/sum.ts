import type { Found } from '../../../src/stream.ts';
import type { Failure } from '../../../src/types.ts';
import type { StreamEngine, StreamOptions } from '../streaming.ts';
import type { Essence } from './essence.ts';
import { Progress } from './progress.ts';
import { Reading } from './reading.ts';
import type { Sifting } from './sifting.ts';
import type { Source } from './source.ts';
import { type Outcome, Triage } from './triage.ts';

/** A big input that was opened. */
export interface Opened {
  source: Source;
  /** The thread that reads it, where one pays. */
  sifting?: Sifting | undefined;
}

/** Who wants to know of what happens on the way. */
export interface Watchers {
  signal?: AbortSignal | undefined;
  /** Where the bar is drawn. */
  err?: StreamOptions['err'];
  /** Takes the failures one by one; `flush` may wait for whoever reads them. */
  csv?: { put(failure: Failure, essence: Essence): void; flush(): Promise<void> } | undefined;
}

/**
 * Reads a big input once and adds up its failures.
 *
 * @throws Unreadable
 */
export async function sum(
  { source, sifting }: Opened,
  open: StreamOptions['engine'],
  { signal, err, csv }: Watchers = {},
): Promise<{ outcome: Outcome; engine: StreamEngine }> {
  const stopped = (): boolean => signal?.aborted === true;
  const reading = await Reading.begin(source, { stopped, sifting, about: csv !== undefined });
  const progress = err && new Progress(err, source);
  try {
    // Opened only now: a big log is being read meanwhile.
    const engine = await open();
    const triage = new Triage(engine);
    for await (const found of reading.failures(engine.decode)) {
      await add(found, triage, csv);
      progress?.draw(triage.count, reading.consumed);
    }
    const outcome = triage.done(reading.bytes, stopped());
    return { outcome: { ...outcome, kind: outcome.kind === 'none' ? reading.other : outcome.kind }, engine };
  } finally {
    progress?.clear();
    await reading.end();
  }
}

async function add(found: readonly Found[], triage: Triage, csv: Watchers['csv']): Promise<void> {
  for (const one of found) {
    const essence = triage.add(one);
    if (essence !== undefined) csv?.put(one.failure, essence);
  }
  await csv?.flush();
}
