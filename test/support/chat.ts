import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HANDOFFS } from '../../adapters/handoff/index.ts';
import { createInbox } from '../../adapters/inbox.ts';
import { createLimits } from '../../adapters/limits.ts';
import type { Letter, Platform } from '../../adapters/platform.ts';
import { openSqlite } from '../../adapters/store/sqlite.ts';
import { createBot } from '../../src/bot.ts';
import type { Asked, Incoming, InputForm, Outcome, Posted } from '../../src/conversation.ts';
import { openEngine } from '../../src/index.ts';
import { type Handoff, placeKey } from '../../src/ports.ts';
import { plain } from '../../src/reply/plain.ts';
import type { Person, Place, Reply } from '../../src/types.ts';

/** A message as it stands in the chat. */
export interface Message {
  place: Place;
  key?: string;
  reply: Reply;
  /** Only this person sees it. */
  only?: string;
  file?: { name: string; text: string };
}

export interface ChatOptions {
  /** What becomes of a post into a channel; undefined: it arrives. */
  refuse?(channel: string): Posted | undefined;
  handoffs?: readonly Handoff[];
}

const engine = openEngine();
const WIDE = { burst: 1e6, perSecond: 1e6 };
export const START = Date.parse('2026-11-24T12:00:00Z');

/**
 * A chat platform of the tests' own over the real inbox, bot and SQLite store: messages by place and key, forms by person, posts that can
 * fail. What people do here they do on every platform.
 */
