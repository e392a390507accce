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
  // V8's nurseries may grow once, while the rest is loaded: twice as big, they are cleared half as often, and are still small.
  setFlagsFromString('--semi-space-growth-factor=2');
  // A row of a table names the sender; a summary has no use for it.
  const sifting = Sifting.of(source, options.format === 'csv');
  // Loaded only now: the thread needs as long to start.
  const { tell } = await import('./big/tell.ts');
  setFlagsFromString('--semi-space-growth-factor=1');
  return tell({ source, sifting }, options, typeof input === 'string' ? input : undefined);
};
