import type { Failure, Verdict } from '../../../src/types.ts';

const HEAD =
  'time,recipient,sender,action,reply,status,words,remote,reporter,provider,cause,bucket,retry,owner,confidence,rule,queue_id,message_id,relay_id';

/** First line of an export, however many inputs it has. */
export const CSV_HEAD = `${HEAD}\r\n`;

type Judged = Pick<Verdict, 'provider' | 'cause' | 'bucket' | 'retry' | 'owner' | 'confidence' | 'rule'>;

/** One failure, and what it was judged to be, as a row (RFC 4180). */
export function csvRow(failure: Failure, judged: Judged): string {
  const {
    time,
    recipient,
    sender,
    action,
    reply,
    status,
    words,
    remote,
    remoteIp,
    reporter,
    queueId,
    messageId,
    relayId,
  } = failure;
  const { provider, cause, bucket, retry, owner, confidence, rule } = judged;
  const cells = [
    time,
    recipient,
    sender,
    action,
    reply,
    status,
    words,
    remote ?? remoteIp,
    reporter,
    provider,
    cause,
    bucket,
    retry,
    owner,
    confidence,
    rule,
    queueId,
    messageId,
    relayId,
  ];
  return `${cells.map(cell).join(',')}\r\n`;
}

/**
 * A cell that no spreadsheet takes for a formula: what begins with one of the characters that start one (= + - @, tab, carriage
 * return; owasp.org, "CSV Injection") gets an apostrophe in front. Line ends and controls become blanks, so that a row is a line.
 */
function cell(value: string | number | null | undefined): string {
  if (value === undefined || value === null) return '';
  const text = String(value);
  const flat = text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
  const harmless = /^[=+\-@\t\r]/.test(text) || /^\s*[=+\-@]/.test(flat) ? `'${flat}` : flat;
  return /[",\n\r']/.test(harmless) || harmless !== harmless.trim() ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
