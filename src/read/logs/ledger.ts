import type { Failure, Form } from '../../types.ts';
import { type Said, said } from '../answer.ts';
import type { Claim } from '../claim.ts';
import type { Attempt, GaveUp, LogEvent, LogLine, Seen } from './family.ts';

/** How many messages and open deferrals are remembered; the oldest go first. */
export interface Keeps {
  messages: number;
  waiting: number;
}

/**
 * Puts together what several lines tell about one delivery, in bounded memory: who sent the message, which deferral was
 * followed by a success (then it is no failure), by another deferral (then it is the same one) or by giving up.
 */
export interface Ledger {
  /**
   * @param offset where `line` begins in the text that the claims' spans count in
   * @returns failures that are final with this event, and deferrals pushed out by newer ones
   */
  take(event: LogEvent, line: LogLine, offset: number): Claim[];
  /** Deferrals that nothing closed, oldest first; the ledger forgets them. */
  open(): Claim[];
  /** True when a success under this key would close something. */
  awaits(key: string): boolean;
}

/**
 * @param form what the failures' `form` is
 * @param delivered called with every success
 */
export function createLedger(keeps: Keeps, form: Form, delivered?: (claim: Claim) => void): Ledger {
  const facts = new Map<string, Seen>();
  const waiting = new Map<string, Map<string, Claim>>();
  let waits = 0;
  const read = answerReader();

  function about(key: string, seen: Seen): void {
    const known = facts.get(key);
    facts.delete(key);
    facts.set(key, { ...known, ...seen });
    if (facts.size > keeps.messages) drop(facts);
  }

  function factsOf(event: Attempt | GaveUp): Seen {
    const own = event.key === undefined ? undefined : facts.get(event.key);
    const queueId = event.seen.queueId ?? own?.queueId;
    return { ...(queueId === undefined ? {} : facts.get(queueId)), ...own, ...event.seen };
  }

  function attempt(event: Attempt, line: LogLine, offset: number): Claim[] {
    const claim = claimOf(form, event, factsOf(event), line, offset, read);
    const key = claim.failure.queueId ?? event.key;
    const name = claim.failure.recipient?.toLowerCase() ?? '';
    const earlier = key === undefined ? undefined : forget(key, name);
    if (event.action === 'delivered') {
      delivered?.(claim);
      return [];
    }
    if (earlier?.failure.action === 'delayed') claim.failure.attempts = (earlier.failure.attempts ?? 1) + 1;
    if (event.action !== 'delayed' || key === undefined) return [claim];
    const open = waiting.get(key) ?? new Map<string, Claim>();
    waiting.delete(key);
    waiting.set(key, open.set(name, claim));
    waits += 1;
    return waits > keeps.waiting ? oldest() : [];
  }

  function gaveUp(event: GaveUp, line: LogLine, offset: number): Claim[] {
    const open = waiting.get(event.key);
    if (open === undefined)
      return [claimOf(form, { ...event, is: 'attempt', action: 'failed' }, factsOf(event), line, offset, read)];
    waiting.delete(event.key);
    waits -= open.size;
    return [...open.values()].map((claim) => ({
      ...claim,
      failure: { ...factsOf(event), ...claim.failure, action: 'failed' },
    }));
  }

  function forget(key: string, name: string): Claim | undefined {
    const open = waiting.get(key);
    // A success that doesn't name its recipient, or a deferral that didn't, speaks for the whole message.
    const found = open?.get(name) ?? open?.get('') ?? (name === '' ? open?.values().next().value : undefined);
    if (open === undefined || found === undefined) return undefined;
    for (const [who, claim] of open) if (claim === found) open.delete(who);
    waits -= 1;
    if (open.size === 0) waiting.delete(key);
    return found;
  }

  function oldest(): Claim[] {
    const first = waiting.entries().next().value;
    if (first === undefined) return [];
    waiting.delete(first[0]);
    waits -= first[1].size;
    return [...first[1].values()];
  }

  return {
    take(event, line, offset) {
      if (event.is === 'attempt') return attempt(event, line, offset);
      if (event.is === 'gave-up') return gaveUp(event, line, offset);
      if (event.is === 'about') about(event.key, event.seen);
      else facts.delete(event.key);
      return [];
    },
    open() {
      const left = [...waiting.values()].flatMap((open) => [...open.values()]);
      waiting.clear();
      waits = 0;
      return left;
    },
    awaits: (key) => waiting.has(key),
  };
}

function drop<K>(map: Map<K, unknown>): void {
  const first = map.keys().next();
  if (first.done !== true) map.delete(first.value);
}

/** How many answers are remembered. */
const ANSWERS = 500;

/** Reads answers, each text once: the same few fill a log, and what is read depends on nothing but the text. */
function answerReader(): (text: string) => Said {
  const known = new Map<string, Said>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const answer = said(text);
    if (known.size >= ANSWERS) known.clear();
    if (text.length < 1000) known.set(text, answer);
    return answer;
  };
}

function claimOf(
  form: Form,
  event: Attempt,
  seen: Seen,
  line: LogLine,
  offset: number,
  read: (text: string) => Said,
): Claim {
  const text = event.written ?? (event.answer === undefined ? '' : line.text.slice(...event.answer));
  const answer = read(text);
  const status = answer.status ?? seen.status;
  const failure: Failure = {
    form,
    action: event.action,
    ...seen,
    ...answer,
    ...(status === undefined ? {} : { status }),
  };
  return {
    span: [offset, offset + line.text.length],
    ...(event.answer === undefined ? {} : { answer: [offset + event.answer[0], offset + event.answer[1]] }),
    failure,
  };
}
