/**
 * `npm run eval -- DIR [--misses] [--mangle]`: how often the verdicts on a labelled corpus are right, where they are wrong, how much their
 * confidence is worth, and with `--mangle` how many stay the same after all that happens to a bounce on its way into a chat. Prints only;
 * exits 2 when the folder can't be read.
 *
 * A status counts only where the labelled one stands in the mail. Other labels were worked out by whoever made them (`5.0.911`, a number
 * that no registry holds, for a mail that has no status at all), and a decoder that said them would invent what it has not seen. The number
 * of failures counts where any is labelled.
 */
import { parseArgs } from 'node:util';
import { createDecoder } from '../../src/index.ts';
import { readCorpus, type Sample } from './corpus.ts';
import { mangled } from './mangled.ts';
import { facts, percent, type Scored, score, tally } from './score.ts';

// `| head` has read enough.
process.stdout.on('error', () => process.exit(0));

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { misses: { type: 'boolean', default: false }, mangle: { type: 'boolean', default: false } },
});
const [folder] = positionals;
if (!folder) fail('Name the folder of the corpus: npm run eval -- DIR [--misses] [--mangle]');

let samples: Sample[] = [];
try {
  samples = readCorpus(folder);
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
}

const decode = createDecoder();
const all = samples.filter((sample) => sample.buckets.length > 0).map((sample) => score(sample, decode(sample.text)));
const bounces = all.filter(({ sample }) => sample.buckets[0] !== 'none');

table(
  'By kind',
  tally(all, ({ sample }) => sample.kind),
);
table(
  'By form',
  tally(all, ({ sample }) => sample.form),
);
table(
  'By preferred bucket',
  tally(all, ({ sample }) => `${sample.kind} ${sample.buckets[0]}`),
);
table(
  'By confidence',
  tally(bounces, ({ deciding }) => deciding?.confidence ?? 'no verdict'),
);

const right = bounces.filter((one) => one.right);
const certain = right.filter(({ deciding }) => deciding?.confidence === 'certain').length;
print(`\nOf the right verdicts, ${percent({ right: certain, of: right.length })} were called certain.`);
const bucketed = all.filter((one) => one.sample.buckets[0] === 'none' && !one.right);
print(
  `Not a bounce, yet given a bucket: ${bucketed.length}${bucketed.map(({ sample }) => `\n  ${sample.id}`).join('')}`,
);

const confusions = tally(
  all.filter((one) => !one.right),
  ({ sample, got }) => `${sample.buckets.join('|')} → ${got}`,
);
if (confusions.size > 0) print(`\nConfusions\n${[...confusions].map(([key, { of }]) => `  ${of}  ${key}`).join('\n')}`);

const mails = all.filter(({ sample }) => sample.kind === 'mail');
if (mails.length > 0) {
  const { status, reply, count } = facts(mails);
  print(`\nMails: status ${percent(status)}; reply code ${percent(reply)}; number of failures ${percent(count)}`);
}

if (values.mangle) {
  const { rows, changes } = mangled(samples, decode);
  print('\nMangled, the verdict stays (texts; mails)');
  for (const [name, { reply, mail }] of rows)
    print(`  ${name.padEnd(28)} ${percent(reply).padEnd(22)} ${mail.of > 0 ? percent(mail) : ''}`.trimEnd());
  if (values.misses)
    for (const { mangling, sample, text, before, after } of changes)
      print(`\n${sample.id}, ${mangling}: ${before} → ${after}\n  ${JSON.stringify(text.slice(0, 500))}`);
}

if (values.misses) for (const one of all) if (!one.right) print(miss(one));

function miss({ sample, got, deciding, decoded }: Scored): string {
  const why = deciding
    ? [
        `  ${deciding.confidence}: ${deciding.cause} by ${deciding.rule}, ${deciding.because.map(({ quote }) => JSON.stringify(quote)).join(' ')}`,
        `  read ${[deciding.form, deciding.action, deciding.reply, deciding.status].filter(Boolean).join(' ')} ${JSON.stringify(deciding.words.slice(0, 200))}`,
        deciding.runnerUp && `  runner-up ${deciding.runnerUp.cause} by ${deciding.runnerUp.rule}`,
      ]
    : [`  ${decoded.kind}, ${decoded.failures.length} failures; text ${JSON.stringify(sample.text.slice(0, 200))}`];
  return [`\n${sample.id}: wanted ${sample.buckets.join(' or ')}, got ${got}`, ...why].filter(Boolean).join('\n');
}

function table(title: string, rows: ReturnType<typeof tally>): void {
  print(`\n${title}\n${[...rows].map(([key, row]) => `  ${key.padEnd(28)} ${percent(row)}`).join('\n')}`);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}
