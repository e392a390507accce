/**
 * `npm run bench [-- FILE] [--only NAME]`: what the product costs. FILE: lines `{"text": …}`; without it `replies.jsonl` of a
 * corpus beside the repository, else the catalog's own examples. Prints only.
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { examplePastes } from '../support/examples.ts';
import { hostile } from './hostile.ts';
import type { BenchOptions, Section } from './section.ts';
import { startup } from './startup.ts';
import { stream } from './stream.ts';
import { verdicts } from './verdicts.ts';

const SECTIONS: readonly Section[] = [verdicts, hostile, stream, startup];

const { values, positionals } = parseArgs({ allowPositionals: true, options: { only: { type: 'string' } } });
const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
const options: BenchOptions = { ...textsOf(positionals[0]), print: (line) => print(`  ${line}`) };
for (const section of SECTIONS) {
  if (values.only !== undefined && values.only !== section.name) continue;
  print(section.name);
  await section.run(options);
}

function textsOf(file: string | undefined): { texts: string[]; from: string } {
  const beside = fileURLToPath(new URL('../../../shared/corpus/replies.jsonl', import.meta.url));
  const chosen = file ?? (existsSync(beside) ? beside : undefined);
  if (chosen === undefined) return { texts: examplePastes(), from: "the catalog's examples" };
  const texts = readFileSync(chosen, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => (JSON.parse(line) as { text: string }).text);
  return { texts, from: 'corpus' };
}
