import type { MessageMetadata } from '@slack/types';
import type { WebClient } from '@slack/web-api';

const EVENT_TYPE = 'bouncedesk_answer';
/** Threads longer than a thousand answers are not searched further. */
const MAX_PAGES = 5;

/** Stands beside an answer, unseen, so that it is found again. https://docs.slack.dev/messaging/message-metadata */
export function metadataOf(key: string): MessageMetadata {
  return { event_type: EVENT_TYPE, event_payload: { key } };
}

/**
 * Finds the app's own message of that key in a thread.
 *
 * @returns its `ts`; undefined when there is none
 */
export async function find(
  client: WebClient,
  { channel, thread }: { channel: string; thread?: string },
  key: string,
  botUser: string,
): Promise<string | undefined> {
  if (thread === undefined) return undefined;
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const asked = { channel, ts: thread, limit: 200, include_all_metadata: true, ...(cursor && { cursor }) };
    const answer = await client.conversations.replies(asked);
    const found = (answer.messages ?? []).find((message) => {
      const { metadata } = message as { metadata?: Partial<MessageMetadata> };
      return message.user === botUser && metadata?.event_type === EVENT_TYPE && metadata.event_payload?.key === key;
    });
    if (found?.ts !== undefined) return found.ts;
    cursor = answer.response_metadata?.next_cursor;
    if (!cursor) return undefined;
  }
  return undefined;
}
