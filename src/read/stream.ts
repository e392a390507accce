import type { Failure } from '../types.ts';
import { plain } from './clean.ts';
import { readClient } from './client.ts';
import { createEventReader } from './event.ts';
import { headersAt, isMail } from './headers.ts';
import { eventsOf } from './logs/families.ts';
import type { LogEvent } from './logs/family.ts';
import { createLedger } from './logs/ledger.ts';
import { headerOf, rowClaims, type Table, tableAt } from './table.ts';
import { rowAt } from './tables/csv.ts';

/** A failure that was read. */
export interface Found {
  failure: Failure;
  /**
   * One and the same object for failures whose answers differ in nothing but the recipient's name: who judges many may judge once.
   * Absent where nobody looked.
   */
  alike?: object;
}

/** Reads something big a piece at a time, in bounded memory. */
export interface StreamReader {
  /**
   * @param text a line without its line end; for a table, a row, which may hold line ends inside quotes
   * @returns failures that are final with this line
   */
  line(text: string): readonly Found[];
  /** What is still waiting for a success at the end: the deferrals. */
  end(): Iterable<Found>;
}

/** Deferrals and messages remembered at a time; pushed out by newer ones, a deferral counts as never closed. */
const KEEPS = { messages: 20_000, waiting: 50_000 };

/** Longer lines are no lines of a log. */
const LINE = 64 * 1024;

/** The kinds of big input that are read line by line, and mails, which are not. */
export type StreamKind = 'log' | 'json' | 'table' | 'mbox' | 'mail';

/**
 * What a big input is, by its first lines.
 * @param head at least its first 4,000 characters, or all of it
 */
export function kindOfStream(head: string): StreamKind {
  const start = head.replace(/^\uFEFF/, '').trimStart();
  if (/^From \S+ /.test(start)) return 'mbox';
  // Logs open their lines with a bracket, too: `[NOTICE]`, `[04-Mar-2025 …]`.
  if (/^(?:\{|\[\s*(?:[[{"\]]|$))/.test(start)) return 'json';
  if (tableAt(head, 0) !== undefined) return 'table';
  // What cannot be told is read as a log: its lines are looked at one by one.
  return isMail(headersAt(start, 0)) ? 'mail' : 'log';
}

const REFUSAL = /(?<!\d)[45]\d\d(?!\d)/;

/** Reads the lines of a log; those that tell nothing cost little. */
export function createLogReader(): StreamReader {
  const ledger = createLedger(KEEPS, 'log');
  const again = (text: string): LogEvent | undefined => eventsOf(plain(text))[0];
  return {
    line(text) {
      const whole = text.length > LINE ? text.slice(0, LINE) : text.endsWith('\r') ? text.slice(0, -1) : text;
      const line = plain(whole);
      const events = eventsOf(line);
      const event = events[0];
      // A program's log also quotes errors of its mail library on lines without time or level.
      if (event === undefined) return REFUSAL.test(whole) ? readClient(line) : [];
      if (events.length === 1) return ledger.take(event, line, 0, again);
      return events.flatMap((one) => ledger.take(one, line, 0));
    },
    end: () => ledger.open(),
  };
}

/** Reads events, one a line (NDJSON); a line may also hold a batch. */
export function createJsonReader(): StreamReader {
  const reader = createEventReader(KEEPS);
  return {
    line: (text) => (TELLING.test(text) ? reader.take(plain(text)) : []),
    end: () => reader.open(),
  };
}

/** An event without any of these tells of no failure, and of no success that closes one. */
const TELLING =
  /[45]\d\d|bounc|defer|fail|drop|block|reject|suppress|invalid|delay|expir|oob|undeliver|error|deliver|sent/i;

/**
 * Reads the rows of a table.
 * @param head text that begins with its header (a few lines may stand before it)
 * @returns undefined where there is no header; `skip` characters of `head` belong to the header
 */
export function createTableReader(head: string): { reader: StreamReader; skip: number; delimiter: string } | undefined {
  const found = tableAt(head, 0);
  if (found === undefined) return undefined;
  let table: Table = found.table;
  const ledger = createLedger(KEEPS, 'table');
  const reader: StreamReader = {
    line(text) {
      // Files that were strung together bring their header again.
      const again = text.startsWith('#') ? headerOf(text) : undefined;
      if (again !== undefined) table = again;
      if (text.startsWith('#')) return [];
      return rowClaims(rowAt(text, 0, table.delimiter), table, text, ledger);
    },
    end: () => ledger.open(),
  };
  return { reader, skip: found.start, delimiter: table.delimiter };
}
