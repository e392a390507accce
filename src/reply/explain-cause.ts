import type { BucketEntry, Cause } from '../catalog/schema.ts';
import type { Line, Part } from '../types.ts';
import type { Library } from './book.ts';
import { codesText, type Shelved, shelved } from './carried.ts';
import {
  anatomy,
  COMPARED,
  type ExplainOptions,
  exampleOf,
  general,
  heading,
  line,
  type Page,
  see,
  shelfName,
  steps,
  table,
} from './explain-parts.ts';
import { EXPLAIN } from './explain-words.ts';
import { linked } from './linked.ts';
import { bucketTitle } from './verdict.ts';
import { OWNER_SHORT, RETRY_SHORT, VERDICT } from './words.ts';

/** A cause: what it means, what to do, and how it is worded by whom. */
export function causePage(cause: Cause, library: Library, options: ExplainOptions): Page {
  const bucket = cause.bucket === null ? VERDICT.ownDevice : bucketTitle(cause.bucket, library);
  return {
    title: cause.title,
    parts: [
      line(general(cause.meaning)),
      ...anatomy([
        [EXPLAIN.bucketLabel, bucket],
        [EXPLAIN.whoLabel, OWNER_SHORT[cause.owner]],
        [EXPLAIN.againLabel, RETRY_SHORT[cause.retry]],
      ]),
      ...steps(cause.steps),
      ...(cause.over ? [note(EXPLAIN.over, cause.over.step)] : []),
      note(EXPLAIN.prevention, cause.prevention),
      heading(EXPLAIN.forCustomerHeading),
      line(general(cause.forCustomer)),
      ...wordings(cause, library, options),
      ...see(options, [cause.id]),
    ],
  };
}

const note = (label: string, sentence: string): Part => ({
  kind: 'note',
  line: [{ strong: label }, ` ${general(sentence)}`],
});

/** How the large providers word a cause, side by side, then everybody else who does. */
function wordings(cause: Cause, library: Library, options: ExplainOptions): Part[] {
  // A rule that goes by a number alone has no wording.
  const rules = shelved(library).filter(({ rule }) => rule.cause === cause.id && rule.says.length > 0);
  if (rules.length === 0) return [];
  const compared = COMPARED.flatMap((id) => {
    const shelf = library.shelf(id);
    if (shelf === undefined) return [];
    const own = rules.filter((one) => one.shelf.id === id);
    return own.length === 0 ? [[shelf.name, '', EXPLAIN.notWorded]] : own.map(wordingRow);
  });
  const others = rules.filter(({ shelf }) => !COMPARED.includes(shelf.id)).map(wordingRow);
  return [heading(EXPLAIN.wordingHeading), ...table(EXPLAIN.wordingHead, [...compared, ...others], options)];
}

const wordingRow = (rule: Shelved): string[] => [shelfName(rule.shelf), codesText(rule), exampleOf(rule)];

/** A bucket: the next move, what to check first, when to ask for help. */
export function bucketPage(bucket: BucketEntry, library: Library, options: ExplainOptions): Page {
  const causes = library.causes.filter((cause) => cause.bucket === bucket.id);
  return {
    title: bucket.title,
    parts: [
      line(bucket.meaning),
      { kind: 'line', line: [{ strong: EXPLAIN.moveLabel }, ` ${bucket.move}`] },
      heading(EXPLAIN.checksHeading),
      { kind: 'steps', steps: bucket.checks.map(({ text }): Line => linked(text)) },
      { kind: 'line', line: [{ strong: EXPLAIN.escalateLabel }, ` ${bucket.escalateTo}`] },
      { kind: 'line', line: [{ strong: EXPLAIN.onlyIfLabel }, ` ${bucket.onlyIf}`] },
      heading(EXPLAIN.causesHeading),
      ...table(
        EXPLAIN.causesHead,
        causes.map(({ title, meaning }) => [title, general(meaning)]),
        options,
      ),
      ...see(options, [bucket.id]),
    ],
  };
}
