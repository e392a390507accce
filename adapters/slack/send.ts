import { ErrorCode, type WebClient } from '@slack/web-api';
import type { Log } from '../../src/ports.ts';
import type { Outcome, Place, Reply } from '../../src/types.ts';
import { type Delivered, type Letter, SendCut } from '../platform.ts';
import type { Address } from './events.ts';
import type { Identity } from './identity.ts';
import { render } from './render.ts';
import { respond, respondPlainly } from './respond.ts';
import { find as findIn, metadataOf } from './thread.ts';
import { WORDS } from './words.ts';

/** Errors that another try will not cure, with what does. */
const HINTS: Readonly<Record<string, string>> = {
  not_in_channel: 'invite the app to the channel',
  channel_not_found: 'invite the app to the channel',
  is_archived: 'the channel is archived',
  missing_scope: 'install the app again with the scopes of manifest.yml',
  restricted_action: 'the workspace lets apps not post there',
  cant_update_message: 'the message is not the app’s any more',
  cant_delete_message: 'the message is not the app’s any more',
  message_not_found: 'the message is gone',
  user_not_in_channel: 'the person has left the channel',
};
const UNREACHABLE: readonly string[] = ['not_in_channel', 'channel_not_found'];

/** Carries out outcomes: posts, edits, removes, uploads. */
export function createSender(
  client: WebClient,
  log: Log,
  identity: () => Promise<Identity>,
): (letter: Letter, outcomes: readonly Outcome[], again: boolean) => Promise<Delivered> {
  // Steps of letters under way that are done: a try after a failure in the middle repeats only the rest.
  const done = new Map<string, Set<string>>();

  return async function deliver(letter, outcomes, again) {
    const { incoming } = letter;
    const address = letter.address as Address;
    const id = `${incoming.tenant}:${letter.once ?? incoming.id}`;
    const steps = done.get(id) ?? new Set<string>();
    done.set(id, steps);
    const once = async (step: string, work: () => Promise<void>): Promise<void> => {
      if (steps.has(step)) return;
      await work();
      steps.add(step);
    };
    try {
      for (const [index, outcome] of outcomes.entries())
        await carry(
          { place: incoming.place, person: incoming.person.id, address, again, once },
          outcome,
          `${id}:${index}`,
        );
      done.delete(id);
      return outcomes.length === 0 ? 'silent' : 'answered';
    } catch (error) {
      const code = codeOf(error);
      if (code === undefined || !(code in HINTS))
        throw mayHaveArrived(error) || steps.size > 0 ? new SendCut(error) : error;
      done.delete(id);
      if (UNREACHABLE.includes(code) && address.responseUrl !== undefined) {
        for (const outcome of outcomes) if (outcome.do === 'say') await respond(address.responseUrl, outcome.reply);
        return 'answered';
      }
      log.error('slack refused for good', error, { code, hint: HINTS[code] ?? '' });
      return 'silent';
    }
  };

  async function carry(task: Task, outcome: Outcome, name: string): Promise<void> {
    const { place, once } = task;
    switch (outcome.do) {
      case 'say': {
        const { reply, file, key = name } = outcome;
        if (outcome.to === 'asker' && !place.personal) return once(name, () => tell(task, reply));
        return say(task, outcome.place ?? place, reply, key, name, file);
      }
      case 'post':
        return say(
          { ...task, address: { fresh: true } },
          // A message to a person's id goes into the one-to-one conversation. https://docs.slack.dev/reference/methods/chat.postMessage#channels
          { channel: 'person' in outcome.to ? outcome.to.person : outcome.to.channel },
          outcome.reply,
          name,
          name,
          outcome.file,
        );
      case 'remove':
        return once(name, async () => {
          const where = outcome.place ?? place;
          const ts = await find(where, outcome.key);
          if (ts !== undefined) await client.chat.delete({ channel: where.channel, ts });
        });
      case 'ask':
        log.warn('a form has nothing to open it', { form: outcome.form.id });
        return;
      case 'home':
        return once(name, async () => {
          const { blocks } = render(outcome.reply, WORDS.restElsewhere);
          await client.views.publish({ user_id: task.person, view: { type: 'home', blocks } });
        });
      default:
        return outcome satisfies never;
    }
  }

  /** Posts, or edits what was posted under the same key before. */
  async function say(
    task: Task,
    place: Spot,
    reply: Reply,
    key: string,
    name: string,
    file?: { name: string; text: string },
  ): Promise<void> {
    const { address, again, once } = task;
    const { blocks, text, file: rest } = render(reply, WORDS.restInFile);
    const { channel, thread } = place;
    await once(name, async () => {
      const known = address.fresh && !again ? undefined : await find(place, key);
      if (known !== undefined) {
        await client.chat.update({ channel, ts: known, blocks, text, metadata: metadataOf(key) });
        if (address.responseUrl !== undefined) await respondPlainly(address.responseUrl, WORDS.inThread);
        return;
      }
      const quiet = { unfurl_links: false, unfurl_media: false, metadata: metadataOf(key) };
      const where = thread === undefined ? { channel } : { channel, thread_ts: thread };
      await client.chat.postMessage({ ...where, blocks, text, ...quiet });
    });
    for (const [index, { name: filename, text: content }] of [rest, file].filter((one) => one !== undefined).entries())
      await once(`${name}:file:${index}`, async () => {
        const where = thread === undefined ? { channel_id: channel } : { channel_id: channel, thread_ts: thread };
        await client.filesUploadV2({ ...where, filename, content });
      });
  }

  async function find(place: Spot, key: string): Promise<string | undefined> {
    return findIn(client, place, key, (await identity()).botUserId);
  }

  async function tell({ place, person, address }: Task, reply: Reply): Promise<void> {
    if (address.responseUrl !== undefined) return respond(address.responseUrl, reply);
    const { blocks, text } = render(reply, WORDS.restElsewhere);
    const { channel, thread } = place;
    await client.chat.postEphemeral({
      channel,
      user: person,
      blocks,
      text,
      ...(!address.fresh && { thread_ts: thread }),
    });
  }
}

type Spot = Pick<Place, 'channel'> & { thread?: string };

interface Task {
  place: Place;
  person: string;
  address: Address;
  again: boolean;
  once(step: string, work: () => Promise<void>): Promise<void>;
}

/** The code by which Slack refused, such as `not_in_channel`; undefined when it was no refusal. */
export function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('data' in error)) return undefined;
  const { data } = error;
  return typeof data === 'object' && data !== null && 'error' in data && typeof data.error === 'string'
    ? data.error
    : undefined;
}

/** Slack's own trouble, of which it says that part of the call may have been carried out. https://docs.slack.dev/reference/methods/chat.postMessage#errors */
const HALF_DONE: readonly (string | undefined)[] = [
  'fatal_error',
  'internal_error',
  'request_timeout',
  'service_unavailable',
];

/** No clear refusal: the connection broke, or Slack broke down, and what was sent may be there all the same. */
function mayHaveArrived(error: unknown): boolean {
  const kind = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return kind === ErrorCode.RequestError || kind === ErrorCode.HTTPError || HALF_DONE.includes(codeOf(error));
}
