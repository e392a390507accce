import type { Failure } from '../types.ts';
import { addressIn } from './address.ts';
import type { Claim } from './claim.ts';
import type { Clean } from './clean.ts';
import { unwrapped } from './lines.ts';
import type { Setting } from './notices/family.ts';
import { LABEL, type Reason, RULE, reasonAt, reasonIn } from './reasons.ts';
import { type NoticeLine, noticeLines, onlyAddress, type RecipientLine, recipientLines } from './recipients.ts';

/** Opens with a reply code or a status, or with the host that gave it. */
const CODED = /^(?:[245]\d\d[ -]|[245]\.\d{1,3}\.\d|host \S{4,200} said: [245]\d\d)/;

/** When Exchange gave up, which it puts behind each recipient: `on 6/26/2001 12:00 PM`. Why stands below. */
const DATED =
  /^(?:on|am|le|el|il|em|op) (?:\p{L}{2,4}\.?, )?\d{1,4}[./ -][\p{L}\d]{1,9}[./ -]\d{2,4},? \d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?: ?[AP]M| [+-]\d{4})?$/u;

/** A code with its status: an answer wherever it stands. A code alone is one where a mark or a word in front of it says so. */
const STRONG = String.raw`(?=[45]\d\d[ -]#?[45]\.\d{1,3}\.\d)`;

/** Stands in front of the answer that a sentence itself quotes: `… bounces with the message: "550 5.1.1 …`, `… failed with code 550: …`. */
const QUOTED = new RegExp(
  String.raw`(?:^|[\s:"'\x60“(>])${STRONG}|(?:: ?["'\x60“(]{0,3}|\b(?:because|code|error) )(?=[45]\d\d(?:[ -]|: )[\p{L}<])`,
  'u',
);

/** Stands within a line in front of an answer. */
const ANSWERED = new RegExp(
  String.raw`(?:^|[\s:="'(>;|,])${STRONG}|[:="'(>;|,\t] ?["'(]?(?=[45]\d\d[ -][\p{L}<"'])`,
  'u',
);

/** Reads any notice: recipient lines, and between them the reasons. */
export function general(notice: Clean, setting: Setting): Claim[] {
  const lines = noticeLines(notice);
  const named = unanswered(notice, lines, recipientLines(notice, lines, setting.says || setting.trusted));
  const found = distinct(named, setting);
  if (found.length === 0) return withoutRecipient(notice, lines, setting);
  const claims: Claim[] = [];
  let waiting: RecipientLine[] = [];
  for (const [index, recipient] of found.entries()) {
    const next = found[index + 1];
    const end = next ? next.line : lines.length;
    const only = found.length === 1;
    const first = recipient.kind === 'sentence' ? paragraphEnd(lines, recipient.line, end) : recipient.line + 1;
    const reason =
      own(notice, lines, recipient, end) ??
      (next && next.line <= recipient.line + 1 ? undefined : reasonIn(notice, lines, first, end, !next));
    if (!reason && next) {
      waiting.push(recipient);
      continue;
    }
    const before = only && !reason?.coded ? reasonIn(notice, lines, 0, recipient.line, !reason) : undefined;
    const best = before?.coded || !reason ? (before ?? reason) : reason;
    for (const one of [...waiting, recipient]) claims.push(claimOf(one, best, setting, lines, end));
    waiting = [];
  }
  for (const one of waiting) claims.push(claimOf(one, undefined, setting, lines, lines.length));
  const told = claims.some(
    ({ failure }) => failure.words !== '' || failure.reply !== undefined || failure.status !== undefined,
  );
  return told || setting.trusted ? claims : [];
}

/** A line that opens with a code, or quotes one, is from there on the server's answer, whatever address it names there or where it was wrapped. */
function unanswered(notice: Clean, lines: readonly NoticeLine[], named: readonly RecipientLine[]): RecipientLine[] {
  if (!named.some(({ kind }) => kind === 'sentence')) return [...named];
  const answers = unwrapped(notice.text, lines).flatMap(({ from, to }) => {
    const text = notice.text.slice(from, to);
    if (CODED.test(text.trimStart())) return [{ from, to }];
    const quoted = ANSWERED.exec(text);
    return quoted ? [{ from: from + quoted.index + quoted[0].length, to }] : [];
  });
  return named.filter(
    ({ kind, after }) => kind !== 'sentence' || !answers.some(({ from, to }) => from < after && after <= to),
  );
}

/** Index behind the paragraph that line `index` stands in, or behind the heading in it that announces the reason. */
function paragraphEnd(lines: readonly NoticeLine[], index: number, limit: number): number {
  let end = index + 1;
  while (end < limit && lines[end]?.text !== '' && end - index < 12) {
    const text = lines[end]?.text ?? '';
    if (CODED.test(text) || LABEL.test(text) || (lines[end - 1]?.text ?? '').endsWith(':')) return end;
    end++;
  }
  return end;
}

