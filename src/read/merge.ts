import type { Failure, Span } from '../types.ts';
import type { Claim } from './claim.ts';
import type { Clean } from './clean.ts';
import { trimmed, vague } from './codes.ts';
import { saysFailed } from './failing.ts';

/** How far a form can be trusted when two readers saw the same failure: the more structured wins. */
const RANK: Readonly<Record<Failure['form'], number>> = {
  event: 5,
  table: 5,
  log: 4,
  report: 4,
  notice: 3,
  client: 2,
  reply: 1,
  loose: 0,
};

/** Claims of one text as failures in text order: overlapping and repeated sightings of one failure become one. */
export function settled(clean: Clean, claims: readonly Claim[]): Failure[] {
  if (claims.length < 2) return claims.map((claim) => located(clean, claim));
  const tiers = new Map<number, Claim[]>();
  for (const claim of claims) {
    const rank = RANK[claim.failure.form];
    const tier = tiers.get(rank);
    if (tier) tier.push(claim);
    else tiers.set(rank, [claim]);
  }
  const kept: Claim[] = [];
  for (const rank of [5, 4, 3, 2, 1, 0]) {
    const tier = tiers.get(rank);
    if (!tier) continue;
    if (kept.length === 0) {
      // What the strongest reader saw is not to be found in anything stronger.
      kept.push(...(rank <= 2 && tier.length > 1 ? told(tier) : tier));
      continue;
    }
    const known = new Known(kept);
    const lone = kept.length === 1 && tier.length === 1 ? kept[0] : undefined;
    for (const claim of tier) {
      if (isEcho(claim.failure)) continue;
      const same = known.find(claim) ?? (lone && completes(clean, lone, claim) ? lone : undefined);
      if (same) same.failure = enriched(same.failure, claim.failure);
      else kept.push(claim);
    }
  }
  kept.sort((a, b) => a.span[0] - b.span[0]);
  return once(kept.map((claim) => located(clean, claim)));
}

/**
 * Failures without those that a notice tells once more, in the same words of the same recipient: it was pasted twice, or below its own report.
 * Logs, events and reports that repeat themselves tell of several attempts or messages.
 */
export function once(failures: Failure[]): Failure[] {
  if (failures.length < 2) return failures;
  const seen = new Set<string>();
  const reported = new Set<string>();
  return failures.filter((failure) => {
    const { form, recipient, remote = '', messageId = '', words } = failure;
    if (recipient === undefined || words === '') return true;
    if (form === 'report') reported.add(`${recipient.toLowerCase()}\n${failure.reply}\n${words}`);
    if (form !== 'notice') return true;
    if (reported.has(`${recipient.toLowerCase()}\n${failure.reply}\n${words}`)) return false;
    const key = [recipient.toLowerCase(), remote, messageId, codesKey(failure), words].join('\n');
    return !seen.has(key) && seen.add(key);
  });
}

/**
 * Answers without the bare codes that a heading names once more (`Status code: 550 5.1.10`), and each of one wording once: a trace names
 * its cause again and again.
 */
function told(claims: readonly Claim[]): Claim[] {
  const whole = new Set(claims.filter(({ failure }) => failure.words !== '').map(({ failure }) => codesKey(failure)));
  const seen = new Map<string, Failure>();
  const answered = claims.some(({ failure }) => !isEcho(failure));
  return claims.filter(({ failure }) => {
    if (answered && isEcho(failure)) return false;
    if (failure.words === '') return failure.status === undefined || !whole.has(codesKey(failure));
    if (failure.status === undefined) return true;
    const { recipient = '', remote = '', sender = '' } = failure;
    const about = recipient === '' ? `${remote}\n${sender}` : recipient.toLowerCase();
    const key = `${about}\n${codesKey(failure)}\n${bare(failure.words)}`;
    const known = seen.get(key);
    if (known && agree(known.sender, failure.sender) && agree(known.remote, failure.remote)) {
      Object.assign(known, { ...failure, ...known });
      return false;
    }
    seen.set(key, failure);
    return true;
  });
}

