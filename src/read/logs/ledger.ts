import type { Failure, Form } from '../../types.ts';
import { type Said, said } from '../answer.ts';
import type { Claim } from '../claim.ts';
import type { Attempt, GaveUp, LogEvent, LogLine, Seen } from './family.ts';
import { neutral } from './neutral.ts';

/** Reads a line again that told one attempt and nothing else. */
export type Again = (text: string) => LogEvent | undefined;

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
   * @param again reads the line again, where that gives this event and no other
   * @returns failures that are final with this event, and deferrals pushed out by newer ones
   */
  take(event: LogEvent, line: LogLine, offset: number, again?: Again): Claim[];
  /** Deferrals that nothing closed, oldest first; at the end the ledger forgets them. */
  open(): Iterable<Claim>;
}

/** A deferral that waits for what comes of it. There may be many: where its line tells all, the line is all that is kept. */
class Waiting {
  readonly text: string;
  readonly offset: number;
  /** The recipient in small letters; '' where none was named. */
  readonly name: string;
  readonly attempts: number;
  readonly told: { event: Attempt; seen: Seen } | Again;
  /** Another recipient's under the same key. A chain, for hardly any key has two. */
  next: Waiting | undefined;

  constructor(text: string, offset: number, name: string, attempts: number, told: Waiting['told']) {
    this.text = text;
    this.offset = offset;
    this.name = name;
    this.attempts = attempts;
    this.told = told;
    this.next = undefined;
  }
}

const named = ({ name }: Waiting): boolean => name !== '';

function chain(first: Waiting | undefined): Waiting[] {
  const all: Waiting[] = [];
  for (let one = first; one !== undefined; one = one.next) all.push(one);
  return all;
}

/**
 * @param form what the failures' `form` is
 * @param delivered called with every success
 */
export function createLedger(keeps: Keeps, form: Form, delivered?: (claim: Claim) => void): Ledger {
  const facts = new Map<string, Seen>();
  const waiting = new Map<string, Waiting>();
  let count = 0;
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
    const message = queueId === undefined ? undefined : facts.get(queueId);
    return own === undefined && message === undefined ? event.seen : { ...message, ...own, ...event.seen };
  }

  function claim({ text, offset, attempts, told }: Waiting): Claim {
    const event = typeof told === 'function' ? told(text) : told.event;
    if (event?.is !== 'attempt') throw new Error('a line of a deferral was read in two ways');
    const made = claimOf(form, event, typeof told === 'function' ? event.seen : told.seen, text, offset, read);
    if (attempts > 1) made.failure.attempts = attempts;
    return made;
  }

  function attempt(event: Attempt, { text }: LogLine, offset: number, again: Again | undefined): Claim[] {
    const seen = factsOf(event);
    const key = seen.queueId ?? event.key;
    const name = seen.recipient?.toLowerCase() ?? '';
    // Of recipients that wait by their names, a line about the whole message says the same once more.
    if (event.action === 'delayed' && name === '' && key !== undefined && chain(waiting.get(key)).some(named))
      return [];
    const earlier = key === undefined ? undefined : forget(key, name);
    if (event.action === 'delivered') {
      delivered?.(claimOf(form, event, seen, text, offset, read));
      return [];
    }
    const waits = event.action === 'delayed' && key !== undefined;
    const told = waits && seen === event.seen && again !== undefined ? again : { event, seen };
    // A line that named nobody was about the same try.
    const tries = earlier === undefined ? 0 : earlier.attempts - (earlier.name === '' && name !== '' ? 1 : 0);
    const one = new Waiting(text, offset, name, tries + 1, told);
    if (!waits) return [claim(one)];
    one.next = waiting.get(key);
    waiting.set(key, one);
    count += 1;
    return count > keeps.waiting ? oldest() : [];
  }

  function gaveUp(event: GaveUp, { text }: LogLine, offset: number): Claim[] {
    const open = waiting.get(event.key);
    const seen = factsOf(event);
    if (open === undefined)
      return [claimOf(form, { ...event, is: 'attempt', action: 'failed' }, seen, text, offset, read)];
    return claims(event.key, open).map((made) => ({
      ...made,
      failure: { ...seen, ...made.failure, action: 'failed' },
    }));
  }

  /** Takes out the deferral that a later line speaks of. One that doesn't name its recipient speaks for the whole message. */
  function forget(key: string, name: string): Waiting | undefined {
    const first = waiting.get(key);
    if (first === undefined) return undefined;
    const open = chain(first);
    const found = open.find((one) => one.name === name) ?? open.find((one) => name === '' || one.name === '');
    if (found === undefined) return undefined;
    count -= 1;
    const before = open.find(({ next }) => next === found);
    if (before !== undefined) before.next = found.next;
    else if (found.next !== undefined) waiting.set(key, found.next);
    else waiting.delete(key);
    return found;
  }

  function oldest(): Claim[] {
    const first = waiting.entries().next().value;
    return first === undefined ? [] : claims(...first);
  }

  /** All that waits under a key, in the order of the log; none of it waits any longer. */
  function claims(key: string, first: Waiting): Claim[] {
    const open = chain(first).reverse();
    waiting.delete(key);
    count -= open.length;
    return open.map(claim);
  }

  return {
    take(event, line, offset, again) {
      if (event.is === 'attempt') return attempt(event, line, offset, again);
      if (event.is === 'gave-up') return gaveUp(event, line, offset);
      if (event.is === 'about') about(event.key, event.seen);
      else facts.delete(event.key);
      return [];
    },
    *open() {
      for (const [key, first] of waiting) yield* claims(key, first);
    },
  };
}

