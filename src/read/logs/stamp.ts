import { timeOf } from '../time.ts';
import type { LogLine, Seen } from './family.ts';

/** Time stamps as logs write them, and the host name that follows them. */

const ISO = /\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?: ?(?:Z|[+-]\d\d:?\d\d)(?![\d:]))?/gi;
const SYSLOG =
  /\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec) {1,2}\d{1,2}(?: \d{4})? \d\d:\d\d:\d\d(?:\.\d{1,9})?/gi;
/** PHP's error log: `[04-Mar-2025 09:12:31 UTC]`. */
const PHP = /\b\d\d-(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)-\d{4} \d\d:\d\d:\d\d(?: UTC)?/gi;
/** One stamp and one host, nothing else: nearly every line of a log, and worth a test of its own. */
const USUAL =
  /^([A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?[+-]\d\d:?\d\d) ([a-z][a-z0-9-]{0,40}[.\d][a-z0-9.-]{0,60}) $/;

/** Words between stamp and program that are a level or a facility, no host. */
const LEVELS = /^(?:info|notice|warn|warning|error|err|crit|debug|stdout|stderr|mail|f|p)(?:\.\w{1,8})?$/i;

/**
 * Time and reporting host from the head of a log line.
 * @param head length of the head: where the program name starts
 */
export function stamp(line: LogLine, head: number): Pick<Seen, 'time' | 'reporter'> {
  const text = line.text.slice(Math.max(0, head - 200), head);
  const usual = USUAL.exec(text);
  if (usual?.[1] !== undefined && usual[2] !== undefined)
    return { time: timeOf(usual[1]) ?? usual[1], reporter: usual[2] };
  let best: string | undefined;
  let end = -1;
  for (const pattern of [ISO, SYSLOG, PHP]) {
    for (const found of text.matchAll(pattern)) {
      const written = pattern === PHP ? found[0].replaceAll('-', ' ') : found[0];
      const time = timeOf(written) ?? written;
      // A stamp with its zone says more than the one a container put beside it without.
      if (best === undefined || (zoned(time) && !zoned(best))) best = time;
      end = Math.max(end, found.index + found[0].length);
    }
  }
  if (best === undefined) return {};
  const between = text.slice(end).trim();
  const host = /^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252})$/.test(between) && !LEVELS.test(between) ? between : undefined;
  return { time: best, ...(host === undefined ? {} : { reporter: host }) };
}

function zoned(time: string): boolean {
  return /(?:Z|[+-]\d\d:\d\d)$/.test(time);
}

/** Seconds since 1970 as ISO 8601 in UTC; undefined for what no clock of a mail system says. */
export function epochTime(seconds: number): string | undefined {
  if (!(seconds > 100_000_000 && seconds < 10_000_000_000)) return undefined;
  return new Date(Math.round(seconds * 1000)).toISOString().replace('.000Z', 'Z');
}
