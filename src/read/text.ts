import type { Failure, NotABounce, Span } from '../types.ts';
import { isAbout, isHeld } from './about.ts';
import type { Claim } from './claim.ts';
import { type Clean, slice } from './clean.ts';
import { readClient } from './client.ts';
import { readDialogue } from './dialogue.ts';
import { notAFailure, readEvents } from './event.ts';
import { saysFailed } from './failing.ts';
import { paragraphsOf } from './lines.ts';
import { readLogLines } from './log.ts';
import { looseOf } from './loose.ts';
import { settled } from './merge.ts';
import { notABounceText } from './notabounce.ts';
import { readNotice } from './notice.ts';
import { addAhead, readReply } from './reply.ts';
import { readReport } from './report.ts';
import { mayBeEvent, mayBeLog, SIGN, signsOf } from './signs.ts';
import { readTable } from './table.ts';

/** What a text or a mail was seen to hold. */
export interface Seen {
  failures: Failure[];
  /** Paragraphs beside the failures that no reader claimed. */
  besides?: Failure[];
  not?: NotABounce;
  detail?: string;
  loose?: Failure;
}

/** What is known about a text before it is read. */
export interface Around {
  /** It is the human part of a bounce. */
  trusted: boolean;
  failed: readonly string[];
}

/** Nothing is known about it. */
export const UNKNOWN: Around = { trusted: false, failed: [] };

/** Reads a text by all readers. Structured ones go first; the reader of bare replies sees only what nobody claimed. */
export function readText(clean: Clean, around: Around = UNKNOWN, signs = signsOf(clean.text)): Seen {
  if (clean.text.trim() === '') return { failures: [] };
  const claims: Claim[] = [];
  const known: Span[] = [];
  const dialogue = signs & SIGN.dialogue ? readDialogue(clean) : [];
  if (!around.trusted) {
    if (mayBeEvent(signs)) {
      const { claims: events, events: places } = readEvents(clean);
      claims.push(...events);
      known.push(...places);
    }
    claims.push(...readTable(clean));
    if (mayBeLog(signs, clean.text)) {
      const log = readLogLines(clean);
      claims.push(...apart(log.claims, dialogue));
      if (dialogue.length === 0) known.push(...log.lines);
    }
  }
  const structured = claims.length > 0;
  if (signs & SIGN.report) claims.push(...readReport(clean));
  const clients = !structured && signs & SIGN.client ? readClient(clean) : [];
  // A program's error that quotes an answer is no notice, whatever it says around it, nor is its log.
  const answered =
    !(signs & SIGN.notice) &&
    (clients.some(({ failure }) => failure.reply !== undefined) || (signs & SIGN.level && LEVELS.test(clean.text)));
  const mayBeNotice = !structured && !answered && (around.trusted || (signs & (SIGN.notice | SIGN.failed)) !== 0);
  const about = mayBeNotice && !around.trusted && showsNone(clean);
  if (mayBeNotice && !about) claims.push(...readNotice(clean, around.trusted, around.failed, signs));
  claims.push(...dialogue);
  claims.push(...clients);
  // Asked about each answer, and told once: there may be thousands.
  const none = once(() => showsNone(clean));
  const classed = once(() => CLASSED.test(clean.lower));
  // A bounce's own text is read as a whole: what is left of it is prose about the code ("see DSN 5.1.10 errors").
  for (const [from, to] of around.trusted && claims.length > 0
    ? []
    : gaps(clean, [...claims.map(({ span }) => span), ...known])) {
    const rest = slice(clean, from, to);
    const replies = readReply(rest).filter((claim) => !((namesCode(claim) || classed()) && none()));
    const [only] = replies;
    if (only && replies.length === 1 && claims.length === 0) addAhead(rest.text, only);
    claims.push(...replies.map((claim) => shifted(claim, from)));
  }
  const failures = settled(clean, claims);
  // What may be a code by the words behind it counts where nothing else is found, and only where a rule knows these words.
  const perhaps = failures.every(({ form }) => form === 'loose') ? failures.splice(0)[0] : undefined;
  const seen: Seen = { failures: failures.filter(({ form }) => form !== 'loose') };
  if (failures.length > 0) {
    // A notice's own sentences are no errors beside it.
    if (!around.trusted && claims.every(({ failure }) => failure.form === 'reply')) {
      const besides = paragraphsBeside(
        clean,
        claims.map(({ span }) => span),
      );
      if (besides.length > 0) seen.besides = besides;
    }
    return seen;
  }
  const not =
    (around.trusted || !mayBeEvent(signs) ? undefined : notAFailure(clean)) ?? notABounceText(clean.text, clean.lower);
  if (not) {
    seen.not = not.not;
    if (not.detail) seen.detail = not.detail;
    return seen;
  }
  const told = mayBeNotice || structured ? about : none();
  const loose = perhaps ?? (told ? undefined : looseOf(clean));
  if (loose) seen.loose = loose;
  return seen;
}

