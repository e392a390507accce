import { createHash } from 'node:crypto';
import type { Asked, Incoming } from '../../src/conversation.ts';
import type { Place } from '../../src/types.ts';
import type { Letter } from '../platform.ts';
import { type Activity, conversationOf, inChannel, tenantOf } from './activity.ts';
import { type Attached, attachedFiles } from './files.ts';
import { askedOf, typed } from './text.ts';

/** Where and how an answer is sent; stored with the question. */
export interface Address {
  serviceUrl: string;
  /** The bot's own account. */
  bot: { id: string; name?: string | undefined };
  /** Of the team, where there is one: its channels can be listed. */
  team?: string;
  /** The conversation is a channel, so its answers go into threads. */
  threads?: boolean;
  /** The answer begins a thread of its own. */
  top?: boolean;
  /** Files that came along, to be fetched after the acknowledgement. */
  files?: readonly Attached[];
}

/**
 * Decides whether an activity is for the bot: mentions everywhere, everything in a personal chat, and, where the team lets it read
 * along, replies that somebody may have meant for it.
 *
 * @returns undefined for what is none of the bot's business, above all its own messages and those of other bots
 */
export function letterOf(activity: Activity): Letter | undefined {
  switch (activity.type) {
    case 'message':
      return message(activity);
    case 'messageUpdate':
      return update(activity);
    case 'messageDelete':
      return byPerson(activity) ? change(activity, { kind: 'deleted' }) : undefined;
    case 'installationUpdate':
      return activity.action === 'add' ? welcome(activity) : undefined;
    case 'conversationUpdate':
      return activity.membersAdded.some(({ id }) => id !== '' && id === activity.recipient.id)
        ? welcome(activity)
        : undefined;
    default:
      return undefined;
  }
}

/** A letter about an activity; doors that are no messages bring their own `asked`. */
export function letter(activity: Activity, asked: Asked, id: string, thread: string): Letter {
  const { from, serviceUrl, recipient, channelData } = activity;
  const { channel } = conversationOf(activity);
  const place: Place = { channel, thread, personal: isPersonal(activity) };
  const person = {
    id: personId(activity),
    ...(from.name !== undefined && { name: from.name }),
    ...(activity.byAdmin === true && { admin: true }),
  };
  const incoming: Incoming = { id, tenant: tenantOf(activity), platform: 'teams', place, person, asked };
  const address: Address = {
    serviceUrl,
    bot: { id: recipient.id, name: recipient.name },
    ...(inChannel(activity) && { threads: true }),
    ...(channelData.team?.id !== undefined && { team: channelData.team.id }),
  };
  return { incoming, address };
}

/** By which a person is the same in every chat. */
export function personId({ from }: Activity): string {
  return from.aadObjectId ?? from.id;
}

function message(activity: Activity): Letter | undefined {
  if (!byPerson(activity) || activity.id === undefined) return undefined;
  const direct = isPersonal(activity) || mentionsBot(activity);
  if (!direct && !isReply(activity)) return undefined;
  const files = isPersonal(activity) ? attachedFiles(activity) : [];
  const text = typed(activity);
  const asked: Asked = files.length > 0 ? { kind: 'paste', text, direct } : askedOf(text, direct);
  const made = ofMessage(activity, asked);
  return files.length === 0 ? made : { ...made, address: { ...(made.address as Address), files } };
}

function update(activity: Activity): Letter | undefined {
  const direct = isPersonal(activity) || mentionsBot(activity);
  if (!byPerson(activity) || !(direct || isReply(activity))) return undefined;
  return change(activity, { kind: 'paste', text: typed(activity), direct, edited: activity.timestamp ?? '' });
}

/** A change keeps the message's id, so that its answer is found, and is claimed by its own time. */
function change(activity: Activity, asked: Asked): Letter | undefined {
  if (activity.id === undefined) return undefined;
  const made = ofMessage(activity, asked);
  const when = activity.timestamp ?? createHash('sha256').update(JSON.stringify(asked)).digest('base64url');
  return { ...made, once: `${made.incoming.id}:${activity.type}:${when}` };
}

function ofMessage(activity: Activity, asked: Asked): Letter {
  const { channel } = conversationOf(activity);
  return letter(activity, asked, `${channel}:${activity.id ?? ''}`, threadOf(activity));
}

/** Both `conversationUpdate` and `installationUpdate` tell of one installation. */
function welcome(activity: Activity): Letter {
  const { channel } = conversationOf(activity);
  const made = letter(activity, { kind: 'welcome' }, `welcome:${channel}`, 'welcome');
  return { ...made, address: { ...(made.address as Address), top: true } };
}

/** In a channel the thread's root; in a chat, which has no threads, the message itself. */
function threadOf(activity: Activity): string {
  return conversationOf(activity).root ?? activity.id ?? '';
}

function isReply(activity: Activity): boolean {
  const { root } = conversationOf(activity);
  return root !== undefined && root !== activity.id;
}

function isPersonal({ conversation }: Activity): boolean {
  return conversation.conversationType === 'personal';
}

function byPerson({ from, recipient }: Activity): boolean {
  return from.id !== '' && from.id !== recipient.id && from.role !== 'bot' && !from.id.startsWith('28:');
}

function mentionsBot({ entities, recipient }: Activity): boolean {
  return entities.some(({ type, mentioned }) => type === 'mention' && mentioned?.id === recipient.id);
}
