import type { Failure } from '../types.ts';
import { addressIn } from './address.ts';
import type { Clean } from './clean.ts';
import { blanks } from './codes.ts';
import { saysFailed } from './failing.ts';
import { paragraphsOf } from './lines.ts';
import { opensNotice } from './notices/index.ts';

/** A stretch of a paste that is a bounce of its own. */
export interface Part {
  from: number;
  to: number;
  /** Where the first answer stands that opens a paragraph below others. */
  answer?: number;
  /** It begins where a lone answer ends: that answer may still be the one it is about. */
  perhaps: boolean;
}

/** A paragraph that a code opens is a server's answer. */
const ANSWER = /^(?:[245]\d\d(?:[ -]#?[245]\.\d{1,3}\.\d{1,3})?[ :-]|[45]\.\d{1,3}\.\d{1,3})\s{0,2}\S/;

/** Where a notice ends, lower case: what follows is the message it is about, or nothing of it. */
const ENDS = [
  'message headers follow',
  'original message follows',
  '--- below this line',
  '------ this is a copy',
  '-----original message',
];

/** What is longer than a greeting or a title. */
const TITLE = 120;

/** More of them are a log or a list. */
const MOST = 200;

/**
 * Cuts a paste of several bounces: in front of what opens a notice, behind answers that stand alone above one, and in front of an answer
 * that is plainly none of the notice above it, which has ended or is about somebody else.
 */
export function bouncesOf(clean: Clean): Part[] {
  const paragraphs = paragraphsOf(clean.text);
  if (paragraphs.length < 2 || paragraphs.length > MOST) return [{ from: 0, to: clean.text.length, perhaps: false }];
  const parts: Part[] = [];
  let from = 0;
  let perhaps = false;
  let part = { answers: true, ended: false, answer: -1 };
  const cut = (at: number, next: boolean): void => {
    parts.push({ from, to: at, perhaps, ...(part.answer >= 0 && { answer: part.answer }) });
    from = at;
    perhaps = next;
    part = { answers: true, ended: false, answer: -1 };
  };
  const { text, lower } = clean;
  for (const [index, { from: at }] of paragraphs.entries()) {
    const start = blanks(text, at);
    const answer = isDigit(text.charCodeAt(start)) && ANSWER.test(text.slice(start, start + 40));
    if (index > 0) {
      // A greeting or a title above the first words of a notice is its own.
      if (opensNotice(lower, start) && (part.answers || at - from > TITLE || namesSomebody(text.slice(from, at))))
        cut(at, false);
      else if (part.answers && !answer) cut(at, true);
      else if (!part.answers && answer && (part.ended || isOthers(text, from, at))) cut(at, false);
    }
    if (answer && !part.answers && part.answer < 0) part.answer = at;
    part.answers &&= answer;
    part.ended ||= ENDS.some((words) => lower.startsWith(words, start));
  }
  cut(text.length, false);
  return parts;
}

/** Whether an address stands in a text, apart from the fields that mail programs show above a mail and the system that wrote it. */
const namesSomebody = (text: string): boolean =>
  text.includes('@') &&
  text.replace(/^[^\S\n]{0,20}[\p{L}-]{1,12}\s?:.*$|<?(?:mailer-daemon|postmaster)@[^\s>]+>?/gimu, '').includes('@');

/** 2, 4 or 5: no code begins otherwise. */
const isDigit = (code: number): boolean => code === 50 || code === 52 || code === 53;

/** Whether the answer at `at` opens with an address that the text from `from` to there does not have. */
function isOthers(text: string, from: number, at: number): boolean {
  const line = text.slice(at, at + 400);
  const found = addressIn(line);
  if (!found || !/^\d{3}[ -]#?[\d.]{0,11}\s?$/.test(line.slice(0, found.from))) return false;
  return !text.slice(from, at).toLowerCase().includes(found.address.toLowerCase());
}

/** Whether every failure is told by a code or by words that say more than that it failed. */
export function areTold(failures: readonly Failure[]): boolean {
  return (
    failures.length > 0 &&
    failures.every(
      ({ reply, status, words }) =>
        reply !== undefined || status !== undefined || (words !== '' && !saysFailed(words.toLowerCase())),
    )
  );
}
