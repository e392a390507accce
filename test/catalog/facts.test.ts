import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadCatalog } from '../../src/index.ts';

/**
 * The catalog was written from tables of facts, which are no part of the project. What stands here of them is their extent: which
 * lines are rows. Every row is cited by a rule (`covers`), stands in the code reference, or is left out for a reason that is told.
 */

interface Section {
  what: string;
  /** Lines of the file that are rows of a table: `13-36 130-134`. */
  rows: string;
  /** Codes that the rows are about: each has its entry in the reference. */
  codes?: string;
  /** Why rows that no rule cites are carried elsewhere. */
  why?: string;
  /** The same for single rows. */
  leftOut?: Record<string, string>;
}

interface Table {
  sections: readonly Section[];
  /** Lines outside tables that rules cite as well. */
  prose?: readonly number[];
}

const facts: Record<string, Table> = JSON.parse(readFileSync(join(import.meta.dirname, 'facts.json'), 'utf8'));
const catalog = loadCatalog();

/** Rules by the line they cite, `providers:42`. */
const citing = Map.groupBy(
  catalog.shelves.flatMap(({ id, rules }) =>
    rules.flatMap((rule) => (rule.covers ?? []).map((line) => ({ line, rule: `${id}/${rule.id}` }))),
  ),
  ({ line }) => line,
);

function linesOf(rows: string): number[] {
  return rows.split(' ').flatMap((range) => {
    const [from = 0, to = from] = range.split('-').map(Number);
    return Array.from({ length: to - from + 1 }, (_, nth) => from + nth);
  });
}

const rowsOf = (table: Table): number[] => table.sections.flatMap(({ rows }) => linesOf(rows));

/** Rows of a section that no rule cites. */
const uncited = (file: string, { rows }: Section): number[] =>
  linesOf(rows).filter((line) => !citing.has(`${file}:${line}`));

describe.each(Object.entries(facts))('%s', (file, table) => {
  it('has every row cited by a rule, or left out with a reason', () => {
    const bare = table.sections.flatMap((section) =>
      section.why ? [] : uncited(file, section).filter((line) => section.leftOut?.[line] === undefined),
    );
    expect(bare).toEqual([]);
  });

  it('gives no reason for a row that a rule cites', () => {
    const needless = table.sections.flatMap((section) =>
      Object.keys(section.leftOut ?? {}).filter((line) => !uncited(file, section).includes(Number(line))),
    );
    expect(needless).toEqual([]);
  });

  it('has every code in the reference', () => {
    const codes = table.sections.flatMap((section) => section.codes?.split(' ') ?? []);
    const missing = codes.filter(
      (code) => !(code.includes('.') ? catalog.statuses : catalog.replies).some((entry) => entry.code === code),
    );
    expect(missing).toEqual([]);
  });
});

it('rules cite only lines that are there', () => {
  const known = new Set(
    Object.entries(facts).flatMap(([file, table]) =>
      [...rowsOf(table), ...(table.prose ?? [])].map((line) => `${file}:${line}`),
    ),
  );
  expect([...citing.keys()].filter((line) => !known.has(line))).toEqual([]);
});

/** Rows by file: cited by rules, in the code reference, carried otherwise; then each row left out, with its reason. */
function account(): string[] {
  return Object.entries(facts).flatMap(([file, table]) => {
    const rows = rowsOf(table);
    const cited = rows.filter((line) => citing.has(`${file}:${line}`)).length;
    const coded = table.sections.flatMap((section) => (section.codes ? linesOf(section.rows) : [])).length;
    return [
      `${file}: ${rows.length} rows, ${cited} cited by rules, ${coded} in the code reference`,
      ...table.sections.flatMap((section) => {
        const left = uncited(file, section);
        const told = Object.entries(section.leftOut ?? {}).map(([line, why]) => `  ${file}:${line} ${why}`);
        const many = section.why && !section.codes ? [`  ${left.length} of "${section.what}": ${section.why}`] : [];
        return [...told, ...(left.length > 0 ? many : [])];
      }),
    ];
  });
}