/** True for what a server says of DATA when it has refused all recipients before: it is no failure beside theirs. */
const isEcho = ({ reply, recipient, words }: Failure): boolean =>
  (reply === 554 || reply === 503) && recipient === undefined && /^(?:error: )?no valid recipients\b/i.test(words);

const agree = (one: string | undefined, other: string | undefined): boolean =>
  one === undefined || other === undefined || one === other;

/** True for the only weaker sighting beside the only stronger one, when it names nobody and contradicts nothing. */
function completes({ text }: Clean, { failure: strong, span }: Claim, { failure: weak, span: [from] }: Claim): boolean {
  if (weak.recipient !== undefined && (strong.recipient !== undefined || strong.form !== 'report')) return false;
  if (strong.form === 'notice') {
    const uncoded = strong.reply === undefined && strong.status === undefined;
    if (uncoded && weak.words === '') return true;
    return !answers(strong) && answers(weak) && isNext(text.slice(span[1], from));
  }
  if (strong.form !== 'report') return false;
  const status = vague(strong.status) || vague(weak.status) || strong.status === weak.status;
  return (strong.reply === undefined || weak.reply === undefined || strong.reply === weak.reply) && status;
}

/** True where an answer goes on right behind a notice, or below a heading or a rule: behind an empty line or sentences another bounce may begin. */
function isNext(between: string): boolean {
  const words = between.trim();
  if (words === '') return between.indexOf('\n') === between.lastIndexOf('\n');
  return words.endsWith(':') || !/\p{L}/u.test(words);
}

/** True for what tells a server's answer, not only that something failed. */
const answers = ({ reply, status, words }: Failure): boolean =>
  reply !== undefined || status !== undefined || !saysFailed(words.toLowerCase());

function located(clean: Clean, claim: Claim): Failure {
  const at = clean.at(trimmed(clean.text, claim.answer ?? claim.span));
  if (at) claim.failure.at = at;
  return claim.failure;
}

/** Finds a failure that was already seen: by place, by recipient, by its answer. */
class Known {
  readonly #byPlace: Claim[];
  readonly #byRecipient = new Map<string, Claim>();
  readonly #byAnswer = new Map<string, Claim>();
  readonly #byCodes = new Map<string, Claim>();

  constructor(claims: readonly Claim[]) {
    this.#byPlace = [...claims].sort((a, b) => a.span[0] - b.span[0]);
    for (const claim of claims) {
      for (const recipient of [claim.failure.recipient, claim.failure.originalRecipient]) {
        if (recipient) this.#byRecipient.set(recipient.toLowerCase(), claim);
      }
      this.#byAnswer.set(answerKey(claim.failure), claim);
      this.#byCodes.set(codesKey(claim.failure), claim);
    }
  }

  find(claim: Claim): Claim | undefined {
    return this.#overlapping(claim.span) ?? this.#sameRecipient(claim.failure) ?? this.#sameAnswer(claim.failure);
  }

  #overlapping([from, to]: Span): Claim | undefined {
    let low = 0;
    let high = this.#byPlace.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#byPlace[middle]?.span[0] ?? 0) < to) low = middle;
      else high = middle - 1;
    }
    const found = this.#byPlace[low];
    return found && found.span[0] < to && found.span[1] > from ? found : undefined;
  }

  #sameRecipient(failure: Failure): Claim | undefined {
    const found = failure.recipient ? this.#byRecipient.get(failure.recipient.toLowerCase()) : undefined;
    if (!found) return undefined;
    const { reply, status } = found.failure;
    const agrees = failure.reply === undefined || reply === undefined || failure.reply === reply;
    return agrees || (failure.status !== undefined && failure.status === status) ? found : undefined;
  }

  #sameAnswer(failure: Failure): Claim | undefined {
    if (failure.reply === undefined && failure.status === undefined) return undefined;
    // Bare codes that stand beside a whole answer with the same ones are that answer, named once more.
    const bare = failure.words === '' && failure.recipient === undefined;
    const coded = this.#byCodes.get(codesKey(failure));
    const found = bare
      ? coded
      : (this.#byAnswer.get(answerKey(failure)) ?? (runsOn(coded, failure) ? coded : undefined));
    if (!found) return undefined;
    return !failure.recipient || !found.failure.recipient ? found : undefined;
  }
}

