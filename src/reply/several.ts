import type { Group, Part, Verdict } from '../types.ts';
import type { Book } from './book.ts';
import { bucketTitle, causeTitle, recipientsText } from './verdict.ts';
import { SEVERAL, VERDICT } from './words.ts';

/** Most rows of the table by default; a platform with less room moves rows into a file. */
const ROWS = 20;

/** Verdicts by group, in the order of the groups; what no group names (delivered, passed on) is left out. */
export function grouped(groups: readonly Group[], failures: readonly Verdict[]): [Group, Verdict[]][] {
  return groups.map((group) => [
    group,
    failures.filter(({ cause, bucket }) => cause === group.cause && bucket === group.bucket),
  ]);
}

/** The failures of a paste as a table by cause and provider, most serious first. */
export function table(groups: readonly [Group, Verdict[]][], book: Book, mask: boolean, all: boolean): Part[] {
  const rows = groups.flatMap(([group, verdicts]) => groupRows(group, verdicts, book, mask));
  const shown = all ? rows : rows.slice(0, ROWS);
  const parts: Part[] = [{ kind: 'table', head: SEVERAL.head, rows: shown }];
  if (rows.length > shown.length) parts.push({ kind: 'note', line: [SEVERAL.more(rows.length - shown.length)] });
  return parts;
}

function groupRows(group: Group, verdicts: readonly Verdict[], book: Book, mask: boolean): string[][] {
  const bucket = group.bucket === null ? VERDICT.ownDevice : bucketTitle(group.bucket, book);
  const title = `${bucket}: ${causeTitle(group.cause, book)}`;
  // A summarised log counts more failures than it samples; what the samples can't attribute stays one row.
  if (verdicts.length < group.count) return [[title, '', String(group.count), recipientsText(verdicts, 2, mask)]];
  const byProvider = Map.groupBy(verdicts, (verdict) => answeredBy(verdict, book));
  return [...byProvider]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([provider, those]) => [title, provider, String(those.length), recipientsText(those, 2, mask)]);
}

function answeredBy({ provider, remote }: Verdict, book: Book): string {
  if (provider !== undefined) return book.shelf(provider)?.name ?? provider;
  return remote ?? SEVERAL.unknownProvider;
}
