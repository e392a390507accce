import type { Engine } from '../../src/index.ts';
import type { Decoded } from '../../src/types.ts';
import { onePaste } from '../bytes/whole.ts';
import { csvRow } from './big/csv.ts';
import type { Job } from './decode.ts';
import { isPacked } from './input.ts';
import { render } from './render.ts';
import { jsonLine } from './safe.ts';
import { offer, printSuggestion } from './suggest.ts';
import { whyParts } from './why.ts';

/**
 * Decodes an input that is one paste, and prints the answer.
 *
 * @param source what it is called; absent for standard input
 * @returns undefined when it has to be summed up as a stream
 * @throws Unreadable when it is no text
 */
export async function decodePaste(job: Job, bytes: Buffer, source: string | undefined): Promise<Decoded | undefined> {
  isPacked(bytes);
  const text = onePaste(source ?? '', bytes);
  if (text === undefined) return undefined;
  const engine = await job.engine();
  const decoded = engine.decode(text);
  await print(job, decoded, engine, source);
  return decoded;
}

async function print(
  { terminal, format, why }: Job,
  decoded: Decoded,
  engine: Engine,
  source: string | undefined,
): Promise<void> {
  if (format === 'rule') return printSuggestion(decoded, engine, terminal);
  if (format === 'csv') return terminal.out(decoded.failures.map((failure) => csvRow(failure, failure)).join(''));
  if (format === 'json') {
    const { v, ...rest } = decoded;
    return terminal.out(jsonLine({ v, ...(source !== undefined && { source }), ...rest }));
  }
  const reply = engine.compose(decoded, { all: true });
  const parts = [...reply.parts, ...(why ? whyParts(decoded, engine.library) : []), ...offer(decoded, engine)];
  return terminal.out(render({ ...reply, parts }, terminal));
}
