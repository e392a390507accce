import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInbox, type InboxOptions, type Worker } from '../../adapters/inbox.ts';
import { createLimits } from '../../adapters/limits.ts';
import type { Delivered, Letter, Platform } from '../../adapters/platform.ts';
import { openSqlite } from '../../adapters/store/sqlite.ts';
import type { Outcome } from '../../src/conversation.ts';
import type { Store } from '../../src/ports.ts';

/** A time that tests move. */
export function testClock(): { now(): number; pass(ms: number): void } {
  let now = Date.UTC(2026, 0, 1);
  return {
    now: () => now,
    pass(ms) {
      now += ms;
    },
  };
}

export function testStore(clock: { now(): number }): Promise<Store> {
  return openSqlite({ dataDir: mkdtempSync(join(tmpdir(), 'bouncedesk-')), clock });
}

/** A platform that notes what it was told to deliver. */
export interface FakePlatform extends Platform {
  sent: { id: string; titles: string[]; again: boolean }[];
}

/** @param deliver what comes of a delivery; it may throw or never end */
export function fakePlatform(deliver: (again: boolean) => Promise<Delivered> = async () => 'answered'): FakePlatform {
  const sent: FakePlatform['sent'] = [];
  return {
    name: 'chat',
    routes: [],
    sent,
    start: async () => {},
    stop: async () => {},
    ready: async () => {},
    deliver(letter, outcomes, again) {
      sent.push({ id: letter.incoming.id, titles: outcomes.map(titleOf), again });
      return deliver(again);
    },
  };
}

function titleOf(outcome: Outcome): string {
  return outcome.do === 'say' || outcome.do === 'post' ? outcome.reply.title : outcome.do;
}

export function letter(id: string, text = '550 5.1.1 User unknown'): Letter {
  return {
    incoming: {
      id,
      tenant: 'T',
      platform: 'chat',
      place: { channel: 'C1', thread: '1', personal: false },
      person: { id: 'dana' },
      asked: { kind: 'paste', text, direct: true },
    },
    address: { reply: 'here' },
  };
}

export function answerOf(title: string): Outcome {
  return { do: 'say', to: 'thread', reply: { tone: 'info', title, parts: [], buttons: [], text: title } };
}

/** The store as seen by a process that can die: from then on no call of it gets through or comes back. */
export function mortal(store: Store): { store: Store; kill(): void } {
  let dead = false;
  return {
    kill() {
      dead = true;
    },
    store: new Proxy(store, {
      get(target, verb) {
        const value: unknown = Reflect.get(target, verb);
        if (typeof value !== 'function') return value;
        return (...values: unknown[]) => (dead ? new Promise(() => {}) : Reflect.apply(value, target, values));
      },
    }),
  };
}

/** A process of the service: its inbox over `store`. The bot repeats the paste as the title; the word "chatter" gets no answer. */
export function process(store: Store, clock: { now(): number }, more: Partial<InboxOptions> = {}): Worker {
  return createInbox({
    store,
    clock,
    bot: {
      async handle({ asked }) {
        const text = asked.kind === 'paste' || asked.kind === 'command' ? asked.text : asked.kind;
        return text === 'chatter' ? [] : [answerOf(text)];
      },
      posted: () => Promise.resolve([]),
    },
    random: { id: () => 'id-to-quote' },
    log: { info: () => {}, warn: () => {}, error: () => {} },
    limits: createLimits({ clock }),
    ...more,
    times: { pollMs: 10, ...more.times },
  });
}
