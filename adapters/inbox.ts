import type { Bot, FollowUp, Incoming, Outcome } from '../src/conversation.ts';
import { type Clock, type InboxItem, type Log, placeKey, type Random, type Store } from '../src/ports.ts';
import { SERVICE } from '../src/reply/words.ts';
import type { Limits } from './limits.ts';
import { type Inbox, type Letter, type Platform, PutOff, SendCut } from './platform.ts';
import { createPump } from './pump.ts';

export interface InboxOptions {
  store: Store;
  bot: Bot;
  clock: Clock;
  random: Random;
  log: Log;
  limits: Limits;
  watch?: InboxWatch;
  times?: Partial<InboxTimes>;
}

/** What the metrics want to know. Durations in milliseconds. */
export interface InboxWatch {
  accepted(platform: string, took: number): void;
  answered(platform: string, outcome: string, sinceAccepted: number): void;
  retried(platform: string): void;
  limited(platform: string): void;
}

export interface InboxTimes {
  /** Items of one platform worked on at once. */
  concurrency: number;
  /** After so many milliseconds without a sign of life an item passes to another process. */
  leaseMs: number;
  /** Pause before a send that broke off is looked for: what is still under way has arrived by then. */
  lookMs: number;
  /** How often to look for items nobody announced: those of dead processes, and those to be tried again. */
  pollMs: number;
  /** Tries before the person is told that it can't be answered. */
  tries: number;
  /** Pause after the first failure; twice as long after each further one, ten minutes at most. */
  backoffMs: number;
}

export const INBOX_TIMES: InboxTimes = {
  // More of them keep the door waiting for the database: with 24, three replicas took half as long again to acknowledge.
  concurrency: 8,
  leaseMs: 30_000,
  lookMs: 3_000,
  pollMs: 1_000,
  tries: 12,
  backoffMs: 1_000,
};

/** An inbox that works through what it accepted. */
export interface Worker extends Inbox {
  /** Begins to answer, also what an earlier process left behind. */
  start(platforms: readonly Platform[]): void;
  /** Takes in what nobody asked for, as durably; the platform knows how to answer there. False when it was taken in before. */
  remind(incoming: Incoming): Promise<boolean>;
  /** Takes nothing more up, resolves when what runs is finished. */
  stop(): Promise<void>;
}

const LONGEST_PAUSE = 600_000;
const SAY_BUSY_EVERY = 60_000;
/** Pauses before `done` is written again: the answer is out, so it is worth some patience. */
const DONE_PAUSES: readonly number[] = [50, 250, 1_000];

/** What is stored as an item's payload. */
interface Envelope {
  at: number;
  letter: Letter;
}

/**
 * Takes in what people ask, durably, and has it answered once: whichever process leases an item asks the bot, marks that the send
 * begins, lets the platform send, and records the outcome. A process that dies hands over by its lease.
 */
