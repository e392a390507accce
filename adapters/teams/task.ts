import type { Log } from '../../src/ports.ts';
import type { Place } from '../../src/types.ts';
import type { Delivered, Letter } from '../platform.ts';
import { hasThreads } from './activity.ts';
import type { Answers } from './answers.ts';
import type { Card } from './card.ts';
import { type Connector, type Outgoing, Refused, Unknown } from './connector.ts';
import type { Address } from './letters.ts';

/** What sending needs of the world. */
export interface SendParts {
  connector: Connector;
  answers: Answers;
  log: Log;
}

/** One letter that is being answered. */
export interface Task extends Pick<Address, 'serviceUrl' | 'bot'> {
  letter: Letter;
  /** An earlier try was cut while it was sending, and where has not been found yet. */
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

/**
 * Sends something new, once.
 *
 * @returns undefined when it is not there for sure, or nobody knows; the task says which
 * @throws what may be cured by another try
 */
export async function attempt<Sent>(task: Task, log: Log, send: () => Promise<Sent>): Promise<Sent | undefined> {
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

/** Something was said; an unknown end stays one. */
export function done(task: Task): void {
  if (task.result === 'silent') task.result = 'answered';
}

/** Where in Teams a message stands. A welcome begins a thread of its own, so its conversation alone is known. */
export function conversationOf({ incoming, address }: Letter, { channel, thread }: Place): string {
  const { threads = false, top = false } = address as Partial<Address>;
  const here = channel === incoming.place.channel;
  if (here && top) return channel;
  return hasThreads(channel) || (here && threads) ? `${channel};messageid=${thread}` : channel;
}

/** `summary` is what a notification shows: Teams says "sent a card" otherwise. */
export function activityOf(card: Card, summary: string): Outgoing {
  return {
    type: 'message',
    summary,
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: card }],
  };
}
