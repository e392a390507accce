import type { Failure } from '../types.ts';
import { unitAt } from '../units.ts';
import { recipientOf } from './address.ts';
import { type Clean, slice } from './clean.ts';
import { blanks } from './codes.ts';
import { saysFailed } from './failing.ts';
import { type Field, type Headers, headersAt, isBounce, nameEnd } from './headers.ts';
import { timeOf } from './time.ts';

/** A human notice with the returned message cut off, and what stands in that message's header block. */
export interface Body {
  notice: Clean;
  returned?: Headers;
}

/** Header names with which returned messages start, besides those that any text may have. */
const FIRST =
  /^(?:received|return-path|delivered-to|dkim-signature|domainkey-signature|x-[a-z-]{2,40}|message-id|mime-version|from|to|subject|date|content-type|reply-to|sender|authentication-results|arc-[a-z-]{2,30}|errors-to|precedence|cc)$/;

/** Names that show it is a message's source and no list in a notice. */
const SURE: readonly Field[] = [
  'received',
  'return-path',
  'message-id',
  'mime-version',
  'dkim-signature',
  'x-received',
  'delivered-to',
  'content-type',
];

/** A line by which a reporter announces the copy: it names the message and ends like a heading. */
const ANNOUNCED =
  /(?:original|copy of|unsent|returned|your (?:message|mail)|header).{0,60}(?:message|mail|header|follow|text).{0,40}[-:.*]\s?$|^-{2,}\s?original message\b/i;

/** Most lines are told by their ends, before their words are looked at. */
function isAnnouncement(text: string, from: number, to: number): boolean {
  let end = Math.min(to, from + 160);
  while (end > from && unitAt(text, end - 1) <= 32) end--;
  const told = '-:.*'.includes(text.charAt(end - 1)) || text.startsWith('--', blanks(text, from, to));
  return told && ANNOUNCED.test(text.slice(from, end).trim());
}

/**
 * Splits a human notice from the copy of the message it returns: at the first header block of a message source, or at an announced one. What
 * follows is the sender's own text and never read for failures.
 */
export function bodyOf(clean: Clean): Body {
  const { text } = clean;
  let announced: { index: number; from: number } | undefined;
  let previousIsHeader = false;
  // End of the block looked at last: what stands in it is no block of its own.
  let looked = 0;
  for (let from = 0, to = 0, index = 0; from <= text.length; from = to + 1, index++) {
    const newline = text.indexOf('\n', from);
    to = newline < 0 ? text.length : newline;
    if (from < looked) continue;
    const colon = nameEnd(text, from, to);
    if (colon < 0) {
      previousIsHeader = false;
      if (blanks(text, from, to) === to) {
        if (announced?.index === index - 1) announced = { index, from };
      } else if (isAnnouncement(text, from, to)) announced = { index, from };
      else if (announced?.index === index - 1) announced = undefined;
      continue;
    }
    if (previousIsHeader) continue;
    previousIsHeader = true;
    const name = text.slice(from, colon).trimEnd().toLowerCase();
    if (!FIRST.test(name)) continue;
    const headers = headersAt(text, from);
    if (!headers) continue;
    looked = headers.bodyAt;
    const sure = SURE.filter((known) => headers.has(known)).length;
    const near = announced !== undefined && announced.index >= index - 2;
    const isCopy =
      (sure >= 1 && headers.size >= 3) ||
      sure >= 2 ||
      // Pasted, its folded lines may stand at the margin: the block seems to end with them.
      (near && (sure >= 1 || (headers.size >= 2 && (headers.has('from') || headers.has('to')))));
    if (!isCopy || (from > 0 && index > 0 && isBounce(headers) && !near)) continue;
    if (tellsBelow(clean, from, headers.bodyAt)) continue;
    // A rule that announces the copy right below the answer is none of its words.
    const rule = announced?.index === index - 1 ? announced.from : from;
    return { notice: slice(clean, 0, text.startsWith('--', rule) ? rule : from), returned: headers };
  }
  return { notice: clean };
}

/** As much of a notice as its first sentences take. */
const FIRST_WORDS = 300;

/** True where a notice first shows the fields of the message it is about, and only then says that this was not delivered: PMDF, X.400. */
function tellsBelow({ lower }: Clean, from: number, bodyAt: number): boolean {
  return (
    from < FIRST_WORDS && !saysFailed(lower.slice(0, from)) && saysFailed(lower.slice(bodyAt, bodyAt + FIRST_WORDS))
  );
}

/** What the header block of the returned message tells about it. */
export function messageFacts(headers: Headers | undefined): Partial<Failure> {
  if (!headers) return {};
  const facts: Partial<Failure> = {};
  const path = headers.get('return-path') ?? headers.get('x-envelope-from');
  if (path !== undefined) {
    const sender = path.trim() === '<>' ? '<>' : recipientOf(path);
    if (sender === '<>' || sender?.includes('@')) facts.sender = sender;
  }
  const from = recipientOf(headers.get('from') ?? '');
  if (from?.includes('@')) facts.from = from;
  const subject = headers.get('subject');
  if (subject) facts.subject = subject.slice(0, 500);
  const id = /<[^<>\s]{3,300}>/.exec(headers.get('message-id') ?? '');
  if (id) facts.messageId = id[0];
  const results = headers.all('authentication-results');
  if (results.length > 0) facts.authResults = results.slice(0, 5).join('\n').slice(0, 2000);
  const ip = /(\d{1,3}(?:\.\d{1,3}){3})$/.exec(headers.get('x-ses-outgoing') ?? headers.get('x-aws-outgoing') ?? '');
  if (ip?.[1]) facts.sendingIp = ip[1];
  return facts;
}

/** Facts from the header block of the bounce itself: to whom it went is who sent the message. */
export function reportFacts(headers: Headers | undefined): Partial<Failure> {
  if (!headers) return {};
  const facts: Partial<Failure> = {};
  const time = timeOf(headers.get('date') ?? '');
  if (time) facts.time = time;
  return facts;
}
