import type { WebClient } from '@slack/web-api';
import type { Place } from '../../src/types.ts';
import type { Letter } from '../platform.ts';
import type { Address } from './events.ts';
import { findAnswer, metadataOf } from './history.ts';
import type { Memory } from './memory.ts';
import { codeOf } from './refusals.ts';
import type { Rendered } from './render.ts';
import { respondPlainly } from './respond.ts';
import type { Steps } from './steps.ts';
import { WORDS } from './words.ts';
import type { Workspace } from './workspaces.ts';

/** One letter being answered. */
export interface Task extends Workspace {
  letter: Letter;
  address: Address;
  tenant: string;
  place: Place;
  /** An earlier try may have sent something: look before posting. */
  look: boolean;
  steps: Steps;
  memory: Memory;
}

/** Slack refused the form of a message, not its place: without blocks it goes through. */
const TOO_MUCH: readonly (string | undefined)[] = ['msg_blocks_too_long', 'invalid_blocks', 'msg_too_long'];
const NOT_THERE: readonly (string | undefined)[] = ['message_not_found', 'cant_update_message', 'edit_window_closed'];

/** Edits the message that stands under that key, or posts one. */
export async function write(task: Task, place: Place, key: string, message: Rendered): Promise<void> {
  const { client, address, tenant, memory } = task;
  const { channel } = place;
  const known = await standing(task, place, key);
  if (known !== undefined) {
    try {
      await shaped(message, (body) => client.chat.update({ channel, ts: known, ...body, metadata: metadataOf(key) }));
      await memory.learn(tenant, place, { [key]: known });
      // A shortcut used again changes nothing where the person looks: they are told where to look.
      const repeated = task.letter.incoming.asked.kind === 'paste' && address.responseUrl !== undefined;
      if (repeated && address.responseUrl) await respondPlainly(address.responseUrl, WORDS.inThread);
      return;
    } catch (error) {
      // Somebody removed it meanwhile.
      if (!NOT_THERE.includes(codeOf(error))) throw error;
    }
  }
  const { ts } = await shaped(message, (body) => send(client, place, key, body));
  if (place.thread !== '') await memory.learn(tenant, place, { [key]: ts ?? null }, isNew(task, place));
}

async function standing(task: Task, place: Place, key: string): Promise<string | undefined> {
  const { address, tenant, letter, look, memory } = task;
  // A person's own conversation is addressed without a thread: nothing is found there again.
  if (place.thread === '') return undefined;
  const remembered = await memory.get(tenant, place, key);
  if (remembered != null) return remembered;
  // A key that names the message itself can't have been used before it was there.
  const ownKey = address.fresh === 'message' && key.includes(letter.incoming.id) && same(place, letter.incoming.place);
  const none = remembered === null || ownKey || isNew(task, place);
  return none && !look ? undefined : findAnswer(task, place, key);
}

/** Removes the message that stands under that key. */
export async function remove(task: Task, place: Place, key: string): Promise<void> {
  const { tenant, memory } = task;
  const ts = (await memory.get(tenant, place, key)) ?? (await findAnswer(task, place, key));
  if (ts === undefined) return;
  await memory.learn(tenant, place, { [key]: null });
  try {
    await task.client.chat.delete({ channel: place.channel, ts });
  } catch (error) {
    if (codeOf(error) !== 'message_not_found') throw error;
  }
}

/** Files are posted after what they belong to; one that fails is told there, and does not repeat the rest. */
export async function upload(
  task: Task,
  { channel, thread }: Place,
  name: string,
  files: readonly (Rendered['file'] | undefined)[],
): Promise<void> {
  const where = thread === '' ? { channel_id: channel } : { channel_id: channel, thread_ts: thread };
  for (const [index, file] of files.entries()) {
    if (file === undefined) continue;
    await task.steps.once(`${name}:file:${index}`, async () => {
      await task.client.filesUploadV2({ ...where, filename: file.name, content: file.text });
    });
  }
}

/** The thread begins with the message that is answered. */
function isNew({ address, letter }: Task, place: Place): boolean {
  return address.fresh === 'thread' && same(place, letter.incoming.place);
}

function same(one: Place, other: Place): boolean {
  return one.channel === other.channel && one.thread === other.thread;
}

type Body = Pick<Rendered, 'text' | 'blocks'>;

export function body({ blocks, text }: Rendered): Body {
  return { blocks, text };
}

/** Should Slack refuse the blocks for reasons of its own, the words still get through. */
export async function shaped<T>(message: Rendered, call: (body: Body) => Promise<T>): Promise<T> {
  try {
    return await call(body(message));
  } catch (error) {
    if (!TOO_MUCH.includes(codeOf(error))) throw error;
    message.file ??= message.whole;
    return call({ text: message.text, blocks: [] });
  }
}

/** Posts a message: previews off, never to the channel besides the thread, its key beside it unseen. */
export function send(client: WebClient, { channel, thread }: Place, key: string, message: Body) {
  return client.chat.postMessage({
    channel,
    ...(thread !== '' && { thread_ts: thread }),
    ...message,
    unfurl_links: false,
    unfurl_media: false,
    ...(key !== '' && { metadata: metadataOf(key) }),
  });
}

export function withUrl({ url }: Workspace): { url?: string } {
  return url === undefined ? {} : { url };
}
