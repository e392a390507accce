import type { Decoded } from '../../src/types.ts';
import { MANGLINGS, type Mangling } from '../support/mangle.ts';
import type { Sample } from './corpus.ts';
import type { Tally } from './score.ts';

/** A text whose verdict a mangling changed. */
export interface Change {
  mangling: string;
  sample: Sample;
  text: string;
  before: string;
  after: string;
}

/** For each mangling, how many texts and how many mails keep the verdict they have unharmed; and those that don't. */
export function mangled(
  samples: readonly Sample[],
  decode: (text: string) => Decoded,
): { rows: Map<string, Record<Sample['kind'], Tally>>; changes: Change[] } {
  const rows = new Map<string, Record<Sample['kind'], Tally>>();
  const changes: Change[] = [];
  const plain = samples.map((sample) => decode(sample.text));
  const texts = samples.filter(({ kind }) => kind === 'reply').map(({ text }) => text);
  for (const mangling of MANGLINGS) {
    const row = { reply: { right: 0, of: 0 }, mail: { right: 0, of: 0 } };
    rows.set(mangling.name, row);
    for (const [index, sample] of samples.entries()) {
      const before = plain[index];
      if (!before || (sample.kind === 'mail' && !mangling.mails)) continue;
      // What is no bounce, between two bounces, is not what the paste is about.
      if (mangling.mixes && before.failures.length === 0) continue;
      const text = mangling.apply(
        sample.text,
        [1, 2].map((step) => texts[(index * 7 + step * 31) % texts.length] ?? ''),
      );
      const after = decode(text);
      const kept = keeps(mangling, before, after);
      row[sample.kind].of++;
      if (kept) row[sample.kind].right++;
      else changes.push({ mangling: mangling.name, sample, text, before: verdictOf(before), after: verdictOf(after) });
    }
  }
  return { rows, changes };
}

function keeps({ loses }: Mangling, before: Decoded, after: Decoded): boolean {
  const [wanted, got] = [verdictOf(before), verdictOf(after)];
  return (
    wanted === got || (loses === true && after.failures.some(({ bucket, cause }) => `${bucket} ${cause}` === wanted))
  );
}

/** Bucket and cause; of what is no bounce its kind. */
function verdictOf({ bucket, failures, kind }: Decoded): string {
  return bucket ? `${bucket} ${failures.find((one) => one.bucket === bucket)?.cause}` : kind;
}
