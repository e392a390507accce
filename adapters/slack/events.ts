import type { Asked, Incoming, Place } from '../../src/types.ts';
import type { Letter } from '../platform.ts';
import { typed } from './text.ts';

/** As much of a message event as is read; the same shape stands in `message` and `previous_message` of a change. */
export interface SlackMessage {
  type?: string;
  subtype?: string;
  ts: string;
  channel?: string;
  channel_type?: string;
  thread_ts?: string;
  user?: string;
  bot_id?: string;
  text?: string;
  blocks?: readonly unknown[];
  edited?: { ts: string };
  message?: SlackMessage;
  previous_message?: SlackMessage;
}

/** Where and how an answer is sent; stored with the question. */
export interface Address {
  /** A message that starts a thread has no answers yet, so nothing needs to be looked for. */
  fresh: boolean;
  /** Answers the asker alone, also in channels the bot is no member of. https://docs.slack.dev/interactivity/handling-user-interaction#message_responses */
  responseUrl?: string;
}

export interface Known {
  tenant: string;
  /** The bot's own user id. */
  botUser?: string | undefined;
}

/** What a person may post that Slack marks by a subtype. Everything else with one is Slack's or a bot's. */
const BY_PEOPLE: readonly (string | undefined)[] = [undefined, 'thread_broadcast', 'file_share'];

/**
 * Decides whether a `message` or `app_mention` event is for the bot: mentions everywhere, and everything in a personal
 * chat. Both events of one mention have the same id. https://docs.slack.dev/reference/events/message
 *
 * @returns undefined for what is none of the bot's business, above all its own messages and those of other bots
 */
export function letterOf(event: SlackMessage, known: Known): Letter | undefined {
  const channel = event.channel ?? '';
  const personal = event.channel_type === 'im' || channel.startsWith('D');
  const ours = (message: SlackMessage | undefined): boolean =>
    message !== undefined && message.bot_id === undefined && (personal || mentions(message, known.botUser));

  if (event.subtype === 'message_deleted') {
    const before = event.previous_message;
    return before && ours(before)
      ? changed(before, channel, personal, known, { kind: 'deleted' }, 'deleted')
      : undefined;
  }
  if (event.subtype === 'message_changed') {
    const { message: after, previous_message: before } = event;
    if (!after || !(ours(after) || ours(before)) || after.bot_id !== undefined) return undefined;
    if (after.subtype === 'tombstone' && before)
      return changed(before, channel, personal, known, { kind: 'deleted' }, 'deleted');
    // Slack also reports a link's preview as a change.
    if (after.text === before?.text) return undefined;
    const asked = { kind: 'paste', text: typed(after, known.botUser), direct: true, edited: true } as const;
    return changed(after, channel, personal, known, asked, after.edited?.ts ?? event.ts);
  }
  if (!BY_PEOPLE.includes(event.subtype) || event.bot_id !== undefined || event.user === undefined) return undefined;
  if (event.type !== 'app_mention' && !ours(event)) return undefined;
  // A mention that came in by an edit is told as `message_changed` too.
  if (event.edited !== undefined) return undefined;
  const incoming = incomingOf(event, channel, personal, known, askedOf(typed(event, known.botUser)));
  return { incoming, address: { fresh: event.thread_ts === undefined } satisfies Address };
}

/** A word for the bot, or a paste. */
export function askedOf(text: string): Asked {
  if (text === '') return { kind: 'command', text: 'help' };
  if (/^(?:help|drafts|explain [^\n]{1,100})$/i.test(text)) return { kind: 'command', text };
  return { kind: 'paste', text, direct: true };
}

/** A change keeps the message's id, so that its answer is found, and is claimed by its own. */
function changed(
  message: SlackMessage,
  channel: string,
  personal: boolean,
  known: Known,
  asked: Asked,
  change: string,
): Letter {
  const incoming = incomingOf(message, channel, personal, known, asked);
  return { incoming, once: `${incoming.id}:${change}`, address: { fresh: false } satisfies Address };
}

function incomingOf(
  message: SlackMessage,
  channel: string,
  personal: boolean,
  { tenant }: Known,
  asked: Asked,
): Incoming {
  const place: Place = { channel, thread: message.thread_ts ?? message.ts, personal };
  const person = { id: message.user ?? '' };
  return { id: `${channel}:${message.ts}`, tenant, platform: 'slack', place, person, asked };
}

function mentions(message: SlackMessage, botUser: string | undefined): boolean {
  return botUser !== undefined && (message.text ?? '').includes(`<@${botUser}`);
}
