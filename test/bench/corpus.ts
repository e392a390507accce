import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { examplePastes } from '../support/examples.ts';
import { reportMail } from '../support/report-mail.ts';

/** What is measured: texts as people paste them, and whole mails. */
export interface Corpus {
  texts: readonly string[];
  mails: readonly Buffer[];
  /** Where they came from. */
  from: string;
}

/** A corpus beside the repository: for those who have one. */
const BESIDE = fileURLToPath(new URL('../../../shared/corpus/', import.meta.url));

/**
 * @param path a folder with `replies.jsonl` (lines `{"text": …}`) and `mails/*.eml`, or such a file alone; without it a corpus beside the
 *   repository, else the catalog's own examples and reports made of them
 */
export function corpusOf(path: string | undefined): Corpus {
  const chosen = path ?? (existsSync(BESIDE) ? BESIDE : undefined);
  if (chosen === undefined) {
    const texts = examplePastes();
    return { texts, mails: texts.slice(0, 400).map(reportMail), from: "the catalog's examples" };
  }
  if (!statSync(chosen).isDirectory())
    return { texts: textsOf(chosen), mails: examplePastes().slice(0, 400).map(reportMail), from: chosen };
  const folder = join(chosen, 'mails');
  return {
    texts: textsOf(join(chosen, 'replies.jsonl')),
    mails: readdirSync(folder)
      .filter((name) => name.endsWith('.eml'))
      .map((name) => readFileSync(join(folder, name))),
    from: 'corpus',
  };
}

function textsOf(file: string): string[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => (JSON.parse(line) as { text: string }).text);
}
