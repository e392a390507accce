import { setFlagsFromString } from 'node:v8';
import { Sifting } from './big/sifting.ts';
import { openSource } from './big/source.ts';
import type { StreamFile } from './streaming.ts';

/**
 * Reads a file or stream of any size in bounded memory and writes what it comes to: a summary, the same as JSON, or a CSV row for
 * each failure, without the head. Logs, NDJSON, tables, mailboxes and single mails, plain or gzipped.
 */
export const streamFile: StreamFile = async (input, options) => {
  const source = await openSource(input);
  frugal();
  // A row of a table names the sender; a summary has no use for it.
  const sifting = Sifting.of(source, options.format === 'csv');
  // Loaded only now: the thread needs as long to start.
  const { tell } = await import('./big/tell.ts');
  return tell({ source, sifting }, options, typeof input === 'string' ? input : undefined);
};

/**
 * V8's nurseries stay as small as they are by now, for a big log leaves hardly anything behind, and grown ones would double the
 * memory it takes; they are cleared by the thread that filled them, for the other processor is busy as well; and V8's slowest
 * compiler, which would take a sixth of both, has to wait for what really pays.
 */
function frugal(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--no-parallel-scavenge');
  setFlagsFromString('--invocation-count-for-turbofan=20000');
}
