import { fill } from '../catalog/fill.ts';
import type { Inline, Line, Part, Verdict } from '../types.ts';
import type { Book } from './book.ts';
import { clipped } from './clipped.ts';
import { answerText, evidence } from './evidence.ts';
import { linked } from './linked.ts';
import { maskAddresses } from './mask.ts';
import * as words from './words.ts';

/** How a verdict is shown. */
export interface Manner {
  /** Hide who addresses belong to. */
  mask: boolean;
  /** Makes a full address out of a path of the code reference; absent when there is none to link to. */
  page?: (path: string) => string;
  /** ISO date of today: rules last checked more than a year before are marked. */
  today?: string;
}

/** One failure in detail, in the order in which it is read: what, who, what to do, why, how sure. */
export function verdictParts(verdict: Verdict, others: readonly Verdict[], book: Book, manner: Manner): Part[] {
  return [
    anatomy(verdict, others, book, manner),
    { kind: 'line', line: [meaning(verdict, book, manner)] },
    advice(verdict),
    // What rests on a guess is settled before it is acted on.
    ...(verdict.confidence === 'guess' ? doubt(verdict, book) : []),
    ...facts(verdict, manner),
    ...steps(verdict, manner),
    ...proof(verdict, book, manner),
    ...(verdict.confidence === 'guess' ? [] : doubt(verdict, book)),
    ...times(verdict),
    ...prevention(verdict, manner),
    ...links(verdict, book, manner),
  ];
}

/** "Fix the recipient: The mailbox is full", or what stands in the bucket's place. */
export function verdictTitle(verdict: Verdict, delayed: boolean, book: Book): string {
  const cause = causeTitle(verdict.cause, book);
  if (delayed) return `${words.VERDICT.notFailedYet}: ${cause}`;
  if (verdict.bucket === null) return `${words.VERDICT.ownDevice}: ${cause}`;
  return `${bucketTitle(verdict.bucket, book)}: ${cause}`;
}

export function causeTitle(id: string, book: Book): string {
  return book.cause(id)?.title ?? id;
}

export function bucketTitle(bucket: NonNullable<Verdict['bucket']>, book: Book): string {
  return book.bucket(bucket)?.title ?? words.BUCKET_FALLBACK[bucket];
}

/** Name of who answered, marked where it is only presumed. */
export function providerName(verdict: Verdict, book: Book): string | undefined {
  if (verdict.provider === undefined) return verdict.remote;
  const name = book.shelf(verdict.provider)?.name ?? verdict.provider;
  return verdict.presumed ? `${name} (${words.presumedMark})` : name;
}

/** Addresses of one group, as one phrase. */
export function recipientsText(verdicts: readonly Verdict[], most: number, mask: boolean): string {
  const all = [...new Set(verdicts.flatMap(({ recipient }) => (recipient === undefined ? [] : [recipient])))];
  const shown = all.slice(0, most).map((address) => (mask ? maskAddresses(address) : address));
  return all.length > most ? `${shown.join(', ')} ${words.andMore(all.length - most)}` : shown.join(', ');
}

function anatomy(verdict: Verdict, others: readonly Verdict[], book: Book, manner: Manner): Part {
  const code = answerText({ ...verdict, words: '' });
  const answered = providerName(verdict, book);
  const addressed = recipientsText([verdict, ...others], 3, manner.mask);
  const items = [
    { label: words.VERDICT.codeLabel, value: code },
    { label: words.VERDICT.answeredLabel, value: answered ?? '' },
    { label: words.VERDICT.recipientLabel, value: addressed },
    { label: words.VERDICT.sureLabel, value: words.SURE[verdict.confidence] },
  ];
  return { kind: 'anatomy', items: items.filter(({ value }) => value !== '') };
}

function meaning(verdict: Verdict, book: Book, { mask }: Manner): string {
  const text = book.rule(verdict.rule)?.meaning ?? book.cause(verdict.cause)?.meaning ?? '';
  return show(fill(text, placeholders(verdict, book)), mask);
}

function placeholders(verdict: Verdict, book: Book): Record<string, string> {
  const { recipient, remote, facts, waitSeconds } = verdict;
  const provider = verdict.provider === undefined ? remote : (book.shelf(verdict.provider)?.name ?? remote);
  const recipientDomain = recipient?.slice(recipient.lastIndexOf('@') + 1);
  return {
    ...(recipientDomain && { recipientDomain }),
    ...(recipient !== undefined && { recipient }),
    ...(remote !== undefined && { remote }),
    ...(provider !== undefined && { provider }),
    ...(waitSeconds !== undefined && { wait: words.duration(waitSeconds) }),
    ...facts,
  };
}

/** Who can fix it and whether to send again, together in one line. */
function advice(verdict: Verdict): Part {
  const wait = verdict.waitSeconds === undefined ? undefined : words.duration(verdict.waitSeconds);
  const line: Inline[] = [
    { strong: words.VERDICT.whoLabel },
    ` ${words.OWNER[verdict.owner]}. `,
    { strong: words.VERDICT.againLabel },
    ` ${capital(words.sendAgain(verdict.retry, wait))}`,
  ];
  const odd = oddity(verdict);
  return { kind: 'line', line: odd === undefined ? line : [...line, ` ${odd}`] };
}