export function createInbox(options: InboxOptions): Worker {
  const { store, bot, clock, random, log, limits, watch } = options;
  const times: InboxTimes = { ...INBOX_TIMES, ...options.times };
  const platforms = new Map<string, Platform>();
  const toldBusy = new Map<string, number>();
  const pump = createPump({
    atOnce: times.concurrency,
    everyMs: times.pollMs,
    log,
    take: (platform) => store.take(platform, times.leaseMs),
    async work(name, item) {
      const platform = platforms.get(name);
      if (platform !== undefined) await answer(platform, item);
    },
  });

  /** One try at one item. Never throws: what fails is tried again later, by anybody. */
  async function answer(platform: Platform, item: InboxItem): Promise<void> {
    const { id, tries, sending } = item;
    const facts = { platform: platform.name, item: id, tries };
    try {
      const { letter, at } = JSON.parse(item.payload) as Envelope;
      const poisoned = tries > times.tries;
      const asked = poisoned ? letter : await complete(platform, letter);
      const outcomes = poisoned ? [failed(facts)] : await ask(asked);
      const outcome = outcomes.length === 0 ? 'silent' : await send(platform, item, asked, outcomes);
      if (outcome === undefined) return;
      const recorded = poisoned ? 'failed' : outcome;
      await finish(item, recorded);
      watch?.answered(platform.name, recorded, clock.now() - at);
    } catch (error) {
      log.error('answer put off', error, facts);
      watch?.retried(platform.name);
      const cut = error instanceof SendCut;
      const atLeast = error instanceof PutOff ? error.afterMs : cut ? times.lookMs : 0;
      await putOff(item, sending || cut, facts, atLeast);
    }
  }

  /** What was completed is answered where it was found; what it is known by stays. */
  async function complete(platform: Platform, letter: Letter): Promise<Letter> {
    const incoming = await platform.complete?.(letter);
    return incoming === undefined ? letter : { ...letter, incoming, once: letter.once ?? letter.incoming.id };
  }

  async function ask(letter: Letter): Promise<readonly Outcome[]> {
    return follow(letter, await bot.handle(letter.incoming));
  }

  /** Writes down what is to be done afterwards, before anything is sent; the rest is the platform's. */
  async function follow(letter: Letter, outcomes: readonly (Outcome | FollowUp)[]): Promise<readonly Outcome[]> {
    const forPlatform: Outcome[] = [];
    for (const outcome of outcomes) {
      if (outcome.do !== 'then') {
        forPlatform.push(outcome);
        continue;
      }
      const { once, place, asked } = outcome;
      const { tenant, platform, person } = letter.incoming;
      const incoming: Incoming = { id: once, tenant, platform, place, person, asked };
      if (await write({ incoming, address: letter.address })) pump.wake(platform);
    }
    return forPlatform;
  }

  function write(letter: Letter): Promise<boolean> {
    const { incoming } = letter;
    const envelope: Envelope = { at: clock.now(), letter };
    return store.accept({
      tenant: incoming.tenant,
      id: letter.once ?? incoming.id,
      platform: incoming.platform,
      payload: JSON.stringify(envelope),
      person: incoming.person.id,
      place: placeKey(incoming.place),
    });
  }

  /** Sends under a lease that is renewed while it lasts. Undefined when the item has passed to somebody else meanwhile. */
  async function send(
    platform: Platform,
    { tenant, id, tries, sending }: InboxItem,
    letter: Letter,
    outcomes: readonly Outcome[],
  ): Promise<'answered' | 'silent' | 'unknown' | undefined> {
    if (!(await store.sending(tenant, id, tries, times.leaseMs))) return undefined;
    let renewed: Promise<unknown> = Promise.resolve();
    const renewal = setInterval(() => {
      renewed = store.sending(tenant, id, tries, times.leaseMs).catch((error: unknown) => {
        log.error('lease not renewed', error, { platform: platform.name, item: id });
      });
    }, times.leaseMs / 3);
    try {
      return await platform.deliver(letter, outcomes, sending);
    } finally {
      clearInterval(renewal);
      // A renewal under way would mark the item as sending after it was released.
      await renewed;
    }
  }

  async function finish(
    { tenant, id }: InboxItem,
    outcome: 'answered' | 'silent' | 'unknown' | 'failed',
  ): Promise<void> {
    for (const pause of DONE_PAUSES) {
      try {
        await store.done(tenant, id, outcome);
        return;
      } catch (error) {
        log.error('outcome not recorded yet', error, { item: id, outcome });
        await new Promise((resume) => setTimeout(resume, pause));
      }
    }
    // It stays marked as sending, so the next holder looks before it repeats anything.
    await store.done(tenant, id, outcome).catch((error: unknown) => {
      log.error('outcome not recorded', error, { item: id, outcome });
    });
  }

  async function putOff(
    { tenant, id, tries }: InboxItem,
    sending: boolean,
    facts: Readonly<Record<string, string | number>>,
    atLeast: number,
  ): Promise<void> {
    try {
      if (tries > times.tries) {
        await store.done(tenant, id, 'failed');
        return;
      }
      const pause = Math.min(Math.max(times.backoffMs * 2 ** (tries - 1), atLeast), LONGEST_PAUSE);
      await store.release(tenant, id, tries, clock.now() + pause, sending);
    } catch (error) {
      log.error('item not released, its lease runs out', error, facts);
    }
  }

  function failed(facts: Readonly<Record<string, string | number>>): Outcome {
    const reference = random.id();
    log.warn('given up', { ...facts, reference });
    return say(SERVICE.failedTitle, SERVICE.failed(reference));
  }

  /** The friendly answer to too much at once, said once a minute; undefined when it was said just now. */
  function tooMuch({ incoming }: Letter, wait: number): Outcome | undefined {
    watch?.limited(incoming.platform);
    const key = JSON.stringify([incoming.tenant, incoming.person.id]);
    const now = clock.now();
    for (const [told, at] of toldBusy) if (now - at >= SAY_BUSY_EVERY) toldBusy.delete(told);
    if (toldBusy.has(key)) return undefined;
    toldBusy.set(key, now);
    return say(SERVICE.busyTitle, SERVICE.busy(wait));
  }

  return {
    async accept(platform, letter) {
      const { incoming } = letter;
      const wait = limits.take(incoming.tenant, incoming.person.id);
      if (wait > 0) {
        const outcome = tooMuch(letter, wait);
        const door = platforms.get(platform);
        if (outcome !== undefined && door !== undefined) {
          pump.track(
            door.deliver(letter, [outcome], false).then(
              () => undefined,
              (error: unknown) => log.error('limit not told', error, { platform }),
            ),
          );
        }
        return true;
      }
      const began = clock.now();
      const accepted = await write(letter);
      watch?.accepted(platform, clock.now() - began);
      if (accepted) pump.wake(platform);
      else limits.giveBack(incoming.tenant, incoming.person.id);
      return accepted;
    },

    async now(letter) {
      const { incoming } = letter;
      if (!(await store.claim(incoming.tenant, `now:${letter.once ?? incoming.id}`))) return [];
      const wait = limits.take(incoming.tenant, incoming.person.id);
      if (wait > 0) {
        const outcome = tooMuch(letter, wait);
        return outcome === undefined ? [] : [outcome];
      }
      return follow(letter, await bot.handle(incoming));
    },

    async posted(letter, receipt, result) {
      return follow(letter, await bot.posted(letter.incoming, receipt, result));
    },

    async remind(incoming) {
      const { platform } = incoming;
      const address = platforms.get(platform)?.addressOf?.(incoming) ?? {};
      const accepted = await write({ incoming, address });
      if (accepted) pump.wake(platform);
      return accepted;
    },

    start(doors) {
      for (const door of doors) platforms.set(door.name, door);
      pump.start([...platforms.keys()]);
    },

    stop: () => pump.stop(),
  };
}

function say(title: string, words: string): Outcome {
  const parts = [{ kind: 'line', line: [words] }] as const;
  return { do: 'say', to: 'asker', reply: { tone: 'problem', title, parts, buttons: [], text: `${title}. ${words}` } };
}
