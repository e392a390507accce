import type { Failure } from '../../types.ts';
import { addressIn } from '../address.ts';
import { said } from '../answer.ts';
import type { Claim } from '../claim.ts';
import { type Clean, slice } from '../clean.ts';
import { refusals, turnsOf } from '../dialogue.ts';
import { enriched } from '../merge.ts';
import { noticeLines } from '../recipients.ts';
import type { Family, Setting } from './family.ts';

/**
 * Sendmail: a list of addresses, each with `(reason: …)` in newer versions, then the transcript of the session. The transcript's
 * `<<<` lines are the other server's words, unmarked lines Sendmail's own reading of them.
 */
export const sendmail: Family = {
  name: 'sendmail',
  marks: [
    'transcript of session follows',
    'addresses had permanent fatal errors',
    'addresses had transient non-fatal errors',
    'addresses had delivery problems',
    'addresses had delivery errors',
  ],
  opens: ['the original message was received at'],
  read,
};

interface Listed {
  address: string;
  reason: string;
  from: number;
  to: number;
}

function read(notice: Clean, setting: Setting): Claim[] {
  const listed = list(notice);
  const start = notice.lower.indexOf('transcript of session follows');
  const transcript = start < 0 ? [] : heard(notice, notice.text.indexOf('\n', start) + 1, setting);
  if (listed.length === 0) return transcript;
  const byAddress = new Map<string, Claim>();
  for (const claim of transcript) {
    const key = claim.failure.recipient?.toLowerCase();
    if (key && !byAddress.has(key)) byAddress.set(key, claim);
  }
  const shared =
    transcript.find(({ failure }) => !failure.recipient) ?? (listed.length === 1 ? transcript[0] : undefined);
  // All of the transcript is about the only one.
  const alone = listed.length === 1 ? transcript.at(-1)?.span[1] : undefined;
  return listed.map(({ address, reason, from, to }) => {
    const failure: Failure = { form: 'notice', action: setting.action, ...said(reason), recipient: address };
    const told = byAddress.get(address.toLowerCase()) ?? shared;
    const claim: Claim = { span: [from, alone ?? to], answer: [from, to], failure };
    if (!told) return claim;
    claim.failure = { ...enriched(failure, told.failure), recipient: address, form: 'notice', action: setting.action };
    if (reason === '' && told.answer) claim.answer = told.answer;
    return claim;
  });
}

/** The addresses between the two headings, with the text in brackets behind each. */
function list(notice: Clean): Listed[] {
  const listed: Listed[] = [];
  let inside = false;
  for (const line of noticeLines(notice)) {
    if (/addresses had (?:permanent|transient|delivery)/.test(line.lower)) inside = true;
    else if (line.lower.includes('transcript of session')) inside = false;
    else if (inside && line.text !== '') {
      const last = listed.at(-1);
      const found = addressIn(line.text);
      const opens = found && /^(?:\S{1,200}: line \d{1,4}: )?[>\s<"]{0,6}$/.test(line.text.slice(0, found.from));
      if (opens)
        listed.push({
          address: found.address,
          reason: stripped(line.text.slice(found.to)),
          from: line.from,
          to: line.to,
        });
      else if (last && last.to === line.from - 1 && !/^-{2,}/.test(line.text)) {
        last.reason = stripped(`${last.reason} ${line.text}`);
        last.to = line.to;
      }
    }
  }
  return listed;
}

function stripped(text: string): string {
  const bare = text.trim().replace(/^<[^<>\s]{1,320}>\s?/, '');
  const reason = /\(reason:\s?(.{0,3000}?)\)?$/.exec(bare);
  if (reason) return (reason[1] ?? '').trim();
  // What versions before 8.8 put behind every address is no reason.
  if (/^\((?:expanded from:|unrecoverable error\)|transient failure\))/.test(bare)) return '';
  return bare.replace(/^[[(](.{2,3000})[\])]$/, '$1');
}

/** The transcript: what servers answered, and for addresses without an answer Sendmail's own line. */
function heard(notice: Clean, at: number, setting: Setting): Claim[] {
  const transcript = slice(notice, at);
  const turns = turnsOf(transcript);
  const marked = turns.filter(({ side, marked: isMarked }) => side !== 'server' || isMarked);
  const answers = refusals(transcript, marked);
  const known = new Set(answers.map(({ failure }) => failure.recipient?.toLowerCase()));
  const pending = answers.filter(({ failure }) => !failure.recipient);
  for (const turn of turns) {
    if (turn.side === 'client' || (turn.side === 'server' && turn.marked)) continue;
    const found = addressIn(turn.text.slice(0, 1000));
    const isCode = turn.side === 'server';
    if (!isCode && !/\.\.\. |deferred/i.test(turn.text)) continue;
    const key = found?.address.toLowerCase();
    if (key && known.has(key)) continue;
    const answer = said(turn.text);
    if (answer.reply !== undefined && answer.reply < 400) continue;
    const before = pending.find((claim) => claim.span[0] < turn.from && !claim.failure.recipient);
    if (found && before) {
      before.failure.recipient = found.address;
      if (!before.answer) before.span = [before.span[0], turn.to];
      known.add(key);
      continue;
    }
    if (found && /^sender|MAIL FROM/i.test(turn.text)) continue;
    if (key) known.add(key);
    else if (answers.length > 0 || /\(smtp\)\.\.\. \d{3} /.test(turn.text)) continue;
    const failure: Failure = { form: 'notice', action: setting.action, ...answer };
    failure.words = failure.words.replace(/^<[^<>\s]{3,320}>\.{3}\s/, '');
    if (found) failure.recipient = found.address;
    const claim: Claim = { span: [turn.from, turn.to], failure };
    answers.push(claim);
    // What it found wrong; the address that this is about follows.
    if (!found) pending.push(claim);
  }
  return answers
    .map((claim) => ({
      span: [claim.span[0] + at, claim.span[1] + at] as const,
      answer: [(claim.answer ?? claim.span)[0] + at, (claim.answer ?? claim.span)[1] + at] as const,
      failure: { ...claim.failure, form: 'notice' as const, action: setting.action },
    }))
    .sort((a, b) => a.span[0] - b.span[0]);
}
