import type { Asked, Incoming } from '../../src/conversation.ts';
import type { Place } from '../../src/types.ts';
import type { Letter } from '../platform.ts';
import type { SlackFile } from './files.ts';
import { mentions, typed } from './text.ts';

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
  attachments?: readonly object[];
  files?: readonly SlackFile[];
  edited?: { ts: string };
  /** The first few who answered in the thread of this message. */
  reply_users?: readonly string[];
  metadata?: { event_type?: string; event_payload?: { key?: string } };
  message?: SlackMessage;
  previous_message?: SlackMessage;
}

/** As much of a reaction_added event as is read. https://docs.slack.dev/reference/events/reaction_added */
export interface SlackReaction {
  user: string;
  reaction: string;
  item: { type: string; channel?: string; ts?: string };
  item_user?: string;
}

/** Where and how an answer is sent, and what is still to be fetched; stored with the question. */
export interface Address {
  /**
   * What can't hold an answer of the bot yet, so that nothing needs to be looked for: the thread, when the message begins it; the
   * message alone, when it is new in an older thread. Absent: there may be one.
   */
  fresh?: 'thread' | 'message';
  /** Answers the asker alone, also in channels the bot is no member of. https://docs.slack.dev/interactivity/handling-user-interaction#message_responses */
  responseUrl?: string;
  /** Opens a form, for three seconds. */
  trigger?: string;
  /** Asked on the app's home page, where nothing can be said. */
  home?: boolean;
  /** Key of the message that was pressed. */
  pressed?: string;
  files?: readonly SlackFile[];
  /** The message that is meant: the one above a mention, or the one that got the reaction. */
  about?: { as: 'parent' | 'reacted'; ts: string };
}

export interface Known {
  tenant: string;
  /** The bot's own user id. */
  botUser?: string | undefined;
}

/** What a person may post that Slack marks by a subtype. Everything else with one is Slack's or a bot's. */
const BY_PEOPLE: readonly (string | undefined)[] = [undefined, 'thread_broadcast', 'file_share'];

/**
 * Decides whether a `message` or `app_mention` event is for the bot: mentions everywhere, everything in a personal chat, and what
 * becomes of messages that it has answered. Both events of one mention have the same id. https://docs.slack.dev/reference/events/message
 *
 * @returns undefined for what is none of the bot's business, above all its own messages and those of other bots
 */
export function letterOf(event: SlackMessage, known: Known): Letter | undefined {
  const channel = event.channel ?? '';
  const personal = event.channel_type === 'im' || channel.startsWith('D');
  const ours = (message: SlackMessage | undefined): boolean =>
    message !== undefined && message.bot_id === undefined && (personal || mentions(message, known.botUser));
  const answered = (message: SlackMessage | undefined): boolean =>
    known.botUser !== undefined &&
    message?.bot_id === undefined &&
    (message?.reply_users ?? []).includes(known.botUser);

  if (event.subtype === 'message_deleted') {
    const before = event.previous_message;
    return before && (ours(before) || answered(before))
      ? changed(before, channel, personal, known, { kind: 'deleted' }, 'deleted')
      : undefined;
  }
  if (event.subtype === 'message_changed') {
    const { message: after, previous_message: before } = event;
    if (!after || after.bot_id !== undefined || !(ours(after) || ours(before) || answered(after) || answered(before)))
      return undefined;
    if (after.subtype === 'tombstone' && before)
      return changed(before, channel, personal, known, { kind: 'deleted' }, 'deleted');
    // Slack also reports a link's preview, and an answer in the thread, as a change.
    if (after.text === before?.text) return undefined;
    const edited = after.edited?.ts ?? event.ts;
    const asked = { kind: 'paste', text: typed(after, known.botUser), direct: true, edited } as const;
    const letter = changed(after, channel, personal, known, asked, edited);
    return { ...letter, address: { ...filesOf(after) } satisfies Address };
  }
  if (!BY_PEOPLE.includes(event.subtype) || event.bot_id !== undefined || event.user === undefined) return undefined;
  if (event.type !== 'app_mention' && !ours(event)) return undefined;
  // A mention that came in by an edit is told as `message_changed` too.
  if (event.edited !== undefined) return undefined;
  const root = event.thread_ts === undefined || event.thread_ts === event.ts;
  const files = filesOf(event);
  const more = !root || files.files !== undefined;
  const incoming = incomingOf(event, channel, personal, known, askedOf(typed(event, known.botUser), more));
  const about = root || personal ? {} : { about: { as: 'parent', ts: event.thread_ts ?? '' } as const };
  return { incoming, address: { fresh: root ? 'thread' : 'message', ...files, ...about } satisfies Address };
}

/**
 * A reaction that asks for the message it stands on. However many people react, it is asked once.
 *
 * @param emoji name of the emoji that asks, without colons or skin tone
 */
export function letterOfReaction(event: SlackReaction, emoji: string, { tenant, botUser }: Known): Letter | undefined {
  const { channel, ts, type } = event.item;
  if (type !== 'message' || channel === undefined || ts === undefined) return undefined;
  if (event.reaction.split('::', 1)[0] !== emoji) return undefined;
  if (event.user === botUser || event.item_user === botUser) return undefined;
  const place: Place = { channel, thread: ts, personal: channel.startsWith('D') };
  const asked: Asked = { kind: 'paste', text: '', direct: true };
  const incoming: Incoming = {
    id: `${channel}:${ts}`,
    tenant,
    platform: 'slack',
    place,
    person: { id: event.user },
    asked,
  };
  return { incoming, once: `${incoming.id}:reaction`, address: { about: { as: 'reacted', ts } } satisfies Address };
}

/** Somebody looks at the app's home page. https://docs.slack.dev/reference/events/app_home_opened */
export function letterOfHome(
  event: { user: string; tab?: string },
  eventId: string,
  tenant: string,
): Letter | undefined {
  if (event.tab !== 'home') return undefined;
  const incoming: Incoming = {
    id: `home:${eventId}`,
    tenant,
    platform: 'slack',
    place: homeOf(event.user),
    person: { id: event.user },
    asked: { kind: 'home' },
  };
  return { incoming, address: { home: true } satisfies Address };
}

/** Says hello to whoever installed the app. */
export function letterOfWelcome(tenant: string, person: string): Letter {
  const incoming: Incoming = {
    id: `welcome:${person}`,
    tenant,
    platform: 'slack',
    place: homeOf(person),
    person: { id: person },
    asked: { kind: 'welcome' },
  };
  return { incoming, address: { fresh: 'thread' } satisfies Address };
}

/** A person's own conversation with the bot: a message to the person's id goes there, and begins no thread. */
export function homeOf(person: string): Place {
  return { channel: person, thread: '', personal: true };
}

/** A word for the bot, or a paste. `more`: something else came along, so an empty text is no call for help. */
export function askedOf(text: string, more: boolean): Asked {
  if (text === '' && !more) return { kind: 'command', text: 'help' };
  if (/^(?:help|drafts|forget|explain [^\n]{1,100})$/i.test(text)) return { kind: 'command', text };
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
  return { incoming, once: `${incoming.id}:${change}`, address: {} satisfies Address };
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

export function filesOf({ files = [] }: Pick<SlackMessage, 'files'>): Pick<Address, 'files'> {
  return files.length === 0 ? {} : { files };
}