it('the account of all rows', () => {
  expect(account()).toMatchInlineSnapshot(`
    [
      "anatomy: 215 rows, 0 cited by rules, 131 in the code reference",
      "  12 of "Reply grammar": How a reply is written; src/read takes it apart.",
      "  7 of "Phases of the dialogue": src/read/phase.ts names the phase; rules ask for it under "when".",
      "  14 of "Pitfalls of real mail": Cases of the readers, tried in test/read.",
      "  8 of "Subjects of a status": The subjects stand in the entries of codes/statuses.json.",
      "  12 of "Numbers that providers use in their own way": Private readings of a number are rules of the provider's shelf with that number under "when".",
      "  22 of "Fields of a delivery report": src/read/report.ts and returned.ts read them.",
      "  9 of "Facts about authentication": They are what the steps of the causes about authentication say.",
      "buckets: 118 rows, 45 cited by rules, 0 in the code reference",
      "  10 of "The buckets": Carried by buckets.json and causes.json (bucket, owner, retry).",
      "  5 of "Reading rule": It is how src/judge ranks; the rule about scope is src/judge/scope.",
      "  13 of "4xx and 5xx tables": Carried by codes/replies.json, entry by entry.",
      "  11 of "Enhanced codes of the seed": Carried by codes/statuses.json, entry by entry, and by the private rules of Microsoft and Gmail.",
      "  5 of "Provider comparison": \`explain\` puts the wordings of Gmail, Microsoft and Yahoo side by side from their rules.",
      "  10 of "Numbers, prevention, questions": Carried by articles.json, and by the rules of clients/ for errors of mail programs.",
      "  15 of "Where seed and field disagree": Corrections: the rules and code entries they name say it the corrected way.",
      "  4 of "Lost lists": A reconstruction; carried by articles.json, codes/replies.json and asks.json.",
      "escalation: 81 rows, 0 cited by rules, 0 in the code reference",
      "  81 of "Hand-off": Carried by asks.json, desks.json, the \`support\` and \`relay\` parts of shelves and src/redact.ts; tried in test/escalate and test/redact.",
      "formats: 90 rows, 37 cited by rules, 0 in the code reference",
      "  29 of "Forms of a paste and of notices": Readers of src/read; tried in test/read.",
      "  24 of "Log lines and events": Readers of src/read/logs and src/read/events; tried in test/read.",
      "providers: 243 rows, 228 cited by rules, 0 in the code reference",
      "  15 of "Sources": The pages that the rows name; each rule repeats its own under "sources".",
      "providers-2: 202 rows, 198 cited by rules, 0 in the code reference",
      "  providers-2:67 No reliable wording of this vendor is known; the general rules judge it.",
      "  providers-2:175 A wrapper around the last answer: the reader takes the inner one out, which is then judged.",
      "  providers-2:188 Numbers of events, not words: src/read/events/sparkpost.ts reads them.",
      "  providers-2:224 Names of Microsoft's own blocks: rules of microsoft-365 and outlook-com carry them.",
    ]
  `);
});

// The tables themselves, where somebody has them: FACT_TABLES names their folder.
const folder = process.env.FACT_TABLES;
if (folder !== undefined)
  it.each(Object.entries(facts))('the rows of %s are where they are said to be', (file, table) => {
    const lines = readFileSync(join(folder, `${file}.md`), 'utf8').split('\n');
    const isRule = (line = ''): boolean => /^\|[\s:|-]+\|$/.test(line);
    const rows = lines.flatMap((line, index) =>
      line.startsWith('|') && !isRule(line) && !isRule(lines[index + 1]) ? [index + 1] : [],
    );
    expect(rowsOf(table)).toEqual(rows);
    for (const { rows: range, codes } of table.sections)
      if (codes) {
        const first = linesOf(range).map((line) => lines[line - 1]?.split('|')[1] ?? '');
        expect(codes.split(' ')).toEqual(first.flatMap((cell) => cell.match(/X\.\d+\.\d+|\b\d{3}\b/g) ?? []));
      }
  });
