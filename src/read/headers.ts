import type { Span } from '../types.ts';
import { unitAt } from '../units.ts';
import { blanks, trimmed } from './codes.ts';
import { headerText } from './encoding.ts';
import { opensNotice } from './notices/index.ts';

/** The fields that readers ask for; of others it only counts that they are there. */
const ASKED = [
  ...['received', 'return-path', 'delivered-to', 'x-received', 'envelope-to', 'x-envelope-from'],
  ...['arc-seal', 'dkim-signature', 'authentication-results', 'reporting-mta', 'final-recipient'],
  ...['message-id', 'mime-version', 'from', 'to', 'cc', 'subject', 'date', 'sent', 'reply-to', 'sender', 'importance'],
  ...['content-type', 'content-transfer-encoding', 'content-disposition', 'content-description', 'content-id'],
  ...['auto-submitted', 'x-autoreply', 'x-autorespond', 'x-failed-recipients', 'x-ses-outgoing', 'x-aws-outgoing'],
] as const;
export type Field = (typeof ASKED)[number];

/** A header block (RFC 5322 §2.2). Its fields are unfolded when they are asked for: most of a hundred never are. */
export class Headers {
  /** Offset of the first character of the block. */
  readonly from: number;
  /** Offset of the body: behind the empty line, or at the first line that is no header. */
  readonly bodyAt: number;
  /** How many fields these are: names that are asked for, and lines of others. */
  readonly size: number;
  readonly #text: string;
  /** Where the values of each field stand, start and end in turn. */
  readonly #spans: ReadonlyMap<Field, readonly number[]>;

  constructor(text: string, [from, bodyAt]: Span, spans: ReadonlyMap<Field, readonly number[]>, others = 0) {
    this.#text = text;
    this.from = from;
    this.bodyAt = bodyAt;
    this.#spans = spans;
    this.size = spans.size + others;
  }

  has(name: Field): boolean {
    return this.#spans.has(name);
  }

  /** True where no other fields occur than these. */
  hasOnly(names: ReadonlySet<Field>): boolean {
    return this.size === this.#spans.size && [...this.#spans.keys()].every((name) => names.has(name));
  }

