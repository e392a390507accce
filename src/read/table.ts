import type { Claim, Reader } from './claim.ts';
import type { Clean } from './clean.ts';
import { createLedger, type Ledger } from './logs/ledger.ts';
import { type Columns, columnsOf, POWERMTA } from './tables/columns.ts';
import { type Row, rowAt } from './tables/csv.ts';
import { attemptOf } from './tables/row.ts';

const DELIMITERS = [',', '\t', ';', '|'];
const KEEPS = { messages: 0, waiting: 20_000 };
/** A header stands at the top, under a sentence or two and the comment lines of an export. */
const HEADER_LINES = 30;
const HEADER_LENGTH = 4000;
const NAME_LENGTH = 40;

/** A table whose header was read: its rows can be read one by one. */
export interface Table {
  delimiter: string;
  columns: Columns;
  width: number;
}

/**
 * Reads an export of mail events: accounting files of PowerMTA, message tracking of Exchange, activity exports of sending services, any
 * table with a column for the recipient and one for the answer. Columns are found by name; one claim for each row that failed.
 */
export const readTable: Reader = (clean: Clean): Claim[] => {
  // A table is more than its header; a lone record is only known by how those of PowerMTA begin.
  if (!clean.text.includes('\n') && !headless(clean.text)) return [];
  const claims: Claim[] = [];
  let delivered: Claim[] = [];
  for (let from = 0; from < clean.text.length; ) {
    const found = tableAt(clean.text, from);
    if (found === undefined) break;
    const own: Claim[] = [];
    const ledger = createLedger(KEEPS, 'table', (claim) => own.push(claim));
    from = found.start;
    while (from < clean.text.length) {
      const row = fullRow(clean.text, from, found.table);
      if (row.cells.length < Math.min(found.table.width, 2) || row.span[0] === row.span[1]) break;
      claims.push(...rowClaims(row, found.table, clean.text, ledger));
      from = row.next;
    }
    claims.push(...ledger.open());
    delivered = [...delivered, ...own];
    if (from === found.start) break;
  }
  return (claims.length > 0 ? claims : delivered).sort((one, other) => one.span[0] - other.span[0]);
};

/** What one row says, in a text that the row's offsets count in. */
export function rowClaims(row: Row, table: Table, text: string, ledger: Ledger): Claim[] {
  const attempt = attemptOf(row, table.columns);
  if (attempt === undefined) return [];
  const [from, to] = row.span;
  const line = text.slice(from, to);
  const answer = attempt.answer;
  const moved = answer === undefined ? {} : { answer: [answer[0] - from, answer[1] - from] as const };
  return ledger.take({ ...attempt, ...moved }, { text: line, lower: line.toLowerCase() }, from);
}

/** The first header at or after `from`, and where its first row begins. */
export function tableAt(text: string, from: number): { table: Table; start: number } | undefined {
  for (let line = 0, at = from; line < HEADER_LINES && at < text.length; line += 1) {
    const newline = text.indexOf('\n', at);
    const end = newline === -1 ? text.length : newline;
    const table = end - at <= HEADER_LENGTH ? headerOf(text.slice(at, end)) : undefined;
    if (table !== undefined) return { table, start: end + 1 };
    if (headless(text.slice(at, Math.min(end, at + 80)))) {
      const columns = columnsOf(POWERMTA);
      if (columns !== undefined) return { table: { delimiter: ',', columns, width: POWERMTA.length }, start: at };
    }
    at = end + 1;
  }
  return undefined;
}

/** @param line one line, such as `#Fields: date-time,client-ip,…` */
export function headerOf(line: string): Table | undefined {
  if (!DELIMITERS.some((delimiter) => maySeparate(line, delimiter))) return undefined;
  const names = line
    .trim()
    .replace(/^\uFEFF/, '')
    .replace(/^#fields:\s{0,5}/i, '')
    .replace(/^\|\s{0,5}/, '');
  for (const delimiter of DELIMITERS) {
    if (!names.includes(delimiter)) continue;
    const header = rowAt(names, 0, delimiter).cells.map(({ text }) => text);
    if (header.some((name) => name.length > NAME_LENGTH)) continue;
    const columns = columnsOf(header);
    if (columns !== undefined) return { delimiter, columns, width: header.length };
  }
  return undefined;
}

/** Sentences have commas, too; names of columns are short. What stands around a name counts here, and what stands before a header. */
function maySeparate(names: string, delimiter: string): boolean {
  let from = 0;
  for (let at = names.indexOf(delimiter); at >= 0; at = names.indexOf(delimiter, from)) {
    if (at - from > NAME_LENGTH + 24) return false;
    from = at + 1;
  }
  return from > 0 && names.length - from <= NAME_LENGTH + 24;
}

/** `b,2025-03-04 09:12:31+0000,…`: a record of PowerMTA. */
function headless(start: string): boolean {
  const comma = start.indexOf(',');
  return (comma === 1 || comma === 2) && /^(?:b|t|d|rb|tq),\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d/i.test(start);
}

/** A row that was broken over lines has too few cells: what follows belongs to it, up to the width of the table. */
function fullRow(text: string, from: number, { delimiter, width }: Table): Row {
  const start = text.charAt(from) === '|' && delimiter === '|' ? from + 1 : from;
  let row = rowAt(text, start, delimiter);
  for (let joined = 0; joined < JOINS && row.cells.length < width && row.next < text.length; joined += 1) {
    const next = rowAt(text, row.next, delimiter);
    if (next.cells.length < 2 || next.cells.length === width || row.cells.length + next.cells.length - 1 > width) break;
    row = glued(row, next);
  }
  return row.cells.length === width ? withTail(row, text, delimiter) : row;
}

const JOINS = 12;

/** Lines without any delimiter between two whole rows are the rest of the last cell. */
function withTail(row: Row, text: string, delimiter: string): Row {
  let whole = row;
  for (let joined = 0; joined < JOINS && whole.next < text.length; joined += 1) {
    const next = rowAt(text, whole.next, delimiter);
    if (next.span[0] === next.span[1]) return row;
    if (next.cells.length === row.cells.length) return whole;
    if (next.cells.length > 1) return row;
    whole = glued(whole, next);
  }
  return row;
}

function glued(row: Row, next: Row): Row {
  const last = row.cells.at(-1);
  const [first, ...rest] = next.cells;
  if (last === undefined || first === undefined) return row;
  const cell = { text: `${last.text} ${first.text}`.trim(), span: [last.span[0], first.span[1]] as const };
  return { cells: [...row.cells.slice(0, -1), cell, ...rest], span: [row.span[0], next.span[1]], next: next.next };
}
