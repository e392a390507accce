import type { Log } from '../../src/ports.ts';
import type { InputForm, Outcome, Place, Posted, Reply } from '../../src/types.ts';
import type { Delivered, Letter, Platform } from '../platform.ts';
import { hasThreads, threadLink } from './activity.ts';
import type { Answers } from './answers.ts';
import type { Card } from './card.ts';
import { type Connector, type Outgoing, Refused, Unknown } from './connector.ts';
import { formCard } from './form.ts';
import type { Address } from './letters.ts';
import { render, type Stand } from './render.ts';
import { plainMessage, WORDS } from './words.ts';

export interface SenderParts {
  connector: Connector;
  answers: Answers;
  log: Log;
  /** Tells the bot what came of a `post`. */
  posted(letter: Letter, receipt: string, result: Posted): Promise<readonly Outcome[]>;
}

/**
 * Carries out outcomes: posts, edits, removes. Teams can't be asked what stands in a thread, so a send whose outcome is unknown is not
 * repeated; whoever asked is told instead. What was sent is remembered at once, so that another try goes on where the last one stopped.
 */
export function createSender({ connector, answers, log, posted }: SenderParts): Platform['deliver'] {
  return async function deliver(letter, outcomes, again) {
    if (outcomes.length === 0) return 'silent';
    const task: Task = { letter, ...(await addressOf(letter)), again, result: 'silent' };
    for (const [index, outcome] of outcomes.entries())
      await carry(task, outcome, `${letter.once ?? letter.incoming.id}:${index}`);
    if (task.result === 'unknown') await confess(task);
    return task.result;
  };

  async function carry(task: Task, outcome: Outcome, name: string): Promise<void> {
    const { incoming } = task.letter;
    switch (outcome.do) {
      case 'say': {
        const { reply, key = name, file, place = incoming.place } = outcome;
        return say(task, place, key, withFile(reply, file), (stand) => render(withFile(reply, file), stand));
      }
      case 'ask':
        return say(task, incoming.place, `form:${outcome.form.id}`, undefined, (stand) =>
          formMessage(outcome.form, stand),
        );
      case 'post': {
        const { to, reply, key, file, receipt } = outcome;
        const result = await post(task, to, withFile(reply, file), key, receipt);
        const more = await posted(task.letter, receipt, result);
        for (const [index, next] of more.entries()) await carry(task, next, `${name}:${index}`);
        return;
      }
      case 'remove': {
        const place = outcome.place ?? incoming.place;
        const known = await answers.get(incoming.tenant, place, outcome.key);
        for (const id of known?.ids ?? []) await remove(task, place, id);
        await answers.put(incoming.tenant, place, outcome.key, GONE, incoming.person.id, task.serviceUrl);
        return done(task);
      }
      case 'home':
        // The bot has no page of its own in Teams, so nobody asked for one.
        return;
      default:
        return outcome satisfies never;
    }
  }

  /** Posts, or edits what was posted under the same key before; pages that are too many go. */
  async function say(
    task: Task,
    place: Place,
    key: string,
    reply: Reply | undefined,
    make: (stand: Stand) => { cards: Card[]; summary: string },
  ): Promise<void> {
    const { tenant, person } = task.letter.incoming;
    const { cards, summary } = make({ thread: place.thread, key });
    const known = await answers.get(tenant, place, key);
    if (known?.gone && isOutdated(task.letter)) return;
    const before = known?.ids ?? [];
    const ids: string[] = [];
    const remember = (all: readonly string[]): Promise<void> =>
      answers.put(tenant, place, key, { ids: all, ...(reply && { reply }) }, person.id, task.serviceUrl);
    for (const [page, card] of cards.entries()) {
      const id = await put(task, place, before[page], activityOf(card, summary));
      if (id === undefined) return;
      ids.push(id);
      if (!known?.gone && (await answers.get(tenant, place, key))?.gone) {
        // The question was taken back while this was being sent.
        for (const one of ids) await remove(task, place, one);
        return;
      }
      if (id !== before[page]) await remember([...ids, ...before.slice(ids.length)]);
    }
    const tooMany = before.slice(cards.length);
    for (const id of tooMany) await remove(task, place, id);
    if (tooMany.length > 0 || ids.at(-1) === before.at(-1)) await remember(ids);
    done(task);
  }

  /** @returns the id of the message; undefined when it is not there, or nobody knows */
  async function put(
    task: Task,
    place: Place,
    known: string | undefined,
    activity: Outgoing,
  ): Promise<string | undefined> {
    const { serviceUrl } = task;
    const where = conversationOf(task.letter, place);
    if (known !== undefined) {
      try {
        await connector.update(serviceUrl, where, known, activity);
        return known;
      } catch (error) {
        // The message was deleted meanwhile: what it says is said anew.
        if (!(error instanceof Refused && (error.status === 404 || error.status === 410))) throw error;
      }
    }
    if (task.again) {
      // This is where the earlier try was cut; whatever comes after it was never begun.
      task.again = false;
      task.result = 'unknown';
      return undefined;
    }
    return attempt(task, () => connector.send(serviceUrl, where, activity));
  }

  async function attempt<Sent>(task: Task, send: () => Promise<Sent>): Promise<Sent | undefined> {
    try {
      return await send();
    } catch (error) {
      if (error instanceof Unknown) {
        log.error('teams send cut', error);
        task.result = 'unknown';
        return undefined;
      }
      if (!(error instanceof Refused)) throw error;
      log.error('teams refused for good', error, { status: error.status, hint: HINTS[error.status] ?? '' });
      return undefined;
    }
  }

  /** A message of its own elsewhere: a new thread of a channel, or a message in a chat. */
  async function post(
    task: Task,
    to: { channel: string } | { person: string },
    reply: Reply,
    key: string,
    receipt: string,
  ): Promise<Posted> {
    const { tenant, person, place } = task.letter.incoming;
    const { serviceUrl, bot } = task;
    const name = `post:${receipt}`;
    const before = await answers.get(tenant, place, name);
    if (before?.post !== undefined) return before.post;
    if (task.again) {
      task.again = false;
      return { ok: 'unknown' };
    }
    try {
      const channel =
        'person' in to ? await connector.chat(serviceUrl, tenant, { bot, person: to.person }) : to.channel;
      // In a chat the receipt stands for the thread; in a channel a press tells its thread itself.
      const { cards, summary } = render(reply, { thread: receipt, key });
      const [first, ...rest] = cards.map((card) => activityOf(card, summary));
      const { id, conversation } = hasThreads(channel)
        ? await connector.begin(serviceUrl, channel, tenant, first ?? {})
        : { id: await connector.send(serviceUrl, channel, first ?? {}), conversation: channel };
      const stands = { channel, thread: hasThreads(channel) ? id : receipt, personal: 'person' in to };
      const posted = { ok: true, place: stands, link: threadLink({ channel, thread: id }) } as const;
      await answers.put(tenant, place, name, { ids: [id], post: posted }, person.id, serviceUrl);
      await answers.put(tenant, stands, key, { ids: [id], reply }, person.id, serviceUrl);
      for (const page of rest) await attempt(task, () => connector.send(serviceUrl, conversation, page));
      done(task);
      return posted;
    } catch (error) {
      if (error instanceof Unknown) return { ok: 'unknown' };
      if (!(error instanceof Refused)) throw error;
      log.error('teams refused a post', error, { status: error.status });
      return { ok: false, why: NOT_THERE.includes(error.status) ? WORDS.cannotPost : WORDS.postRefused };
    }
  }

  async function remove(task: Task, place: Place, id: string): Promise<void> {
    try {
      await connector.remove(task.serviceUrl, conversationOf(task.letter, place), id);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      log.warn('teams message not removed', { status: error.status });
    }
  }

  /** Where Teams is to be called: the letter says it; for what nobody asked, the thread's last answer does. */
  async function addressOf({
    incoming: { tenant, place },
    address,
  }: Letter): Promise<Pick<Address, 'serviceUrl' | 'bot'>> {
    const { serviceUrl, bot = { id: '' } } = address as Partial<Address>;
    const known = serviceUrl ?? (await answers.serviceUrl(tenant, place));
    if (known === undefined) throw new Refused(0, 'no address of Teams is known for that thread');
    return { serviceUrl: known, bot };
  }

  /** One try, without a net: it is about a message that may well have arrived. */
  async function confess({ letter, serviceUrl }: Task): Promise<void> {
    try {
      await connector.send(serviceUrl, conversationOf(letter, letter.incoming.place), plainMessage(WORDS.unsure));
    } catch (error) {
      log.error('teams doubt not told', error);
    }
  }
}

