import { z } from 'zod';

const account = z.object({
  id: z.string().default(''),
  name: z.string().optional(),
  /** The person in the directory: the same in every chat, unlike `id`. */
  aadObjectId: z.string().optional(),
  role: z.string().optional(),
});

const attachment = z.object({
  contentType: z.string().default(''),
  content: z.unknown().optional(),
  name: z.string().optional(),
});

/**
 * As much of an activity as is read; what else it holds is dropped.
 * https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#activity-object
 */
const activity = z.object({
  type: z.string().min(1),
  id: z.string().optional(),
  /** Which invoke it is. */
  name: z.string().optional(),
  timestamp: z.string().optional(),
  channelId: z.string().default(''),
  serviceUrl: z.string().min(1),
  from: account.default({ id: '' }),
  recipient: account.default({ id: '' }),
  conversation: z.object({
    id: z.string().min(1),
    conversationType: z.string().optional(),
    tenantId: z.string().optional(),
  }),
  text: z.string().optional(),
  attachments: z.array(attachment).default([]),
  entities: z
    .array(z.object({ type: z.string().optional(), mentioned: account.optional(), text: z.string().optional() }))
    .default([]),
  channelData: z
    .object({
      tenant: z.object({ id: z.string().optional() }).optional(),
      team: z.object({ id: z.string().optional() }).optional(),
      eventType: z.string().optional(),
    })
    .default({}),
  action: z.string().optional(),
  membersAdded: z.array(account).default([]),
  replyToId: z.string().optional(),
  value: z.unknown().optional(),
});

export type Activity = z.output<typeof activity> & {
  /** Whoever did it administers the bot: said by our own settings, never by the activity itself. */
  byAdmin?: boolean;
};
export type Account = z.output<typeof account>;

/** @returns undefined for what is no activity */
export function parseActivity(json: unknown): Activity | undefined {
  const parsed = activity.safeParse(json);
  return parsed.success ? parsed.data : undefined;
}

/** The organisation that the activity comes from; '' where it does not say. */
export function tenantOf({ conversation, channelData }: Activity): string {
  return conversation.tenantId ?? channelData.tenant?.id ?? '';
}

/** Its conversation without the thread, and the thread: channels alone have them. */
export function conversationOf({ conversation }: Activity): { channel: string; root?: string } {
  const [channel = '', root] = conversation.id.split(';messageid=');
  return { channel, ...(root !== undefined && root !== '' && { root }) };
}

/** Channels of a team have threads, chats have not: by the form of its id, where nothing else is known of a conversation. */
export function hasThreads(channel: string): boolean {
  return /@thread\.(?:tacv2|skype)$/.test(channel);
}

/** Whether it was said in a channel of a team. */
export function inChannel({ conversation }: Activity): boolean {
  return conversation.conversationType === 'channel' || conversation.id.includes(';messageid=');
}

/** https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/deep-link-teams */
export function threadLink({ channel, thread }: { channel: string; thread: string }): string {
  return `https://teams.microsoft.com/l/message/${encodeURIComponent(channel)}/${encodeURIComponent(thread)}`;
}