/** What a question is answered with, made when it is first asked. */
function once(answer: () => boolean): () => boolean {
  let known: boolean | undefined;
  return () => {
    known ??= answer();
    return known;
  };
}

/** Whether a text tells of bounces, or of what waits, and shows none. */
const showsNone = (clean: Clean): boolean => isAbout(clean) || isHeld(clean);

/**
 * Whether a code is only named or explained, without what the server said: `rejects it with a 554 error`, `550 is the most common`,
 * `one more check for error code 450. I suggest …`.
 */
const namesCode = ({ failure }: Claim): boolean =>
  failure.status === undefined &&
  /^(?:(?:is (?:an?|the)|means|indicates|refers to) |(?:errors?|codes?|response|status|repl(?:y|ies))(?:[.,;"')]|$| code\b)|['")\]]|[.!?](?:\s|$))/i.test(
    failure.words,
  );

/** Who asks how bounces are counted quotes them, and so does who lists three of them in a sentence. */
const CLASSED =
  /\b(?:classified|treated|counted|handled|categori[sz]ed|recogni[sz]ed|detected) as (?:an? )?(?:hard|soft|permanent|temporary)|(?:[45]\d\d[ :][^;\uff1b\n]{2,60}[;\uff1b] ?){2}[45]\d\d[ :]/;

/** Two lines with a level each, as programs log. */
const LEVELS =
  /\b(?:ERROR|WARN(?:ING)?|INFO|DEBUG)\b[^\n]{0,400}\n(?:[^\n]{0,400}\n)?[^\n]{0,80}\b(?:ERROR|WARN(?:ING)?|INFO|DEBUG)\b/;

/** Paragraphs looked at beside answers. */
const BESIDES = 8;

/** Length of a bare error. */
const SHORT = 300;

/** Words of people, who speak in no error. */
const SPOKEN =
  /\b(?:i|i'm|i've|we|we're|our|us|my|me|they|he|she|anyone|hey|hi|hello|thanks|please|could you|can you)\b|\?\s*$/i;

/** The paragraphs apart from all claims that may be errors without a code: `Storage quota exceeded` between two replies. */
function paragraphsBeside(clean: Clean, claimed: readonly Span[]): Failure[] {
  const paragraphs = paragraphsOf(clean.text);
  if (paragraphs.length < 2) return [];
  const free = gaps(clean, claimed);
  let next = 0;
  return paragraphs
    .filter(({ from, to }) => {
      while ((free[next]?.[1] ?? Number.POSITIVE_INFINITY) < to) next++;
      return to - from <= SHORT && (free[next]?.[0] ?? to) <= from;
    })
    .map(({ from, to }) => slice(clean, from, to))
    .filter(({ text, lower }) => !SPOKEN.test(text) && !saysFailed(lower))
    .slice(0, BESIDES)
    .map(looseOf)
    .filter((one) => one !== undefined);
}

/** Log lines that are no part of a transcript: debug output of a mail library is read as the dialogue it shows. */
function apart(log: readonly Claim[], dialogue: readonly Claim[]): Claim[] {
  if (dialogue.length === 0) return [...log];
  const spans = dialogue.map(({ span }) => span).sort((a, b) => a[0] - b[0]);
  let next = 0;
  return log.filter(({ span }) => {
    while (next < spans.length && (spans[next]?.[1] ?? 0) <= span[0]) next++;
    const other = spans[next];
    return other === undefined || other[0] >= span[1];
  });
}

/** The stretches of a text that none of the spans covers. */
function gaps(clean: Clean, covered: readonly Span[]): [number, number][] {
  if (covered.length === 0) return [[0, clean.text.length]];
  const spans = covered.toSorted((a, b) => a[0] - b[0]);
  const free: [number, number][] = [];
  let at = 0;
  for (const [from, to] of spans) {
    if (from > at) free.push([at, from]);
    at = Math.max(at, to);
  }
  if (at < clean.text.length) free.push([at, clean.text.length]);
  return free;
}

function shifted(claim: Claim, by: number): Claim {
  const span = [claim.span[0] + by, claim.span[1] + by] as const;
  return claim.answer ? { ...claim, span, answer: [claim.answer[0] + by, claim.answer[1] + by] } : { ...claim, span };
}