/** True for the answer seen before, its words run on into what stands behind them. */
function runsOn(known: Claim | undefined, { status, words }: Failure): boolean {
  return (
    known !== undefined && status !== undefined && known.failure.words !== '' && words.startsWith(known.failure.words)
  );
}

const codesKey = ({ reply, status }: Failure): string => `${reply ?? ''} ${status ?? ''}`;

function answerKey(failure: Failure): string {
  return `${codesKey(failure)} ${failure.words
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '')
    .slice(0, 24)}`;
}

/**
 * One failure out of two sightings: the stronger one, its gaps filled from the weaker. The weaker one's answer replaces a poor one: no words,
 * or only their beginning (Sendmail reports the first line of an answer of several).
 */
export function enriched(strong: Failure, weak: Failure): Failure {
  if (expired(strong.status) && weak.reply !== undefined && !expired(weak.status) && !vague(weak.status)) {
    const { words, reply, status } = strong;
    const outer = { words, ...(reply === undefined ? {} : { reply }), ...(status === undefined ? {} : { status }) };
    const { words: _, reply: __, status: ___, at: ____, ...facts } = strong;
    return { ...weak, ...facts, words: weak.words, outer: strong.outer ?? outer };
  }
  const merged: Failure = { ...weak, ...strong };
  if (poorer(strong, weak)) {
    merged.words = weak.words;
    if (weak.reply !== undefined) merged.reply = weak.reply;
    if (weak.status && (vague(strong.status) || strong.status === undefined)) merged.status = weak.status;
    else if (strong.status) merged.status = strong.status;
    if (weak.at) merged.at = weak.at;
    else delete merged.at;
    if (weak.outer && !strong.outer) merged.outer = weak.outer;
  } else {
    if (vague(strong.status) && weak.status && !vague(weak.status)) merged.status = weak.status;
    if (strong.reply === undefined && strong.words !== '' && weak.reply !== undefined && strong.outer === undefined)
      merged.reply = weak.reply;
  }
  return merged;
}

/** "Too long in the queue" (RFC 3463 X.4.7) is the sending side's word; the attempt before it says why. */
function expired(status: string | undefined): boolean {
  return status === '4.4.7' || status === '5.4.7';
}

/** The report's own fields, or the message's, which a reader of prose took for the reason given below an address. */
const FIELDS =
  /^(?:(?:final|original)-recipient|(?:reporting|remote)-mta|action|status|diagnostic-code|return-path|received|message-id|mime-version):/i;

function poorer(strong: Failure, weak: Failure): boolean {
  // What stands in a field of its own is the whole of it.
  if (weak.words === '' || (strong.words !== '' && (strong.form === 'event' || strong.form === 'table'))) return false;
  if (strong.form === 'report' && FIELDS.test(weak.words)) return false;
  if (strong.words === '') return strong.reply === undefined || weak.reply === undefined || weak.reply === strong.reply;
  if (strong.reply !== undefined && weak.reply !== undefined && weak.reply !== strong.reply) return false;
  const uncoded = strong.reply === undefined && weak.reply !== undefined;
  if (uncoded && !answers(strong)) return true;
  if (!uncoded && weak.words.length <= strong.words.length) return false;
  const mine = bare(strong.words);
  if (mine.length < 12) return true;
  if (uncoded) return bare(weak.words).includes(mine);
  return strong.words.length > 40 && strong.words.length < 90 && bare(weak.words).startsWith(mine.slice(0, 80));
}

const bare = (words: string): string => words.toLowerCase().replace(/[^a-z0-9]+/g, '');
