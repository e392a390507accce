import type { Failure } from '../types.ts';
import { addressIn } from './address.ts';
import type { Clean } from './clean.ts';
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

/** Where a notice ends: what follows is the message it is about, or nothing of it. */
const END =
  /^(?:message headers follow|original message follows|-{2,} ?(?:below this line|this is a copy|original message|end of))/;

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
  for (const [index, { from: at }] of paragraphs.entries()) {
    const opening = clean.lower.slice(at, at + 200);
    const answer = ANSWER.test(opening);
    if (index > 0) {
      if (opensNotice(opening)) cut(at, false);
      else if (part.answers && !answer) cut(at, true);
      else if (!part.answers && answer && (part.ended || isOthers(clean.text, from, at))) cut(at, false);
    }
    if (answer && !part.answers && part.answer < 0) part.answer = at;
    part.answers &&= answer;
    part.ended ||= END.test(opening);
  }
  cut(clean.text.length, false);
  return parts;
}

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
