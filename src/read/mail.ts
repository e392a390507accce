import type { Failure, NotABounce } from '../types.ts';
import { isLure } from './about.ts';
import { plainCharacters } from './characters.ts';
import { type Clean, slice } from './clean.ts';
import { isDelay, saysFailed } from './failing.ts';
import { isOfStrangers } from './foreign.ts';
import { type Field, type Headers, headersAt, isBounce, isForward, isMail } from './headers.ts';
import { failedRecipients, readHuman } from './human.ts';
import { enriched, settled } from './merge.ts';
import { type Part, partsOf } from './mime.ts';
import { notABounce } from './notabounce.ts';
import { readReport } from './report.ts';
import { messageFacts, reportFacts } from './returned.ts';
import type { Seen } from './text.ts';

/** Mails inside mails inside mails: real ones stop at two. */
const DEPTH = 5;

/**
 * Reads a whole mail: its delivery report, its human part, and from the returned message only the header block. A bounce forwarded as an
 * attachment is opened. `to` is the end of the mail in `source`.
 */
export function readMail(source: Clean, headers: Headers, to: number, depth = 0): Seen {
  const parts = partsOf(source, headers, to);
  const types = parts.map(({ type }) => type);
  const feedback = parts.find(({ type }) => type === 'message/feedback-report');
  const not = notABounce(headers, types, feedback ? feedback.text().text : '');
  if (not) return { failures: [], not: not.not as NotABounce, ...(not.detail ? { detail: not.detail } : {}) };
  const pasted = depth < DEPTH ? pastedSource(parts, depth) : undefined;
  if (pasted) return pasted;
  // What somebody sends on to ask about it.
  const sent = isForward(headers) && depth < DEPTH ? innerBounce(parts, depth) : undefined;
  if (sent) return sent;
  const returned = returnedHeaders(parts);
  const reported = parts.filter(isReport).flatMap((part) => {
    const clean = plainCharacters(part.text());
    return settled(clean, readReport(clean));
  });
  const trusted = isBounce(headers) || reported.length > 0;
  const human = readHuman(parts, headers, trusted);
  let failures =
    reported.length > 0
      ? reported.map((failure) => withHuman(failure, human.failures, reported.length))
      : human.failures;
  if (failures.length === 0 && depth < DEPTH) {
    const inner = innerBounce(parts, depth);
    if (inner) return inner;
  }
  if (failures.length === 0 && isBounce(headers)) failures = unexplained(headers, human.prose);
  if (reported.length === 0 && !(returned ?? human.returned) && isFalse(failures, human.prose)) return { failures: [] };
  const facts = { ...reportFacts(headers), ...messageFacts(returned ?? human.returned) };
  failures = failures.map((failure) => completed(failure, facts, human.prose));
  const seen: Seen = { failures };
  if (failures.length === 0) {
    if (human.not) seen.not = human.not;
    if (human.detail) seen.detail = human.detail;
    const words = trusted ? human.prose : (human.loose?.words ?? '');
    if (words) seen.loose = completed({ form: 'loose', action: 'failed', words }, facts, '');
  }
  return seen;
}

/** Whether a mail only looks like a notice: it gives no code and no message back, and is of parcels, or asks its reader to log in. */
function isFalse(failures: readonly Failure[], prose: string): boolean {
  if (failures.some(({ reply, status }) => reply !== undefined || status !== undefined)) return false;
  const lower = [prose, ...failures.map(({ words }) => words)].join(' ').toLowerCase();
  return isLure(lower) || isOfStrangers(lower);
}

/** A bounce that says no more than that it is one, or only whom it is about: of some nothing but the header block is pasted. */
function unexplained(headers: Headers, prose: string): Failure[] {
  const recipients = failedRecipients(headers);
  const waits = prose === '' && /\bdelay(?:ed)?\b/i.test(headers.get('subject') ?? '');
  const said = waits ? 'is delayed' : prose.toLowerCase();
  if (!saysFailed(said) && (prose !== '' || recipients.length === 0)) return [];
  const failure: Failure = { form: 'notice', action: isDelay(said) ? 'delayed' : 'failed', words: '' };
  return recipients.length === 0 ? [failure] : recipients.map((recipient) => ({ ...failure, recipient }));
}

function isReport(part: Part): boolean {
  return part.type === 'message/delivery-status' || part.type === 'message/global-delivery-status';
}

/** Facts of the mail around a failure fill what the failure itself did not tell. */
function completed(failure: Failure, facts: Partial<Failure>, prose: string): Failure {
  fill(failure, facts);
  if (prose && !failure.notice) failure.notice = prose;
  return failure;
}

function fill<T extends object>(into: T, facts: Partial<T>): void {
  for (const name of Object.keys(facts) as (keyof T)[]) into[name] ??= facts[name] as T[keyof T];
}

/** What the human part says about the recipient of a report's failure, or about the only one there is. */
function withHuman(failure: Failure, human: readonly Failure[], count: number): Failure {
  const names = [failure.recipient, failure.originalRecipient].map((name) => name?.toLowerCase());
  const same = human.find(({ recipient }) => recipient !== undefined && names.includes(recipient.toLowerCase()));
  const other =
    same ??
    (count === 1 && human.length === 1 ? human[0] : undefined) ??
    human.find(({ recipient, reply }) => !recipient && reply !== undefined && reply === failure.reply);
  return other ? enriched(failure, other) : failure;
}

/** Header block of the message that failed: the first attached message or header part. */
function returnedHeaders(parts: readonly Part[]): Headers | undefined {
  for (const part of parts) {
    if (!isMessage(part)) continue;
    const { text } = part.text();
    const headers = headersAt(text, text.length - text.trimStart().length);
    if (headers && (headers.has('from') || headers.has('subject') || headers.has('received'))) return headers;
  }
  return undefined;
}

function isMessage(part: Part): boolean {
  if (
    part.type === 'message/rfc822' ||
    part.type === 'message/global' ||
    part.type === 'text/rfc822-headers' ||
    part.type === 'message/global-headers'
  )
    return true;
  return part.name !== undefined && /\.eml$/i.test(part.name);
}

/** A bounce inside a mail that is none itself: forwarded as an attachment. */
function innerBounce(parts: readonly Part[], depth: number): Seen | undefined {
  for (const part of parts) {
    if (!isMessage(part)) continue;
    const inner = part.text();
    const start = inner.text.length - inner.text.trimStart().length;
    const headers = headersAt(inner.text, start);
    if (!headers || !isBounce(headers)) continue;
    const seen = readMail(slice(inner, 0), headers, inner.text.length, depth + 1);
    if (seen.failures.length > 0 || seen.not) return seen;
  }
  return undefined;
}

/** The source of a bounce that somebody pasted into the text of a mail, or forwarded inline. */
function pastedSource(parts: readonly Part[], depth: number): Seen | undefined {
  const [part] = parts;
  if (!part || parts.length > 2 || part.type !== 'text/plain') return undefined;
  const clean = part.text();
  const start = clean.text.length - clean.text.trimStart().length;
  const headers = headersAt(clean.text, start);
  if (!isMail(headers) || !isBounce(headers) || !SOURCE.some((name) => headers.has(name))) return undefined;
  return readMail(clean, headers, clean.text.length, depth + 1);
}

/** Fields that only a mail's source shows. */
const SOURCE: readonly Field[] = ['received', 'return-path', 'mime-version', 'content-type', 'message-id'];
