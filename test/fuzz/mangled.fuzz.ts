/**
 * Mutated mails and examples, as people mangle them: `npm run fuzz` takes 200,000, FUZZ_RUNS another number. FUZZ_CORPUS names a folder of a
 * labelled corpus whose mails are mutated beside the examples of the catalog.
 */
import fc from 'fast-check';
import { it } from 'vitest';
import { readCorpus } from '../eval/corpus.ts';
import { examplePastes } from '../support/examples.ts';
import { holds, mutated } from '../support/mutate.ts';

const RUNS = Number(process.env.FUZZ_RUNS ?? 200_000);
const folder = process.env.FUZZ_CORPUS;
const mails = folder ? readCorpus(folder).map(({ text }) => text) : [];

it(`${RUNS} mutated pastes neither throw nor get a verdict without evidence, and cost work in proportion to their length`, () => {
  fc.assert(fc.property(mutated([...mails, ...examplePastes()]), holds), { numRuns: RUNS });
});