interface Task extends Pick<Address, 'serviceUrl' | 'bot'> {
  letter: Letter;
  /** An earlier try was cut while it was sending. */
  again: boolean;
  result: Delivered;
}

/** What helps where another try does not. */
const HINTS: Readonly<Record<number, string>> = {
  400: 'Teams did not understand the card',
  403: 'install the app in the team or chat, or unblock it',
  404: 'the conversation is gone',
  413: 'the card is too large',
};

/** Who posts is no member there, or nothing is there. */
const NOT_THERE: readonly number[] = [403, 404];

const GONE = { ids: [], gone: true } as const;

/** A question whose answer was taken back, and that was not changed since. */
function isOutdated({ incoming: { asked } }: Letter): boolean {
  return asked.kind === 'paste' && asked.edited !== true;
}

function done(task: Task): void {
  if (task.result === 'silent') task.result = 'answered';
}

/** Where in Teams a message stands. A welcome begins a thread of its own, so its conversation alone is known. */
function conversationOf({ incoming, address }: Letter, { channel, thread }: Place): string {
  const { threads = false, top = false } = address as Partial<Address>;
  const here = channel === incoming.place.channel;
  if (here && top) return channel;
  return hasThreads(channel) || (here && threads) ? `${channel};messageid=${thread}` : channel;
}

/** `summary` is what a notification shows: Teams says "sent a card" otherwise. */
function activityOf(card: Card, summary: string): Outgoing {
  return {
    type: 'message',
    summary,
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: card }],
  };
}

function formMessage(form: InputForm, stand: Stand): { cards: Card[]; summary: string } {
  return { cards: [formCard(form, { stand })], summary: form.title };
}

/** A file can't be handed to a channel, so its words follow the answer. */
function withFile(reply: Reply, file: { name: string; text: string } | undefined): Reply {
  if (file === undefined) return reply;
  return { ...reply, parts: [...reply.parts, { kind: 'quote', by: file.name, text: file.text }] };
}
