import type { Failure, Reading } from '../types.ts';
import { areTold, bouncesOf, type Part } from './bounces.ts';
import { plainCharacters, unixLines } from './characters.ts';
import { type Clean, plain, slice } from './clean.ts';
import { isDocument } from './document.ts';
import { saysFailed } from './failing.ts';
import { isForeign, isOther, isStrange } from './foreign.ts';
import { shownHeader } from './forwarded.ts';
import { type Field, Headers, hasBounceSubject, headersAt, isBounce, isMail } from './headers.ts';
import { readMail } from './mail.ts';
import { once } from './merge.ts';
import { guessBoundary } from './mime.ts';
import { relined } from './relined.ts';
import { bodyOf, messageFacts } from './returned.ts';
import { ALL, SIGN, signsOf } from './signs.ts';
import { withoutTalk } from './talk.ts';
import { uncut } from './terminal.ts';
import { readText, type Seen, UNKNOWN } from './text.ts';
import { MAIL_CAP, PASTE_CAP, tidied } from './tidy.ts';

/**
 * Makes of a paste what it holds: failures in the order they stand, or what else it is. Synchronous and pure; work grows linearly with the
 * text; nothing makes it throw. Whole mails are read up to `MAIL_CAP` characters, other pastes up to `PASTE_CAP`.
 *
 * @param known signs of the text, where the caller has looked for them already
 */
export function read(text: string, known?: number): Reading {
  if (known === undefined || known & SIGN.header) {
    const whole = plain(text.length > MAIL_CAP ? text.slice(0, MAIL_CAP) : text, 0);
    // Shifting charsets (ISO-2022) need their escapes until their part is decoded, and most of a whole mail is never read.
    const source =
      known === undefined || whole.text.includes('\u001b')
        ? unixLines(whole)
        : known & SIGN.special
          ? plainCharacters(whole)
          : whole;
    const mails = mailsIn(source);
    if (mails.length > 0) return reading(source, mails, text.length - Math.min(text.length, MAIL_CAP));
  }
  const signs = known ?? signsOf(text);
  if (text.length <= PASTE_CAP) return { ...readPaste(plain(text, 0), signs), cut: 0 };
  return { ...readPaste(plain(text.slice(0, PASTE_CAP), 0), signs), cut: text.length - PASTE_CAP };
}

/** A mail found in a text, with the text that stands before it. */
interface MailAt {
  headers: Headers;
  to: number;
}

/** The mails of a text that is one mail or an mbox from its first line on. */
function mailsIn(source: Clean): MailAt[] {
  const { text } = source;
  const start = text.length - text.trimStart().length;
  const first = headersAt(text, lineStart(text, start));
  if (!isMail(first)) return [];
  const mails: MailAt[] = [];
  let headers: Headers | undefined = first;
  while (headers) {
    const next: Headers | undefined = text.startsWith('From ', first.from)
      ? nextInMbox(text, headers.bodyAt)
      : undefined;
    mails.push({ headers, to: next ? next.from : text.length });
    headers = next;
  }
  return mails;
}