/** The first line for each address; a later one with a reason on the same line wins over a bare mention. */
function distinct(found: readonly RecipientLine[], setting: Setting): RecipientLine[] {
  const seen = new Map<string, RecipientLine>();
  const lastList = found.findLast(({ kind }) => kind === 'list')?.line ?? -1;
  for (const line of found) {
    if (line.kind === 'sentence' && setting.trusted && lastList > line.line) continue;
    const key = line.address.toLowerCase();
    if (!seen.has(key)) seen.set(key, line);
  }
  return [...seen.values()].sort((a, b) => a.line - b.line);
}

/** The reason that starts on the recipient's own line and runs on to the next empty one. */
function own(notice: Clean, lines: readonly NoticeLine[], recipient: RecipientLine, end: number): Reason | undefined {
  if (recipient.kind === 'sentence') {
    const rest = notice.text.slice(recipient.after, lines[recipient.line]?.to);
    const quoted = QUOTED.exec(rest);
    if (quoted) {
      const at = recipient.after + quoted.index + quoted[0].length;
      return reasonAt(notice, [at, answerEnd(notice.text.slice(at, at + 3), lines, recipient.line) ?? at]);
    }
    if (!/(?:reason|because|error|said)\b[^:]{0,80}:/i.test(rest)) return undefined;
    const colon = rest.search(/(?:reason|because|error|said)\b[^:]{0,80}:/i);
    const at = recipient.after + rest.indexOf(':', colon) + 1;
    return reasonAt(notice, [at, lines[recipient.line]?.to ?? at]);
  }
  let last = recipient.line;
  while (
    last + 1 < end &&
    lines[last + 1]?.text !== '' &&
    !RULE.test(lines[last + 1]?.text ?? '') &&
    last - recipient.line < 40
  )
    last++;
  const to = lines[last]?.to ?? recipient.after;
  const text = notice.text.slice(recipient.after, to);
  if (text.trim() === '' || DATED.test(text.trim())) return undefined;
  const open = text.search(/\S/);
  const bracket = text.charAt(open);
  const inner = bracket === '(' || bracket === '[' ? open + 1 : open;
  return reasonAt(notice, [recipient.after + inner, to]);
}

/** Where an answer ends whose first line is the one at `index`: the next lines begin with its code (RFC 5321 §4.2.1). */
function answerEnd(code: string, lines: readonly NoticeLine[], index: number): number | undefined {
  let last = index;
  while (lines[last]?.text.includes(`${code}-`) && lines[last + 1]?.text.startsWith(code)) last++;
  return lines[last]?.to;
}

function claimOf(
  recipient: RecipientLine,
  reason: Reason | undefined,
  setting: Setting,
  lines: readonly NoticeLine[],
  end: number,
): Claim {
  const failure: Failure = { form: 'notice', action: setting.action, words: '', recipient: recipient.address };
  let told = recipient.after;
  if (reason) {
    Object.assign(failure, reason.answer);
    failure.words = failure.words
      .replace(/^\(?reason:\s?/i, '')

      .replace(/^\.{3}\s/, '')
      .replace(/^on \w{3}, \d{1,2} \w{3} \d{4} [\d:]{8} [+-]\d{4}\s/, '')
      .replace(/^[[(](.{3,400})[\])]$/, '$1');
  } else if (recipient.kind === 'sentence') {
    const last = paragraphEnd(lines, recipient.line, lines.length);
    told = lines[last - 1]?.to ?? told;
    failure.words = lines
      .slice(recipient.line, last)
      .map(({ text }) => text)
      .join(' ')
      .slice(0, 1000);
  }
  const to = reason ? Math.max(reason.span[1], recipient.after) : told;
  const limit = lines[end - 1]?.to ?? to;
  const claim: Claim = { span: [recipient.from, Math.max(to, Math.min(limit, to))], failure };
  if (reason) claim.answer = reason.span;
  return claim;
}

/** A trusted notice that names nobody: the failed recipients of the mail's header, or none, with the first reason in it. */
function withoutRecipient(notice: Clean, lines: readonly NoticeLine[], setting: Setting): Claim[] {
  if (!setting.trusted) return [];
  const reason = reasonIn(notice, lines, 0, lines.length, true);
  if (!reason) return [];
  const base: Failure = { form: 'notice', action: setting.action, ...reason.answer };
  const only = onlyAddress(notice.text) ?? writtenTo(lines);
  const recipients = setting.failed.length > 0 ? setting.failed : [only];
  return recipients.map((recipient) => ({
    span: reason.span,
    answer: reason.span,
    failure: recipient ? { ...base, recipient } : base,
  }));
}

/** Whom the message went to, by its `To:` among the fields that the notice shows. */
function writtenTo(lines: readonly NoticeLine[]): string | undefined {
  const fields = lines.filter(({ lower }) => /^(?:to|an|à|para|naar)\s?:\s/.test(lower));
  const found = fields.length === 1 ? addressIn(fields[0]?.text ?? '') : undefined;
  return found && !addressIn(fields[0]?.text ?? '', found.to) ? found.address : undefined;
}
