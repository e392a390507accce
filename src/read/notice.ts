import { Lookout } from '../lookout.ts';
import type { Action, Failure } from '../types.ts';
import { evenBlanks } from './characters.ts';
import type { Claim } from './claim.ts';
import type { Clean } from './clean.ts';
import { general } from './general.ts';
import { bareHost, firstWord, isHost } from './host.ts';
import type { Family, Setting } from './notices/family.ts';
import { FAMILIES } from './notices/index.ts';
import { SIGN } from './signs.ts';

/**
 * Reads what mail systems write to people: the recipients a notice names, each with the reason given for it. Families that need it have a
 * reader of their own; all others, known or not, are read by what notices have in common.
 */
export function readNotice(notice: Clean, trusted: boolean, failed: readonly string[], signs: number): Claim[] {
  const family = signs & SIGN.notice ? familyOf(notice) : undefined;
  if (!family && !trusted && !(signs & SIGN.failed)) return [];
  const setting: Setting = {
    trusted: trusted || family !== undefined,
    failed,
    action: actionOf(notice, signs),
    says: (signs & SIGN.failed) !== 0,
  };
  const own = family?.read?.(notice, setting) ?? [];
  const claims = own.length > 0 ? own : general(notice, setting);
  const reporter = family ? reporterOf(notice, family) : undefined;
  let told: string | undefined;
  for (const { failure } of claims) {
    if (reporter && !failure.reporter) failure.reporter = reporter;
    // Where nobody's answer is quoted with its code, the notice's own sentences may say what the words beside the address do not.
    const coded = failure.reply !== undefined || failure.status !== undefined;
    if (failure.form === 'notice' && !failure.notice && (failure.words === '' || !coded))
      failure.notice = told ??= prose(notice.text, claims);
  }
  return claims;
}

/** What a notice is about as a whole: few tell of success (RFC 3461 §4.1, NOTIFY=SUCCESS). */
function actionOf({ lower }: Clean, signs: number): Action {
  if ((signs & SIGN.over) === 0 && /\bsuccessfully delivered to\s+the\s+destination/.test(lower)) return 'delivered';
  return (signs & (SIGN.delayed | SIGN.over)) === SIGN.delayed ? 'delayed' : 'failed';
}

const MARKS = new Lookout(Object.fromEntries(FAMILIES.map(({ marks }, place) => [place, marks])));

/** The first family of which a mark is in the notice. */
function familyOf({ text }: Clean): Family | undefined {
  const seen = MARKS.look(text);
  return FAMILIES.find((_, place) => seen & (1 << place));
}

function reporterOf(notice: Clean, family: Family): string | undefined {
  for (const mark of family.reporter ?? []) {
    const at = notice.lower.indexOf(mark);
    if (at < 0) continue;
    const from = at + mark.length;
    const name = bareHost(firstWord(notice.text.slice(from, from + 260).trim()));
    if (isHost(name)) return name;
  }
  return undefined;
}

/** A notice says what happened in its first sentences. */
const PROSE_CAP = 1500;

/** The prose of a notice; of one about several recipients without what was said of each of them. */
function prose(text: string, claims: readonly Claim[]): string {
  const whole = evenBlanks(text.slice(0, 2 * PROSE_CAP));
  const failures = claims.map(({ failure }) => failure);
  return (claims.length > 1 ? withoutAnswers(whole, failures) : whole).slice(0, PROSE_CAP);
}

/** Answers that are taken out of a notice's prose: more of them do not fit into what is kept of it. */
const ANSWERS = 20;

/** A text on one line without the words of these failures: what was said of one recipient is no prose about another. */
export function withoutAnswers(text: string, failures: readonly Failure[]): string {
  return failures
    .slice(0, ANSWERS)
    .reduce((rest, { words }) => (words.length > 7 ? rest.replace(words, '') : rest), text);
}