  /** First value of a field as written; '' where there is none. */
  raw(name: Field): string {
    const spans = this.#spans.get(name);
    return spans === undefined ? '' : unfolded(this.#text, spans[0] as number, spans[1] as number);
  }

  /** All values of a field as written. */
  all(name: Field): string[] {
    const spans = this.#spans.get(name) ?? [];
    const values: string[] = [];
    for (let next = 0; next < spans.length; next += 2)
      values.push(unfolded(this.#text, spans[next] as number, spans[next + 1] as number));
    return values;
  }

  /** First value of a field with its encoded words decoded. */
  get(name: Field): string | undefined {
    return this.has(name) ? headerText(this.raw(name)) : undefined;
  }
}

/** The lines of a value as one, a blank for each fold (RFC 5322 §2.2.3). */
function unfolded(text: string, from: number, to: number): string {
  let end = text.indexOf('\n', from);
  if (end < 0 || end >= to) return bare(text, from, to);
  let value = bare(text, from, end);
  while (end >= 0 && end < to) {
    const start = end + 1;
    end = text.indexOf('\n', start);
    value += ` ${bare(text, start, end < 0 || end > to ? to : end)}`;
  }
  return value;
}

/** A header block is small; what goes on longer than this is something else (or a hostile one). */
const BLOCK = 128 * 1024;

/**
 * Parses the header block at `from`, which must be the start of a line. Undefined where no header line stands there.
 * An mbox `From ` line in front is skipped.
 */
export function headersAt(text: string, from: number, to = text.length): Headers | undefined {
  const spans = new Map<Field, number[]>();
  const limit = Math.min(to, from + BLOCK);
  let at = from;
  let last: number[] | undefined;
  let bodyAt = limit;
  let others = 0;
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
      last[last.length - 1] = end;
    } else {
      const colon = nameEnd(text, at, end);
      if (colon >= 0) {
        const name = fieldAt(text, at, colon);
        // The report of a part whose empty line was lost.
        if ((name === 'reporting-mta' || name === 'final-recipient') && spans.has('content-type')) {
          bodyAt = at;
          break;
        }
        last = name && spans.get(name);
        if (last) last.push(colon + 1, end);
        else {
          last = [colon + 1, end];
          if (name) spans.set(name, last);
          else others++;
        }
      } else if (last && !opensBody(text, at) && goesOn(text, end + 1, limit)) last[last.length - 1] = end;
      else {
        bodyAt = at;
        break;
      }
    }
    at = end + 1;
    if (at >= to) bodyAt = to;
  }
  return last && new Headers(text, [from, bodyAt], spans, others);
}

/** The field that is named in front of `colon`, where it is one that readers ask for. */
function fieldAt(text: string, at: number, colon: number): Field | undefined {
  let to = colon;
  while (unitAt(text, to - 1) <= 32) to--;
  const name = BY_HASH.get(hashOf(text, at, to));
  return name?.length === to - at && text.slice(at, to).toLowerCase() === name ? name : undefined;
}

/** A number for a name, in whatever case it is written: most names are told by it to be none of these, without being cut out. */
function hashOf(text: string, at: number, to: number): number {
  let hash = 0;
  for (let next = at; next < to; next++) hash = (Math.imul(hash, 31) + (unitAt(text, next) | 0x20)) | 0;
  return hash;
}

const BY_HASH: ReadonlyMap<number, Field> = new Map(ASKED.map((name) => [hashOf(name, 0, name.length), name]));

/** A stretch of a text without the blanks around it, cut out once: a mail has a hundred lines of headers. */
function bare(text: string, from: number, to: number): string {
  const [start, end] = trimmed(text, [from, to]);
  return text.slice(start, end);
}

/** Fields that show that a block goes on although a line of it lost the blanks it was folded with. */
const KNOWN =
  /^(?:received|return-path|delivered-to|dkim-signature|message-id|mime-version|from|to|cc|subject|date|content-[a-z-]{2,30}|reply-to|sender|authentication-results|arc-[a-z-]{2,30}|x-[a-z0-9-]{2,60}|auto-submitted|references|in-reply-to|received-spf):/i;

/** True for the first line of a body whose empty line above was lost: a boundary or a rule, or the words that a notice begins with. */
function opensBody(text: string, at: number): boolean {
  if (text.startsWith('--', at)) return true;
  const line = text.slice(at, at + 120).toLowerCase();
  return OPENS.test(line) || opensNotice(line, 0);
}

/** First words that are not the first in all notices that have them. */
const OPENS =
  /^(?:delivery to the following|the following message to <|your message (?:was|could|has|to )|this is a (?:mime|multi-part) )/;

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

/** Names that clients show, too. */
const SHOWN: readonly Field[] = ['from', 'to', 'subject', 'date', 'sent', 'reply-to', 'sender'];

/** Names that only a mail's header block has. */
const MAIL: readonly Field[] = [
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
  if (!headers || headers.size < 2) return false;
  if (headers.has('reporting-mta') || headers.has('final-recipient')) return false;
  let seen = 0;
  for (const name of SHOWN) if (headers.has(name)) seen++;
  for (const name of MAIL) if (headers.has(name)) seen += 2;
  return seen >= 2;
}

/** True for the header block of a bounce or another automatic answer: null sender, mailer-daemon, a report, a bounce's subject. */
export function isBounce(headers: Headers): boolean {
  if (headers.has('x-failed-recipients')) return true;
  if (headers.has('return-path')) {
    const path = headers.raw('return-path');
    if (/^<?>?$/.test(path.trim()) || /mailer-daemon/i.test(path)) return true;
  }
  if (/multipart\/report/i.test(headers.raw('content-type'))) return true;
  return wroteAlone(headers) || hasBounceSubject(headers);
}

/** True for the sender of bounces; a postmaster who answers is a person. */
function wroteAlone(headers: Headers): boolean {
  const from = headers.get('from') ?? '';
  return BOUNCE_SENDER.test(from) && !(/postmaster/i.test(from) && ANSWERS.test(headers.get('subject') ?? ''));
}

/** True for a mail that somebody has sent on, by its sender and its subject: what it is about came from others. */
export function isForward(headers: Headers): boolean {
  return !wroteAlone(headers) && FORWARDS.test(headers.get('subject') ?? '');
}

/** What mail programs put in front of a subject that is answered, or sent on. */
const ANSWERS = /^\s*(?:re|aw|antw|sv|vs|odp|rif|res|ynt|отв|回复|答复)\s?[:：]/i;
const FORWARDS = /^\s*(?:fwd?|wg|tr|rv|enc|i|vb|vl|pd|doorst|ilt|пересл|转发|轉寄)\s?[:：]/i;

/** True where the subject is one that mail systems give their bounces. */
export function hasBounceSubject(headers: Headers): boolean {
  return BOUNCE_SUBJECT.test(headers.get('subject') ?? '');
}

const BOUNCE_SENDER =
  /mailer-?daemon|postmaster|mail delivery|maildelivery|delivery[- ]?(?:system|subsystem|status)|microsoft outlook|bounce(?!s[@+])/i;

const BOUNCE_SUBJECT =
  /undeliver|returned mail|returned to sender|delivery (?:status|failure|failed|report|notification|problem|error|has failed|delayed)|mail (?:delivery|system error|could not)|failure notice|failed delivery|delivery of .{0,40}failed|not delivered|non remis|non recapitabile|nicht zustellbar|unzustellbar|no se puede entregar|não entregue|配信|недоставлен|warning: (?:message|could not)/i;
