import { unitAt } from '../units.ts';
import { evenBlanks } from './characters.ts';
import type { Clean } from './clean.ts';

/** Fields of a delivery report (RFC 3464 §2.2, §2.3 and the private ones that tell something). `recipient`: belongs to one recipient. */
const FIELDS: ReadonlyMap<string, 'message' | 'recipient'> = new Map(
  Object.entries({
    'original-envelope-id': 'message',
    'reporting-mta': 'message',
    'dsn-gateway': 'message',
    'received-from-mta': 'message',
    'arrival-date': 'message',
    'x-postfix-queue-id': 'message',
    'x-postfix-sender': 'message',
    'x-outbound-mail-relay-queue-id': 'message',
    'x-outbound-mail-relay-sender': 'message',
    'x-yandex-queue-id': 'message',
    'x-yandex-sender': 'message',
    'x-sendgrid-queueid': 'message',
    'x-sendgrid-sender': 'message',
    'x-powermta-virtualmta': 'message',
    'x-original-message-id': 'message',
    'x-display-name': 'recipient',
    'original-recipient': 'recipient',
    'final-recipient': 'recipient',
    action: 'recipient',
    status: 'recipient',
    'remote-mta': 'recipient',
    'diagnostic-code': 'recipient',
    'last-attempt-date': 'recipient',
    'final-log-id': 'recipient',
    'will-retry-until': 'recipient',
    'x-actual-recipient': 'recipient',
    'x-powermta-bouncecategory': 'recipient',
    'x-supplementary-info': 'recipient',
    'x-notify-recipient': 'recipient',
    'localized-diagnostic-code': 'recipient',
  } as const),
);

/** Characters of the shortest of them: times and links have colons, too. */
const SHORTEST = Math.min(...Array.from(FIELDS.keys(), (name) => name.length));

/** Fields that occur in no other kind of text: one of them makes a text a report. */
export const TELLING = [
  'final-recipient',
  'original-recipient',
  'diagnostic-code',
  'reporting-mta',
  'remote-mta',
  'x-actual-recipient',
];

/** A field of a report: its name, its value unfolded, and where they stand. */
export interface FieldAt {
  name: string;
  level: 'message' | 'recipient';
  value: string;
  from: number;
  /** Offset of the value. */
  valueAt: number;
  to: number;
  /** An empty line stands in front of it. */
  apart: boolean;
}

/**
 * Finds the fields of a report wherever they stand, at the start of a line or, when a chat lost the line ends, behind a blank. A value runs
 * to the next field, an empty line or a MIME delimiter; lines that are no field continue it, indented or not.
 */
export function reportFields(clean: Clean): FieldAt[] {
  const { text, lower } = clean;
  const fields: FieldAt[] = [];
  let lastStrong = -1;
  for (let colon = lower.indexOf(':'); colon >= 0; colon = lower.indexOf(':', colon + 1)) {
    let from = colon;
    while (from > 0 && from > colon - 40 && nameCharacter(unitAt(lower, from - 1))) from--;
    if (colon - from < SHORTEST) continue;
    const name = lower.slice(from, colon);
    const level = FIELDS.get(name);
    if (!level) continue;
    const before = from === 0 ? 10 : text.charCodeAt(from - 1);
    if (before > 32 && before !== 34 && before !== 124 && before !== 42) continue;
    const startsLine = lineStart(text, from);
    // `Status:` and `Action:` in the middle of a line are only believed beside the fields that are a report's own.
    if (!startsLine && !name.includes('-') && (lastStrong < 0 || from - lastStrong > 600)) continue;
    if (!startsLine && name.includes('-') === false && !plausible(name, text, colon + 1)) continue;
    if (TELLING.includes(name)) lastStrong = from;
    const previous = fields.at(-1);
    if (previous) close(previous, text, from);
    fields.push({ name, level, value: '', from, valueAt: colon + 1, to: text.length, apart: apartFrom(text, from) });
  }
  const last = fields.at(-1);
  if (last) close(last, text, text.length);
  return fields;
}

function plausible(name: string, text: string, at: number): boolean {
  const value = text.slice(at, at + 16).trim();
  return name === 'status' ? /^[245]\.\d/.test(value) : /^(?:fail|delay|deliver|relay|expan|expire)/i.test(value);
}

function nameCharacter(code: number): boolean {
  return (code >= 97 && code <= 122) || code === 45 || (code >= 48 && code <= 57);
}

function lineStart(text: string, at: number): boolean {
  let before = at - 1;
  while (before >= 0 && before > at - 8 && (text.charCodeAt(before) === 32 || text.charCodeAt(before) === 9)) before--;
  return before < 0 || text.charCodeAt(before) === 10;
}

function apartFrom(text: string, at: number): boolean {
  let ends = 0;
  for (let before = at - 1; before >= 0 && before > at - 80; before--) {
    const code = text.charCodeAt(before);
    if (code === 10) ends++;
    else if (code > 32) break;
  }
  return ends >= 2;
}

/** Longer values are no field's: the text went on without an empty line. */
const VALUE = 4000;

function close(field: FieldAt, text: string, limit: number): void {
  let end = Math.min(limit, field.valueAt + VALUE);
  const stop = endOfValue(text, field.valueAt, end);
  end = stop;
  field.to = end;
  field.value = evenBlanks(text.slice(field.valueAt, end));
}

function endOfValue(text: string, from: number, limit: number): number {
  let at = text.indexOf('\n', from);
  let first = true;
  while (at >= 0 && at < limit) {
    const end = text.indexOf('\n', at + 1);
    const line = text.slice(at + 1, end < 0 ? limit : Math.min(end, limit));
    const bare = line.trim();
    if (bare === '') {
      // A value that starts on the next line but one (a wrapped name) still counts.
      if (!first || text.slice(from, at).trim() !== '') return at;
    } else if (bare.startsWith('--') && bare.length > 8 && !/^-+ /.test(bare)) return at;
    // Another header-like line ends it, known or not, unless it is folded.
    else if (/^[A-Z][A-Za-z0-9]{0,20}(?:-[A-Za-z0-9]{1,20}){1,4}:\s/.test(line)) return at;
    else if (/^(?:Received|From|To|Subject|Date|Return-Path|Message-ID): /i.test(line)) return at;
    first = false;
    at = end;
  }
  return limit;
}