function nextInMbox(text: string, from: number): Headers | undefined {
  for (let at = text.indexOf('\nFrom ', Math.max(0, from - 1)); at >= 0; at = text.indexOf('\nFrom ', at + 1)) {
    const headers = headersAt(text, at + 1);
    if (isMail(headers)) return headers;
  }
  return undefined;
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

function reading(source: Clean, mails: readonly MailAt[], cut: number): Reading {
  return { ...joined(mails.map(({ headers, to }) => readMail(source, headers, to))), cut };
}

const SUCCESS: ReadonlySet<Failure['action']> = new Set(['delivered', 'relayed', 'expanded']);

/** Several sights of one paste: all failures; what is no bounce counts only where nothing failed. */
function joined(seen: readonly Seen[]): Omit<Reading, 'cut'> {
  const result: Omit<Reading, 'cut'> = {
    failures: seen.length === 1 ? (seen[0]?.failures ?? []) : once(seen.flatMap(({ failures }) => failures)),
  };
  const not = seen.find((one) => one.not !== undefined);
  if (not?.not && !result.failures.some(({ action }) => action === 'failed' || action === 'delayed')) {
    result.not = not.not;
    if (not.detail) result.notDetail = not.detail;
  }
  // A log that ends well, a report of success: nothing of it is left to judge.
  else if (result.failures.length > 0 && result.failures.every(({ action }) => SUCCESS.has(action)))
    result.not = 'delivered';
  const besides = seen.flatMap((one) => one.besides ?? []);
  if (besides.length > 0) result.besides = besides;
  const loose = seen.find((one) => one.loose !== undefined)?.loose;
  if (loose && result.failures.length === 0 && !result.not) result.loose = loose;
  return result;
}

/** Reads a paste that does not start as a mail: text, perhaps with a mail or the inside of one further down. */
function readPaste(raw: Clean, rawSigns: number, depth = 0): Omit<Reading, 'cut'> {
  const clean = uncut(withoutTalk(tidied(raw, rawSigns, true)));
  const signs = clean === raw ? rawSigns : signsOf(clean.text);
  if (
    (!(signs & SIGN.mail) && isForeign(clean.lower)) ||
    (signs & SIGN.stranger && !(signs & SIGN.notice) && isStrange(clean.lower)) ||
    (depth === 0 &&
      !isAnswer(clean.text) &&
      (isOther(clean.lower) || isDocument(clean, (signs & (SIGN.notice | SIGN.report)) !== 0)))
  )
    return { failures: [] };
  if (signs & SIGN.mail && depth < FORWARDS) {
    const block = shownHeader(clean.text);
    if (block) {
      const above = readText(slice(clean, 0, block.from));
      const below = slice(clean, block.bodyAt);
      return joined([
        ...(above.failures.length > 0 ? [above] : []),
        seenOf(readPaste(below, signsOf(below.text), depth + 1)),
      ]);
    }
  }
  if (!(signs & (SIGN.header | SIGN.content))) return joined(readLines(clean, signs));
  const found = mailsIn(clean);
  if (found.length > 0) return joined(found.map(({ headers, to }) => readMail(clean, headers, to)));
  const inside = mailBelow(clean, depth) ?? (signs & SIGN.content ? insideOfMail(clean) : undefined);
  if (inside) return joined([...inside]);
  const { notice, returned } = bodyOf(clean);
  const seen = readLines(notice, notice === clean ? signs : signsOf(notice.text));
  if (!returned) return joined(seen);
  const facts = messageFacts(returned);
  return joined(
    seen.map((one) => ({ ...one, failures: one.failures.map((failure): Failure => ({ ...facts, ...failure })) })),
  );
}

/** One line that begins as an answer does, as most pastes are: no more has to be asked about it. */
const isAnswer = (text: string): boolean => ANSWER.test(text) && !text.includes('\n');
const ANSWER = /^\W{0,4}[45]\d\d[ -]/;

/** Reads a text that is no mail: with the line ends that it may have lost, each bounce of it by itself. */
function readLines(clean: Clean, signs: number): Seen[] {
  if (!(signs & (SIGN.notice | SIGN.failed | SIGN.report))) return [readText(clean, UNKNOWN, signs)];
  const lines = relined(clean);
  const seen: Seen[] = [];
  let start = 0;
  for (const part of bouncesOf(lines)) {
    const { from, to, perhaps } = part;
    const own = readPart(lines, part, lines === clean ? signs : ALL);
    if (perhaps && seen.length > 0 && !areTold(own.flatMap(({ failures }) => failures)))
      seen[seen.length - 1] = readText(slice(lines, start, to));
    else {
      seen.push(...own);
      start = from;
    }
  }
  return seen;
}

/** A notice, and the answers below it that it does not claim: then its own words end above them. */
function readPart(lines: Clean, { from, to, answer }: Part, signs: number): Seen[] {
  const part = slice(lines, from, to);
  const whole = readText(part, UNKNOWN, part === lines && signs !== ALL ? signs : signsOf(part.text));
  const forms = new Set(whole.failures.map(({ form }) => form));
  if (answer === undefined || !(forms.has('notice') && forms.has('reply'))) return [whole];
  return [readText(slice(lines, from, answer)), readText(slice(lines, answer, to))];
}

/** The body of a multipart mail whose header block was left out. */
function insideOfMail(clean: Clean): Seen[] | undefined {
  const boundary = guessBoundary(clean.text, 0, clean.text.length);
  if (boundary === undefined) return undefined;
  const at = clean.text.indexOf(`--${boundary}`);
  const type = `multipart/mixed; boundary="${boundary}"`;
  const headers = new Headers(type, [at, at], new Map([['content-type', [0, type.length]]]));
  const seen = readMail(clean, headers, clean.text.length);
  const before = slice(clean, 0, at);
  return [...(before.text.trim() === '' ? [] : [readText(before)]), seen];
}

/** Forwards of forwards that are opened. */
const FORWARDS = 3;

/** The line that mail programs write above a message forwarded inline. */
const FORWARDED =
  /(?:-{3,}|_{5,}|begin) ?(?:forwarded|original|weitergeleitete|ursprüngliche|message transféré|message d'origine|mensaje reenviado|mensaje original|messaggio inoltrato|messaggio originale)/i;

/** True for the few fields of a mail that a client shows above it when it forwards or quotes it. */
function isShown(headers: Headers): boolean {
  return headers.has('from') && headers.hasOnly(SHOWN);
}

const SHOWN: ReadonlySet<Field> = new Set(['from', 'to', 'cc', 'subject', 'date', 'sent', 'reply-to', 'importance']);

function seenOf({ failures, not, notDetail, loose, besides }: Omit<Reading, 'cut'>): Seen {
  return {
    failures,
    ...(not ? { not } : {}),
    ...(notDetail ? { detail: notDetail } : {}),
    ...(loose ? { loose } : {}),
    ...(besides ? { besides } : {}),
  };
}

/** Below a notice stands the message it returns; below a few words of a person, the mail they ask about. */
function isAskedAbout({ text, lower }: Clean): boolean {
  return text.length < 400 && !saysFailed(lower) && !lower.includes('original message follows');
}

/** A bounce's source below some words of the person who pasted it. */
function mailBelow(clean: Clean, depth: number): Seen[] | undefined {
  const { text } = clean;
  const START =
    /(?:^|\n)(?:return-path|received|delivered-to|x-[a-z-]{2,40}|from|date|subject|mime-version|content-type|arc-[a-z-]{2,30}|authentication-results): /gi;
  for (let match = START.exec(text); match; match = START.exec(text)) {
    const from = match.index + (match[0].startsWith('\n') ? 1 : 0);
    const headers = headersAt(text, from);
    if (!headers) continue;
    START.lastIndex = Math.max(START.lastIndex, headers.bodyAt - 1);
    if (!isMail(headers)) continue;
    const before = slice(clean, 0, from);
    const shown = depth < FORWARDS && isShown(headers);
    const forwarded = shown && FORWARDED.test(text.slice(Math.max(0, from - 400), from));
    if (!isBounce(headers) && !forwarded && !(headers.has('received') && isAskedAbout(before))) continue;
    const above = readText(before);
    const loose = above.failures.length === 0 ? [] : [above];
    if (shown) {
      // What a client shows of a header block says little about what stands below it, which may be a whole mail once more. Only a bounce's
      // subject makes one of a text that is none by itself: a postmaster also sends other mail.
      const below = readPaste(slice(clean, headers.bodyAt), signsOf(text), depth + 1);
      if (below.failures.length > 0 || below.not || !hasBounceSubject(headers)) return [...loose, seenOf(below)];
    }
    return [...loose, readMail(clean, headers, text.length)];
  }
  return undefined;
}
