import type { MessageMetadata } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Place } from '../../src/types.ts';
import type { SlackMessage } from './events.ts';
import type { Memory } from './memory.ts';

const EVENT_TYPE = 'bouncedesk_answer';
/** Apps outside Slack's Marketplace get 15 messages a call; others what they ask for. https://docs.slack.dev/reference/methods/conversations.replies */
const PAGE = 200;
/** Threads longer than a thousand answers are not searched further. */
const MAX_PAGES = 5;
/** A post that was cut is among the newest messages of its channel. */
const NEWEST = 15;

/** Stands beside an answer, unseen, so that it is found again. https://docs.slack.dev/messaging/message-metadata */
export function metadataOf(key: string): MessageMetadata {
  return { event_type: EVENT_TYPE, event_payload: { key } };
}

export interface Reader {
  client: WebClient;
  tenant: string;
  botUser: string;
  memory: Memory;
}

/**
 * Reads one message. Of a message that begins a thread the answers come along, so the bot's own ones are remembered.
 *
 * @returns undefined when it is not there
 * @throws what the Slack client throws
 */
export async function readMessage(reader: Reader, channel: string, ts: string): Promise<SlackMessage | undefined> {
  const { messages, more } = await page(reader, channel, ts);
  await remember(reader, { channel, thread: ts }, messages, !more);
  return messages.find((message) => message.ts === ts);
}

/**
 * Finds the bot's own message of that key in a thread.
 *
 * @returns its `ts`; undefined when there is none
 */
export async function findAnswer(reader: Reader, place: Place, key: string): Promise<string | undefined> {
  const { channel, thread } = place;
  if (thread === '') return undefined;
  let cursor: string | undefined;
  for (let count = 0; count < MAX_PAGES; count += 1) {
    const { messages, more, next } = await page(reader, channel, thread, cursor);
    await remember(reader, place, messages, !more && count === 0);
    const found = messages.find((message) => keyOf(message, reader.botUser) === key);
    if (found !== undefined) return found.ts;
    if (!next) return undefined;
    cursor = next;
  }
  return undefined;
}

/** Finds the bot's own message of that key among the newest of a channel. */
export async function findPost({ client, botUser }: Reader, channel: string, key: string): Promise<string | undefined> {
  const { messages = [] } = await client.conversations.history({ channel, limit: NEWEST, include_all_metadata: true });
  return (messages as SlackMessage[]).find((message) => keyOf(message, botUser) === key)?.ts;
}

async function page({ client }: Reader, channel: string, ts: string, cursor?: string) {
  const asked = { channel, ts, limit: PAGE, include_all_metadata: true, ...(cursor && { cursor }) };
  const { messages = [], has_more: more, response_metadata } = await client.conversations.replies(asked);
  return { messages: messages as SlackMessage[], more: more === true, next: response_metadata?.next_cursor };
}

async function remember(
  { tenant, botUser, memory }: Reader,
  spot: Omit<Place, 'personal'>,
  messages: readonly SlackMessage[],
  whole: boolean,
): Promise<void> {
  const own = messages.flatMap((message) => {
    const key = keyOf(message, botUser);
    return key === undefined ? [] : [[key, message.ts] as const];
  });
  if (own.length > 0 || whole) await memory.learn(tenant, spot, Object.fromEntries(own), whole);
}

function keyOf({ user, metadata }: SlackMessage, botUser: string): string | undefined {
  return user === botUser && metadata?.event_type === EVENT_TYPE ? metadata.event_payload?.key : undefined;
}
