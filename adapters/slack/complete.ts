import { WebAPIRateLimitedError } from '@slack/web-api';
import type { Asked, Incoming } from '../../src/conversation.ts';
import { type Letter, PutOff } from '../platform.ts';
import type { Address, SlackMessage } from './events.ts';
import type { Attached, Files, SlackFile } from './files.ts';
import { readMessage } from './history.ts';
import type { Memory } from './memory.ts';
import type { People } from './people.ts';
import { refusalOf } from './refusals.ts';
import { mentions, typed } from './text.ts';
import { WORDS } from './words.ts';
import type { Workspaces } from './workspaces.ts';

/** A wait that is over before anybody wonders. */
const SHORT_WAIT_MS = 5_000;

export interface CompleterParts {
  workspaces: Workspaces;
  files: Files;
  people: People;
  memory: Memory;
  /** Whether there is anything in a text for the bot: then a message above it need not be read. */
  recognised(text: string): boolean;
}

type Paste = Asked & { kind: 'paste' };

/**
 * Fetches what a letter names: the message that was answered with a mention or got the reaction, and attached files. What can't be
 * had is told in `unread`.
 */
export function createCompleter({ workspaces, files, people, memory, recognised }: CompleterParts) {
  return async function complete({ incoming, address }: Letter): Promise<Incoming> {
    const { asked, tenant } = incoming;
    const { files: attached = [], about } = address as Address;
    if (asked.kind === 'home') return { ...incoming, person: await people(tenant, incoming.person.id) };
    if (asked.kind === 'submit') return { ...incoming, asked: { ...asked, ...(await fetched(tenant, attached)) } };
    if (asked.kind !== 'paste') return incoming;
    const whole = about === undefined ? { incoming, attached } : await readAbout(incoming, asked, attached, about);
    if (whole.incoming.asked.kind !== 'paste') return whole.incoming;
    const extra = await fetched(tenant, whole.attached);
    const unread = [...(whole.incoming.asked.unread ?? []), ...(extra.unread ?? [])];
    const paste: Paste = { ...whole.incoming.asked, ...extra, ...(unread.length > 0 && { unread }) };
    return { ...whole.incoming, asked: paste };
  };

  async function fetched(tenant: string, attached: readonly SlackFile[]): Promise<Attached> {
    return attached.length === 0 ? {} : files(await workspaces.of(tenant), attached);
  }

  async function readAbout(
    incoming: Incoming,
    asked: Paste,
    attached: readonly SlackFile[],
    about: NonNullable<Address['about']>,
  ): Promise<{ incoming: Incoming; attached: readonly SlackFile[] }> {
    const { tenant, place } = incoming;
    // Whoever brings a bounce along means that one.
    if (about.as === 'parent' && (attached.length > 0 || recognised(asked.text))) return { incoming, attached };
    const workspace = await workspaces.of(tenant);
    const { botUser } = workspace;
    const message = await earlier(() => readMessage({ ...workspace, tenant, memory }, place.channel, about.ts));
    if (typeof message === 'string')
      return { incoming: { ...incoming, asked: { ...asked, unread: [message] } }, attached };
    // What was addressed to the bot has its answer; its own answers are none of its business.
    const answered = message.user === botUser || (about.as === 'parent' && mentions(message, botUser));
    if (answered) {
      const silent: Paste = { ...asked, direct: about.as === 'parent' };
      return { incoming: { ...incoming, asked: silent }, attached };
    }
    return {
      incoming: {
        ...incoming,
        // The answer belongs to the message that holds the bounce: asked about twice, it is still one answer.
        id: `${place.channel}:${message.ts}`,
        place: { ...place, thread: message.thread_ts ?? message.ts },
        asked: { ...asked, text: typed(message, botUser) },
      },
      attached: message.files ?? [],
    };
  }
}

/** The message, or in one sentence why it could not be read. */
async function earlier(read: () => Promise<SlackMessage | undefined>): Promise<SlackMessage | string> {
  try {
    return (await read()) ?? WORDS.historyRefused(WORDS.messageGone);
  } catch (error) {
    if (error instanceof WebAPIRateLimitedError) {
      const wait = error.retryAfter * 1_000;
      if (wait <= SHORT_WAIT_MS) throw new PutOff('slack limits reading', wait);
      return WORDS.historyLimited(error.retryAfter);
    }
    const refusal = refusalOf(error);
    if (refusal === undefined) throw error;
    return WORDS.historyRefused(refusal.words);
  }
}
