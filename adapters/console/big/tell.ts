import type { Failure } from '../../../src/types.ts';
import { render } from '../render.ts';
import { jsonLine } from '../safe.ts';
import type { StreamEngine, StreamOptions, StreamResult } from '../streaming.ts';
import { csvRow } from './csv.ts';
import type { Essence } from './essence.ts';
import { type Opened, sum } from './sum.ts';
import { summaryReply } from './summary.ts';
import type { Outcome } from './triage.ts';

/**
 * Reads what was opened and writes what it comes to.
 *
 * @param path of the file, if it is one
 * @throws Unreadable
 */
export async function tell(opened: Opened, options: StreamOptions, path: string | undefined): Promise<StreamResult> {
  const { signal, err, format, out } = options;
  const csv = format === 'csv' ? new Csv(out) : undefined;
  const { outcome, engine } = await sum(opened, options.engine, { signal, err, csv });
  print(outcome, engine, options, path);
  return { recognised: outcome.kind !== 'none', interrupted: outcome.summary.interrupted };
}

/** Rows on their way out. */
class Csv {
  readonly #out: NodeJS.WritableStream;
  #rows = '';

  constructor(out: NodeJS.WritableStream) {
    this.#out = out;
  }

  put(failure: Failure, essence: Essence): void {
    this.#rows += csvRow(failure, essence);
  }

  /** Waits where the reader of the output is slower. */
  async flush(): Promise<void> {
    if (this.#rows === '') return;
    const rows = this.#rows;
    this.#rows = '';
    if (!this.#out.write(rows)) await new Promise<void>((resolve) => this.#out.once('drain', () => resolve()));
  }
}

function print(outcome: Outcome, { library }: StreamEngine, options: StreamOptions, path: string | undefined): void {
  const { format, out, colour = false, width = 80, name = path } = options;
  if (format === 'text') out.write(render(summaryReply(outcome, library), { colour, width }));
  if (format !== 'json') return;
  const { kind, summary, scope, samples } = outcome;
  const groups = summary.causes;
  out.write(
    jsonLine({
      v: 1,
      ...(name === undefined ? {} : { source: name }),
      kind,
      bucket: groups[0]?.bucket ?? null,
      summary,
      failures: samples,
      groups,
      ...(scope === undefined ? {} : { scope }),
      cut: 0,
    }),
  );
}