/** The code's first digit and the advice disagree: said, because people act on the digit. */
function oddity(verdict: Verdict): string | undefined {
  const passes = verdict.retry === 'automatic' || verdict.retry === 'later-once';
  if (verdict.wire === 'permanent' && passes) return words.VERDICT.permanentButClears;
  if (verdict.wire === 'temporary' && !passes) return words.VERDICT.temporaryButStays;
  return undefined;
}

function facts(verdict: Verdict, { mask }: Manner): Part[] {
  const items = Object.entries(words.FACT).flatMap(([name, label]) => {
    const value = verdict.facts[name];
    return value === undefined ? [] : [{ label, value: show(value, mask) }];
  });
  return items.length === 0 ? [] : [{ kind: 'anatomy', items }];
}

function steps(verdict: Verdict, { mask }: Manner): Part[] {
  if (verdict.steps.length === 0) return [];
  const lines = verdict.steps.map((step): Line => linked(show(step, mask)));
  return [
    { kind: 'heading', text: words.VERDICT.stepsHeading },
    { kind: 'steps', steps: lines },
  ];
}

function proof(verdict: Verdict, book: Book, manner: Manner): Part[] {
  const parts: Part[] = [];
  const quote = evidence(verdict, verdict.because, providerName(verdict, book), manner.mask);
  if (quote !== undefined) parts.push(quote);
  const outer = verdict.outer === undefined ? '' : show(answerText(verdict.outer), manner.mask);
  if (outer !== '') {
    parts.push({ kind: 'line', line: [words.VERDICT.relaySaid] });
    parts.push({ kind: 'quote', text: clipped(outer, 420) });
  }
  return parts;
}

function doubt(verdict: Verdict, book: Book): Part[] {
  const said: string[] = [];
  if (verdict.confidence !== 'certain') said.push(words.DOUBT[verdict.confidence]);
  const others = (verdict.candidates ?? []).filter(({ cause }) => cause !== verdict.cause);
  const titles = [...new Set(others.map(({ cause }) => causeTitle(cause, book)))];
  if (titles.length > 0) said.push(words.couldAlsoBe(titles));
  const name = verdict.presumed && verdict.provider !== undefined ? book.shelf(verdict.provider)?.name : undefined;
  if (name !== undefined) said.push(words.presumed(name));
  const parts: Part[] = said.length === 0 ? [] : [{ kind: 'note', line: [said.join(' ')] }];
  if (verdict.question === undefined) return parts;
  const question = fill(verdict.question, placeholders(verdict, book));
  return [...parts, { kind: 'note', line: [{ strong: words.VERDICT.settleLabel }, ` ${question}`] }];
}

/** An ISO time with its zone can be shown in the reader's own; any other stands in the JSON as written. */
const ZONED = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)$/;

function times({ time, retryUntil }: Verdict): Part[] {
  const parts: Part[] = [];
  if (time !== undefined && ZONED.test(time)) parts.push({ kind: 'time', label: words.VERDICT.timeLabel, iso: time });
  if (retryUntil !== undefined && ZONED.test(retryUntil)) {
    parts.push({ kind: 'time', label: words.VERDICT.retryUntilLabel, iso: retryUntil });
  }
  return parts;
}

function prevention(verdict: Verdict, { mask, today }: Manner): Part[] {
  const parts: Part[] = [];
  if (verdict.originalRecipient !== undefined && verdict.recipient !== undefined) {
    const text = words.forwarded(verdict.originalRecipient, verdict.recipient);
    parts.push({ kind: 'note', line: [show(text, mask)] });
  }
  if (verdict.prevention !== undefined) {
    parts.push({ kind: 'note', line: [{ strong: words.VERDICT.sentenceLabel }, ` ${show(verdict.prevention, mask)}`] });
  }
  if (today !== undefined && verdict.checked !== undefined && older(verdict.checked, today)) {
    parts.push({ kind: 'note', line: [words.stale(verdict.checked)] });
  }
  return parts;
}

/** More than a year apart; both are ISO dates, which compare as text. */
function older(checked: string, today: string): boolean {
  const yearAgo = `${Number(today.slice(0, 4)) - 1}${today.slice(4, 10)}`;
  return checked < yearAgo;
}

function links(verdict: Verdict, book: Book, { page }: Manner): Part[] {
  const found: { label: string; href: string }[] = [];
  if (page !== undefined) {
    const code = verdict.status ?? verdict.reply?.toString();
    if (code !== undefined) found.push({ label: words.VERDICT.linkCode, href: page(`/codes/${code}`) });
    found.push({ label: words.VERDICT.linkCause, href: page(`/codes/${verdict.cause}`) });
  }
  const { lookupUrl, helpUrl } = verdict.facts;
  for (const [label, href] of [
    [words.VERDICT.linkLookup, lookupUrl],
    [words.VERDICT.linkHelp, helpUrl],
  ] as const) {
    const host = href === undefined ? undefined : hostOf(href);
    // The address came with the paste: where nobody known leads to, it stays words, and nobody is led there.
    if (href !== undefined && host !== undefined && book.leadsTo(host))
      found.push({ label: `${label} (${host})`, href });
  }
  return found.length === 0 ? [] : [{ kind: 'links', links: found }];
}

/** Its host is shown, so that nobody follows it blindly. */
function hostOf(href: string): string | undefined {
  if (!href.startsWith('https://')) return undefined;
  const host = href.slice('https://'.length).split(/[/?#:]/, 1)[0];
  return host !== undefined && /^[\w.-]{1,253}$/.test(host) ? host : undefined;
}

const show = (text: string, mask: boolean): string => (mask ? maskAddresses(text) : text);
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