export async function chat({ refuse, handoffs = HANDOFFS }: ChatOptions = {}) {
  const clock = { at: START, now: () => clock.at };
  const dataDir = mkdtempSync(join(tmpdir(), 'bouncedesk-'));
  const store = await openSqlite({ dataDir, clock });
  const logged: string[] = [];
  const log = {
    info: (...entry: unknown[]) => void logged.push(JSON.stringify(entry)),
    warn: (...entry: unknown[]) => void logged.push(JSON.stringify(entry)),
    error: (...entry: unknown[]) => void logged.push(`error ${JSON.stringify(entry)} ${String(entry[1])}`),
  };
  let count = 0;
  const random = { id: () => `id${String(++count).padStart(4, '0')}` };
  const bot = createBot({ ...engine, handoffs, store, clock, random, log, commands: {} });

  const messages: Message[] = [];
  const forms = new Map<string, InputForm>();
  const homes = new Map<string, Reply>();

  const platform: Platform = {
    name: 'chat',
    routes: [],
    start: async () => {},
    stop: async () => {},
    ready: async () => {},
    async deliver(letter, outcomes) {
      await carryAll(letter, outcomes);
      return outcomes.length > 0 ? 'answered' : 'silent';
    },
  };
  const limits = createLimits({ clock, person: WIDE, tenant: WIDE });
  const inbox = createInbox({ store, bot, clock, random, log, limits, times: { pollMs: 5, backoffMs: 1 } });
  inbox.start([platform]);

  async function carryAll(letter: Letter, outcomes: readonly Outcome[]): Promise<void> {
    for (const outcome of outcomes) await carry(letter, outcome);
  }

  async function carry(letter: Letter, outcome: Outcome): Promise<void> {
    const { incoming } = letter;
    switch (outcome.do) {
      case 'say': {
        const place = outcome.place ?? incoming.place;
        const { reply, key, file } = outcome;
        const message: Message = {
          place,
          reply,
          ...(key !== undefined && { key }),
          ...(file && { file }),
          ...(outcome.to === 'asker' && { only: incoming.person.id }),
        };
        const at = key === undefined ? -1 : messages.findIndex((one) => one.key === key && same(one.place, place));
        if (at >= 0) messages[at] = message;
        else messages.push(message);
        return;
      }
      case 'remove': {
        const place = outcome.place ?? incoming.place;
        const at = messages.findIndex((one) => one.key === outcome.key && same(one.place, place));
        if (at >= 0) messages.splice(at, 1);
        return;
      }
      case 'post': {
        const channel = 'person' in outcome.to ? `D-${outcome.to.person}` : outcome.to.channel;
        const thread = `t${messages.length + 100}`;
        const place: Place = { channel, thread, personal: 'person' in outcome.to };
        const result = refuse?.(channel) ?? { ok: true, place };
        if (result.ok === true && !messages.some((one) => one.key === outcome.key && one.place.channel === channel))
          messages.push({ place, key: outcome.key, reply: outcome.reply, ...(outcome.file && { file: outcome.file }) });
        return carryAll(letter, await inbox.posted(letter, outcome.receipt, result));
      }
      case 'ask':
        forms.set(incoming.person.id, outcome.form);
        return;
      case 'home':
        homes.set(incoming.person.id, outcome.reply);
        return;
      default:
        return outcome satisfies never;
    }
  }

  let acts = 0;
  const letterOf = (person: Person, place: Place, asked: Asked, id = `act${++acts}`): Letter => ({
    incoming: { id, tenant: 'T1', platform: 'chat', place, person, asked } satisfies Incoming,
    address: {},
  });
  const settle = async (): Promise<void> => {
    while ((await store.depth()) > 0) await new Promise((resume) => setTimeout(resume, 5));
  };
  /** What is answered in the request: commands, buttons, forms. */
  async function now(letter: Letter): Promise<void> {
    await carryAll(letter, await inbox.now(letter));
    await settle();
  }

  return {
    clock,
    store,
    dataDir,
    messages,
    logged,
    homes,
    inbox,
    bot,
    /** A person pastes something to the bot. */
    async paste(
      person: Person,
      place: Place,
      text: string,
      more: Partial<Asked & { kind: 'paste' }> = {},
    ): Promise<string> {
      const letter = letterOf(person, place, { kind: 'paste', text, direct: true, ...more });
      await inbox.accept('chat', letter);
      await settle();
      return letter.incoming.id;
    },
    async edit(person: Person, place: Place, id: string, text: string): Promise<void> {
      const letter = letterOf(person, place, { kind: 'paste', text, direct: true, edited: String(clock.now()) }, id);
      await inbox.accept('chat', { ...letter, once: `${id}:edit${++acts}` });
      await settle();
    },
    async erase(person: Person, place: Place, id: string): Promise<void> {
      await inbox.accept('chat', { ...letterOf(person, place, { kind: 'deleted' }, id), once: `${id}:gone` });
      await settle();
    },
    command: (person: Person, place: Place, text: string) => now(letterOf(person, place, { kind: 'command', text })),
    home: (person: Person) => now(letterOf(person, { channel: '', thread: '', personal: true }, { kind: 'home' })),
    /** The schedule comes round. */
    async idle(draft: string): Promise<void> {
      const [one] = messages.filter(({ key }) => key === 'draft');
      await inbox.accept('chat', letterOf({ id: 'U1' }, one?.place ?? HERE, { kind: 'idle', draft }));
      await settle();
    },
    /** Presses a button of the last message the person sees that has it. */
    press(person: Person, button: string): Promise<void> {
      const message = messages.findLast(
        (one) => (one.only ?? person.id) === person.id && one.reply.buttons.some(({ id }) => id === button),
      );
      const { value } = message?.reply.buttons.find(({ id }) => id === button) ?? {};
      if (!message || value === undefined) throw new Error(`No button ${button} in sight.`);
      return now(letterOf(person, message.place, { kind: 'press', button, value }));
    },
    /** Presses a button that stands on nothing any more, as an old message still shows it. */
    pressValue: (person: Person, place: Place, button: string, value: string) =>
      now(letterOf(person, place, { kind: 'press', button, value })),
    /** The form that is open before a person. */
    form(person: Person): InputForm {
      const form = forms.get(person.id);
      if (!form) throw new Error(`No form is open before ${person.id}.`);
      return form;
    },
    /** Sends the open form, with what stood in it and what was changed. Empty fields are left out, as Slack does. */
    submit(person: Person, place: Place, changes: Readonly<Record<string, string>>): Promise<void> {
      const form = forms.get(person.id);
      if (!form) throw new Error(`No form is open before ${person.id}.`);
      forms.delete(person.id);
      const stood = Object.fromEntries(form.fields.map(({ id, value = '' }) => [id, value]));
      const fields = Object.fromEntries(Object.entries({ ...stood, ...changes }).filter(([, value]) => value !== ''));
      return now(letterOf(person, place, { kind: 'submit', form: form.id, value: form.value, fields }));
    },
    openForm: (person: Person) => forms.get(person.id),
    find: (key: string, channel?: string): Message | undefined =>
      messages.findLast((one) => one.key === key && (channel === undefined || one.place.channel === channel)),
    /** What a person was told alone, last first. */
    told: (person: Person): string[] =>
      messages
        .filter(({ only }) => only === person.id)
        .map(({ reply }) => reply.text)
        .reverse(),
    async close(): Promise<void> {
      await inbox.stop();
      await store.close();
    },
  };
}

export type Chat = Awaited<ReturnType<typeof chat>>;

export const DANA: Person = { id: 'U1', name: 'Dana' };
export const KIM: Person = { id: 'U2', name: 'Kim' };
export const HERE: Place = { channel: 'C1', thread: '1.1', personal: false };

const same = (a: Place, b: Place): boolean => placeKey(a) === placeKey(b);

/** Everything a message says, its buttons with it. */
export function written({ reply, file }: Message): string {
  const buttons = reply.buttons.map(({ label }) => `[${label}]`).join(' ');
  return [plain(reply), buttons, file && `(${file.name})\n${file.text}`].filter(Boolean).join('\n\n');
}