function drop<K>(map: Map<K, unknown>): void {
  const first = map.keys().next();
  if (first.done !== true) map.delete(first.value);
}

/** How many answers are remembered. */
const ANSWERS = 500;

interface Answered {
  said: Said;
  alike: object;
}

/** Reads answers, each once: the same few fill a log, and what is read depends on nothing but the text. */
function answerReader(): (text: string, recipient: string | undefined) => Answered {
  const known = new Map<string, Said>();
  const once = (text: string): Said => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const answer = said(text);
    if (known.size >= ANSWERS) known.clear();
    if (text.length < 1000) known.set(text, answer);
    return answer;
  };
  return (text, recipient) => {
    const nameless = neutral(text, recipient);
    const alike = once(nameless?.text ?? text);
    if (nameless === undefined || recipient === undefined) return { said: alike, alike };
    const named = (part: string): string => part.replaceAll(nameless.address, recipient);
    const { words, outer } = alike;
    return {
      said: { ...alike, words: named(words), ...(outer && { outer: { ...outer, words: named(outer.words) } }) },
      alike,
    };
  };
}

function claimOf(
  form: Form,
  event: Attempt,
  seen: Seen,
  whole: string,
  offset: number,
  read: ReturnType<typeof answerReader>,
): Claim {
  const { answer, written, action } = event;
  const text = written ?? (answer === undefined ? '' : whole.slice(...answer));
  const { said: told, alike } = read(text, seen.recipient);
  // Assigned one by one: this is done for every failure of a log of millions, and a chain of spreads takes five times as long.
  const failure: Failure = { ...seen, form, action, words: told.words };
  if (told.reply !== undefined) failure.reply = told.reply;
  if (told.status !== undefined) failure.status = told.status;
  if (told.phase !== undefined) failure.phase = told.phase;
  if (told.remote !== undefined) failure.remote = told.remote;
  if (told.remoteIp !== undefined) failure.remoteIp = told.remoteIp;
  if (told.outer !== undefined) failure.outer = told.outer;
  const claim: Claim = { span: [offset, offset + whole.length], failure, alike };
  if (answer !== undefined) claim.answer = [offset + answer[0], offset + answer[1]];
  return claim;
}
