import { addressAround } from './address.ts';
import { type Clean, Mapped } from './clean.ts';
import { linesOf, unwrapped } from './lines.ts';

/** Longer texts are logs and mails, which lose their line ends nowhere. */
const LONGEST = 16_384;

/** Fields of a report or of a MIME part, as their writers spell them. */
const FIELD =
  /(?:Reporting-MTA|Received-From-MTA|Arrival-Date|Original-Envelope-Id|Final-Recipient|Original-Recipient|X-Actual-Recipient|Remote-MTA|Diagnostic-Code|Last-Attempt-Date|Will-Retry-Until|Content-Type|Content-Description|Content-Transfer-Encoding|Return-Path): ?[\w<"|[]/g;

/** Where a text without any line end goes on without so much as a blank: `by mail.The problem`, `+0000Did not`, `messageTo: <`. */
const GLUED =
  /(?<=\p{Ll}[.!?)]|\d)\p{Lu}\p{Ll}*(?:'\p{Ll}{1,2})? |(?<=[\p{Ll}\d>])(?:To|From|Subject|Date|Sent|Cc): /gu;

/** What opens a line of Sendmail's transcript, also its last words about a message that it gives up. */
const TRANSCRIPT =
  /(?:>>>|<<<) [A-Z\d]|(?<!\b\d{3}[ -])Message (?:could not be delivered for \d|will be deleted from queue)/g;

/** The rules around a heading: `----- Transcript of session follows -----`, `|---- Failed addresses follow: ----|`. */
const RULES = /\|?-{4,}\|?/g;

/** Ends of a heading or a sentence behind which a recipient is named. A word alone on its line is a label. */
const NAMES =
  /\S[ \n]\S{0,12}(?:address|addresses|address\(es\)|recipients?|recipient\(s\)|failed|delivered|delayed|disabled|message) ?[:.][\s-]{0,4}$/i;

/** A label at the beginning of its line, which its address does not leave. */
const LABEL = /\n[ \t]{0,8}(?!the |these |those |following )(?:[a-z-]{2,12} ){1,2}(?:address|recipient):[ \t]{1,4}$/i;

/** Ends of a text that goes on with an address: it is no list's next one. */
const WITHIN = /(?:[\d:=;(]|\b(?:to|from|for|by|of|and|or|user|address|recipient|mailbox|host|with|is))\s{0,2}$/i;

/**
 * Gives a text that lost its line ends those back that its marks imply: headings between rules, recipients of a list, fields of a report, the
 * marks of a transcript. The readers know these by where lines begin.
 */
export function relined(clean: Clean): Clean {
  if (clean.text.length > LONGEST || isTable(clean.text) || lost(clean.text).length === 0) return clean;
  // Where some line ends were lost, others may have been put in by wrapping.
  const whole = joined(clean);
  const out = new Mapped(whole);
  let from = 0;
  for (const at of lost(whole.text).sort((a, b) => a - b)) {
    if (at <= from) continue;
    out.copy(from, at);
    out.put('\n', at, at);
    from = at;
  }
  out.copy(from, whole.text.length);
  return out.done();
}

/** The rules of a listed mail queue stand between the headings of its columns. */
function isTable(text: string): boolean {
  return text.includes('-Sender/Recipient-');
}

/** Offsets at which a line ought to begin and does not. */
function lost(text: string): number[] {
  const found: number[] = [];
  // Each is looked for only where its first characters are.
  if (text.includes('----')) atRules(text, found);
  if (text.includes('-MTA: ') || text.includes('-Recipient: ') || text.includes('Content-Type: '))
    starts(text, FIELD, found);
  if (text.includes('>>> ') || text.includes('<<< ') || text.includes('Message ')) starts(text, TRANSCRIPT, found);
  if (text.includes('@')) atAddresses(text, found);
  if (!text.trim().includes('\n')) starts(text, GLUED, found);
  return found.filter((at) => isInside(text, at));
}

/** The text with its wrapped lines made whole. */
function joined(clean: Clean): Clean {
  const lines = linesOf(clean.text);
  const whole = unwrapped(clean.text, lines);
  if (whole.length === lines.length) return clean;
  const out = new Mapped(clean);
  let next = 0;
  for (const line of lines) {
    const begins = line.from === whole[next]?.from;
    if (begins) next++;
    if (line.from > 0) out.put(begins ? '\n' : ' ', line.from - 1, line.from);
    out.copy(line.from, line.to);
  }
  return out.done();
}

/** Whether anything stands on the line before an offset, and behind it. */
function isInside(text: string, at: number): boolean {
  let before = at - 1;
  while (before >= 0 && text.charCodeAt(before) === 32) before--;
  let after = at;
  while (after < text.length && text.charCodeAt(after) === 32) after++;
  return before >= 0 && text.charAt(before) !== '\n' && after < text.length && text.charAt(after) !== '\n';
}

function starts(text: string, marks: RegExp, found: number[]): void {
  for (const { index } of text.matchAll(marks)) found.push(index);
}

/** In front of the first rule of a heading and behind the second. */
function atRules(text: string, found: number[]): void {
  let opening: { from: number; to: number } | undefined;
  for (const { index, 0: rule } of text.matchAll(RULES)) {
    const here = { from: index, to: index + rule.length };
    if (opening && index - opening.to < 100 && HEADING.test(text.slice(opening.to, index))) {
      found.push(opening.from, here.to);
      opening = undefined;
    } else opening = here;
  }
}

/** What stands between two rules. */
const HEADING = /^ ?\(?\p{Lu}[^\n]*(?:\n[^\n]+)?$/u;

/** What a heading or a sentence ends with, where an address follows. */
const MARKS = ':.';

/** Offset of the last character before `at` that is neither blank nor dash; -1 where there is none. */
function lastBefore(text: string, at: number): number {
  let last = at - 1;
  while (last >= 0 && (text.charCodeAt(last) <= 32 || text.charCodeAt(last) === 45)) last--;
  return last;
}

/** In front of the recipients that a list or a heading names, and between them and the sentence behind. */
function atAddresses(text: string, found: number[]): void {
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const address = addressAround(text, at);
    if (!address || address.from === 0 || text.charAt(address.from - 1) === '\n') continue;
    const last = lastBefore(text, address.from);
    const announced = MARKS.includes(text.charAt(last));
    if (!announced && text.charAt(address.to) !== ':') continue;
    const before = text.slice(Math.max(0, address.from - 40), address.from);
    const after = text.slice(address.to, address.to + 40);
    const bracketed = address.to - address.from > address.address.length;
    const listed = bracketed && /^: ?[^\s\d]/.test(after) && !WITHIN.test(before);
    if (announced && NAMES.test(before) && !LABEL.test(before)) found.push(last + 1);
    else if (listed) found.push(address.from);
    else continue;
    if (/^\s?\p{Lu}\p{Ll}+ /u.test(after)) found.push(address.to);
  }
}
