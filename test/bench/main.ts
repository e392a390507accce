/**
 * `npm run bench [-- PATH] [--only NAME] [--seconds 60]`: what the product costs. PATH: a folder with `replies.jsonl` and `mails/*.eml`, or
 * a file of lines `{"text": …}`; without it a corpus beside the repository, else the catalog's own examples. Prints only.
 */
import { parseArgs } from 'node:util';
import { corpusOf } from './corpus.ts';
import { growth } from './growth.ts';
import { hostile } from './hostile.ts';
import { load } from './load.ts';
import { mails } from './mails.ts';
import type { BenchOptions, Section } from './section.ts';
import { startup } from './startup.ts';
import { stream } from './stream.ts';
import { verdicts } from './verdicts.ts';

const SECTIONS: readonly Section[] = [verdicts, mails, hostile, growth, stream, startup, load];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string' }, seconds: { type: 'string', default: '60' } },
});
const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
const options: BenchOptions = {
  ...corpusOf(positionals[0]),
  seconds: Number(values.seconds),
  print: (line) => print(`  ${line}`),
};
const wanted = SECTIONS.filter(({ name }) => values.only === undefined || values.only === name);
if (wanted.length === 0 || !(options.seconds > 0)) {
  const names = SECTIONS.map(({ name }) => name).join(', ');
  process.stderr.write(`--only takes one of ${names}; --seconds a number above 0.\n`);
  process.exit(2);
}
for (const section of wanted) {
  print(section.name);
  await section.run(options);
}
