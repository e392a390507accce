import { unitAt } from '../units.ts';
import { blanks, trimmed } from './codes.ts';
import { headerText } from './encoding.ts';

/** A header block (RFC 5322 §2.2): unfolded values by lower-case name, in order. */
export interface Headers {
  values: ReadonlyMap<string, readonly string[]>;
  /** Offset of the first character of the block. */
  from: number;
  /** Offset of the body: behind the empty line, or at the first line that is no header. */
  bodyAt: number;
}

/** First value of a header with encoded words decoded. */
export function header(headers: Headers | undefined, name: string): string | undefined {
  const value = headers?.values.get(name)?.[0];
  return value === undefined ? undefined : headerText(value);
}

/** A header block is small; what goes on longer than this is something else (or a hostile one). */
const BLOCK = 128 * 1024;

/**
 * Parses the header block at `from`, which must be the start of a line. Undefined where fewer than two header lines stand there.
 * An mbox `From ` line in front is skipped.
 */
export function headersAt(text: string, from: number, to = text.length): Headers | undefined {
  const values = new Map<string, string[]>();
  const limit = Math.min(to, from + BLOCK);
  let at = from;
  let count = 0;
  let last: string[] | undefined;
  let bodyAt = limit;
  if (text.startsWith('From ', at) || text.startsWith('>From ', at)) {
    const end = text.indexOf('\n', at);
    if (end < 0 || end >= limit) return undefined;
    at = end + 1;
  }
  while (at < limit) {
    let end = text.indexOf('\n', at);
    if (end < 0 || end > to) end = to;
    const code = text.charCodeAt(at);
    if (end === at || (code <= 32 && blanks(text, at, end) === end)) {
      bodyAt = Math.min(end + 1, to);
      break;
    }
    if (code === 32 || code === 9) {
      if (!last) return undefined;
      const index = last.length - 1;
      last[index] = `${last[index] ?? ''} ${bare(text, at, end)}`;
    } else {
      const colon = nameEnd(text, at, end);
      if (colon < 0) {
        if (last && goesOn(text, end + 1, limit)) {
          const index = last.length - 1;
          last[index] = `${last[index] ?? ''} ${bare(text, at, end)}`;
          at = end + 1;
          continue;
        }
        bodyAt = at;
        break;
      }
      const name = bare(text, at, colon).toLowerCase();
      const value = bare(text, colon + 1, end);
      last = values.get(name);
      if (last) last.push(value);
      else {
        last = [value];
        values.set(name, last);
      }
      count++;
    }
    at = end + 1;
    if (at >= to) bodyAt = to;
  }
  return count < 1 ? undefined : { values, from, bodyAt };
}

/** A stretch of a text without the blanks around it, cut out once: a mail has a hundred lines of headers. */
function bare(text: string, from: number, to: number): string {
  const [start, end] = trimmed(text, [from, to]);
  return text.slice(start, end);
}

/** Fields that show that a block goes on although a line of it lost the blanks it was folded with. */
const KNOWN =
  /^(?:received|return-path|delivered-to|dkim-signature|message-id|mime-version|from|to|cc|subject|date|content-[a-z-]{2,30}|reply-to|sender|authentication-results|arc-[a-z-]{2,30}|x-[a-z0-9-]{2,60}|auto-submitted|references|in-reply-to|received-spf):/i;

/** True when a known field follows within a few lines and before an empty one. */
function goesOn(text: string, from: number, limit: number): boolean {
  let at = from;
  for (let count = 0; count < 30 && at < limit; count++) {
    const end = text.indexOf('\n', at);
    if (end < 0 || end === at) return false;
    if (KNOWN.test(text.slice(at, Math.min(end, at + 80)))) return true;
    at = end + 1;
  }
  return false;
}

/** Offset of the colon behind a field name that starts at `at`; -1 where the line is no header. */
export function nameEnd(text: string, at: number, end: number): number {
  let next = at;
  const limit = Math.min(end, at + 70);
  while (next < limit) {
    const code = unitAt(text, next);
    if (code === 58) return next > at ? next : -1;
    const name =
      (code >= 97 && code <= 122) ||
      (code >= 65 && code <= 90) ||
      (code >= 48 && code <= 57) ||
      code === 45 ||
      code === 95;
    if (!name) {
      if (code !== 32 && code !== 9) return -1;
      // A blank before the colon is tolerated, words are not.
      while (next < limit && (text.charCodeAt(next) === 32 || text.charCodeAt(next) === 9)) next++;
      return text.charCodeAt(next) === 58 ? next : -1;
    }
    next++;
  }
  return -1;
}

/** Names that only a mail's header block has. */
const MAIL = [
  'received',
  'return-path',
  'message-id',
  'mime-version',
  'content-type',
  'delivered-to',
  'dkim-signature',
  'x-failed-recipients',
  'auto-submitted',
  'authentication-results',
  'x-received',
  'arc-seal',
  'envelope-to',
];

/** True for a text that opens like the source of a mail: a field, and enough behind it to be the rest. Says nothing more. */
export function mayBeMail(text: string): boolean {
  return text.length > 1000 && /^\s{0,40}(?:From |[A-Za-z][\w-]{1,60}:)/.test(text);
}

/** True for the header block of a mail, whole or as clients show it (From, To, Date, Subject). */
export function isMail(headers: Headers | undefined): headers is Headers {
  if (!headers) return false;
  const { values } = headers;
  if (values.has('reporting-mta') || values.has('final-recipient')) return false;
  let seen = 0;
  for (const name of ['from', 'to', 'subject', 'date', 'sent', 'reply-to', 'sender']) if (values.has(name)) seen++;
  for (const name of MAIL) if (values.has(name)) seen += 2;
  return seen >= 2 && values.size >= 2;
}

/** True for the header block of a bounce or another automatic answer: null sender, mailer-daemon, a report, a bounce's subject. */
export function isBounce(headers: Headers): boolean {
  const { values } = headers;
  if (values.has('x-failed-recipients')) return true;
  const path = values.get('return-path')?.[0];
  if (path !== undefined && (/^<?>?$/.test(path.trim()) || /mailer-daemon/i.test(path))) return true;
  if (/multipart\/report/i.test(values.get('content-type')?.[0] ?? '')) return true;
  const from = header(headers, 'from') ?? '';
  if (
    /mailer-?daemon|postmaster|mail delivery|maildelivery|delivery[- ]?(?:system|subsystem|status)|microsoft outlook|bounce/i.test(
      from,
    )
  )
    return true;
  return hasBounceSubject(headers);
}

/** True where the subject is one that mail systems give their bounces. */
export function hasBounceSubject(headers: Headers): boolean {
  return BOUNCE_SUBJECT.test(header(headers, 'subject') ?? '');
}

const BOUNCE_SUBJECT =
  /undeliver|returned mail|returned to sender|delivery (?:status|failure|failed|report|notification|problem|error|has failed|delayed)|mail (?:delivery|system error|could not)|failure notice|failed delivery|delivery of .{0,40}failed|not delivered|non remis|non recapitabile|nicht zustellbar|unzustellbar|no se puede entregar|não entregue|配信|недоставлен|warning: (?:message|could not)/i;
