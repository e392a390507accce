import type { Outcome, Posted } from '../../src/conversation.ts';
import type { Place } from '../../src/types.ts';
import { findPost } from './history.ts';
import { send, shaped, type Task, upload, withUrl } from './messages.ts';
import { mayHaveArrived, refusalOf } from './refusals.ts';
import { render } from './render.ts';
import { WORDS } from './words.ts';

/** It can't be found out whether a send arrived. */
class Unsure extends Error {}

/**
 * Posts a message of its own into a channel, or to a person; once, whatever happens in between.
 *
 * @param name of the step
 * @throws what trying again may cure
 */
export async function post(
  task: Task,
  { to, reply, key, file }: Outcome & { do: 'post' },
  name: string,
): Promise<Posted> {
  const { client, look, steps, tenant, memory } = task;
  const channel = 'person' in to ? to.person : to.channel;
  const place: Place = { channel, thread: '', personal: 'person' in to };
  const rendered = render(reply, { note: WORDS.restInFile, key, ...withUrl(task) });
  try {
    const sent = await steps.result(`${name}:sent`, async () => {
      const before = look ? await found(task, place, key) : undefined;
      return before ?? (await shaped(rendered, (body) => send(client, place, key, body)));
    });
    const where: Place = { ...place, channel: sent.channel ?? channel, thread: sent.ts ?? '' };
    // Nothing can stand below it yet.
    await memory.learn(tenant, where, {}, true);
    await attach(task, where, name, [rendered.file, file]);
    const link = await linkTo(task, where);
    return { ok: true, place: where, ...(link !== undefined && { link }) };
  } catch (error) {
    if (error instanceof Unsure) return { ok: 'unknown' };
    const refusal = refusalOf(error);
    if (refusal !== undefined) return { ok: false, why: refusal.words };
    if (place.personal && mayHaveArrived(error)) return { ok: 'unknown' };
    throw error;
  }
}

/** The message stands already: a file that Slack refuses is told below it. */
async function attach(task: Task, where: Place, name: string, files: Parameters<typeof upload>[3]): Promise<void> {
  try {
    await upload(task, where, name, files);
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === undefined) throw error;
    await send(task.client, where, '', { text: refusal.words, blocks: [] });
  }
}

/** Without its link the message stands all the same. */
async function linkTo({ client }: Task, { channel, thread }: Place): Promise<string | undefined> {
  try {
    return (await client.chat.getPermalink({ channel, message_ts: thread })).permalink;
  } catch {
    return undefined;
  }
}

async function found(task: Task, { channel, personal }: Place, key: string) {
  // The conversation with a person has an id of its own, which only its messages tell.
  if (personal) throw new Unsure();
  try {
    const ts = await findPost(task, channel, key);
    return ts === undefined ? undefined : { channel, ts };
  } catch (error) {
    if (refusalOf(error) !== undefined) throw new Unsure();
    throw error;
  }
}
