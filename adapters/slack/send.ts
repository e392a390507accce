import type { WebClient } from '@slack/web-api';
import type { Log } from '../../src/ports.ts';
import type { Outcome, Place, Posted, Reply } from '../../src/types.ts';
import { type Delivered, type Inbox, type Letter, type Platform, SendCut } from '../platform.ts';
import { type Address, homeOf } from './events.ts';
import { findAnswer, findPost, metadataOf } from './history.ts';
import { homeView } from './home.ts';
import { metaOf } from './interactions.ts';
import type { Memory } from './memory.ts';
import { closingView, modalOf } from './modal.ts';
import { codeOf, mayHaveArrived, putOff, type Refusal, refusalOf } from './refusals.ts';
import { type Rendered, render } from './render.ts';
import { respond, respondPlainly } from './respond.ts';
import { createSteps, type Steps } from './steps.ts';
import { WORDS } from './words.ts';
import { NotInstalled, type Workspace, type Workspaces } from './workspaces.ts';

export interface SenderParts {
  workspaces: Workspaces;
  memory: Memory;
  inbox: Pick<Inbox, 'posted'>;
  log: Log;
}

/** One letter being answered. */
interface Task extends Workspace {
  letter: Letter;
  address: Address;
  tenant: string;
  place: Place;
  /** An earlier try may have sent something: look before posting. */
  look: boolean;
  steps: Steps;
  memory: Memory;
}

type Say = Outcome & { do: 'say' };
type Post = Outcome & { do: 'post' };
/** Slack refused the form of a message, not its place: without blocks it goes through. */
const TOO_MUCH: readonly (string | undefined)[] = ['msg_blocks_too_long', 'invalid_blocks', 'msg_too_long'];
const NOT_THERE: readonly (string | undefined)[] = ['message_not_found', 'cant_update_message', 'edit_window_closed'];

/** Carries out outcomes: posts, edits, removes, uploads, forms, the home page. */
export function createSender({ workspaces, memory, inbox, log }: SenderParts): Platform['deliver'] {
  const stepsOf = createSteps();

  return async function deliver(letter, outcomes, again): Promise<Delivered> {
    if (outcomes.length === 0) return 'silent';
    const { incoming } = letter;
    const { tenant, place } = incoming;
    const steps = stepsOf(`${tenant}:${letter.once ?? incoming.id}`);
    try {
      const workspace = await workspaces.of(tenant);
      const task: Task = {
        ...workspace,
        letter,
        address: letter.address as Address,
        tenant,
        place,
        look: again,
        steps,
        memory,
      };
      await carryAll(task, outcomes);
      steps.end();
      return 'answered';
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal === undefined) throw mayHaveArrived(error) || steps.begun() ? new SendCut(error) : putOff(error);
      log.warn('slack refused for good', { code: refusal.code, asked: incoming.asked.kind });
      steps.end();
      return 'silent';
    }
  };

  /** What one message refuses must not keep the others back. */
  async function carryAll(task: Task, outcomes: readonly Outcome[]): Promise<void> {
    for (const [index, outcome] of outcomes.entries()) {
      const name = `${index}:${outcome.do}:${'key' in outcome ? (outcome.key ?? '') : ''}`;
      try {
        await carry(task, outcome, name);
      } catch (error) {
        const refusal = refusalOf(error);
        if (refusal === undefined || error instanceof NotInstalled) throw error;
        log.warn('slack refused', { code: refusal.code, outcome: outcome.do });
        await task.steps.once(`${name}:refused`, () => instead(task, outcome, refusal));
      }
    }
  }

  async function carry(task: Task, outcome: Outcome, name: string): Promise<void> {
    switch (outcome.do) {
      case 'say':
        return sayIt(task, outcome, name);
      case 'post':
        return post(task, outcome, name);
      case 'ask':
        return ask(task, outcome);
      case 'home':
        return task.steps.once(name, async () => {
          const view = homeView(outcome.reply, task.url);
          await task.client.views.publish({ user_id: task.letter.incoming.person.id, view });
        });
      case 'remove':
        return task.steps.once(name, () => remove(task, outcome.place ?? task.place, outcome.key));
      default:
        return outcome satisfies never;
    }
  }

  async function ask({ client, letter, address }: Task, { form }: Outcome & { do: 'ask' }): Promise<void> {
    // Only commands and buttons lead to forms, and they bring what opens one.
    if (address.trigger === undefined) return log.warn('slack form without a trigger', { form: form.id });
    await client.views.open({ trigger_id: address.trigger, view: modalOf(form, metaOf(letter, form.value)) });
  }

  async function sayIt(task: Task, outcome: Say, name: string): Promise<void> {
    const { address, place } = task;
    if (outcome.place === undefined && address.home) return tellAtHome(task, outcome, name);
    const alone = outcome.to === 'asker' && outcome.place === undefined && !place.personal;
    if (alone) return task.steps.once(name, () => tell(task, outcome));
    const where = outcome.place ?? place;
    const key = outcome.key ?? name;
    const rendered = render(outcome.reply, { note: WORDS.restInFile, key, ...withUrl(task) });
    await task.steps.once(name, () => write(task, where, key, rendered));
    await upload(task, where, name, [rendered.file, outcome.file]);
  }

  /** On the home page an answer shows in a window of its own; one with buttons comes as a message, where they work. */
  async function tellAtHome(task: Task, outcome: Say, name: string): Promise<void> {
    const { client, address, place } = task;
    const { trigger } = address;
    if (trigger !== undefined && outcome.reply.buttons.length === 0) {
      await client.views.open({ trigger_id: trigger, view: closingView(outcome.reply) });
      return;
    }
    const rendered = render(outcome.reply, { note: WORDS.restInFile, key: outcome.key ?? name, ...withUrl(task) });
    await task.steps.once(name, () => write(task, place, outcome.key ?? name, rendered));
  }

  /** Edits the message that stands under that key, or posts one. */
  async function write(task: Task, place: Place, key: string, message: Rendered): Promise<void> {
    const { client, address, tenant } = task;
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
    const { address, tenant, letter, look } = task;
    // A person's own conversation is addressed without a thread: nothing is found there again.
    if (place.thread === '') return undefined;
    const remembered = await memory.get(tenant, place, key);
    if (remembered != null) return remembered;
    // A key that names the message itself can't have been used before it was there.
    const ownKey =
      address.fresh === 'message' && key.includes(letter.incoming.id) && same(place, letter.incoming.place);
    const none = remembered === null || ownKey || isNew(task, place);
    return none && !look ? undefined : findAnswer(task, place, key);
  }

  async function remove(task: Task, place: Place, key: string): Promise<void> {
    const ts = (await memory.get(task.tenant, place, key)) ?? (await findAnswer(task, place, key));
    if (ts === undefined) return;
    await memory.learn(task.tenant, place, { [key]: null });
    try {
      await task.client.chat.delete({ channel: place.channel, ts });
    } catch (error) {
      if (codeOf(error) !== 'message_not_found') throw error;
    }
  }

  /** To one person alone. A message that was pressed and only they see is changed in place. */
  async function tell(task: Task, { reply, key }: Say): Promise<void> {
    const { client, address, place, letter } = task;
    const rendered = render(reply, { note: WORDS.restElsewhere, ...(key !== undefined && { key }), ...withUrl(task) });
    const { responseUrl, pressed } = address;
    if (responseUrl !== undefined && (await respond(responseUrl, rendered, key !== undefined && key === pressed)))
      return;
    // After half an hour the response URL is used up.
    const late = responseUrl !== undefined;
    const { channel, thread } = place;
    if (late) return void (await send(client, homeOf(letter.incoming.person.id), '', body(rendered)));
    const rootless = thread === '' || address.fresh === 'thread';
    await shaped(rendered, (body) =>
      client.chat.postEphemeral({
        channel,
        user: letter.incoming.person.id,
        ...body,
        ...(!rootless && { thread_ts: thread }),
      }),
    );
  }

  async function post(task: Task, outcome: Post, name: string): Promise<void> {
    const { letter, steps } = task;
    const result = await steps.result(name, () => posted(task, outcome, name));
    await carryAll(task, await inbox.posted(letter, outcome.receipt, result));
  }

  async function posted(task: Task, { to, reply, key, file }: Post, name: string): Promise<Posted> {
    const { client, look } = task;
    const channel = 'person' in to ? to.person : to.channel;
    const place: Place = { channel, thread: '', personal: 'person' in to };
    const rendered = render(reply, { note: WORDS.restInFile, key, ...withUrl(task) });
    try {
      const before = look ? await found(task, place, key) : undefined;
      const sent = before ?? (await shaped(rendered, (body) => send(client, place, key, body)));
      const where: Place = { ...place, channel: sent.channel ?? channel, thread: sent.ts ?? '' };
      // Nothing can stand below it yet.
      await memory.learn(task.tenant, where, {}, true);
      await upload(task, where, name, [rendered.file, file]);
      const link = await client.chat
        .getPermalink({ channel: where.channel, message_ts: where.thread })
        .catch(() => ({}));
      return { ok: true, place: where, ...('permalink' in link && link.permalink && { link: link.permalink }) };
    } catch (error) {
      if (error instanceof Unsure) return { ok: 'unknown' };
      const refusal = refusalOf(error);
      if (refusal !== undefined) return { ok: false, why: refusal.words };
      if (place.personal && mayHaveArrived(error)) return { ok: 'unknown' };
      throw error;
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

  /** Files are posted after what they belong to; one that fails is told there, and does not repeat the rest. */
  async function upload(
    task: Task,
    { channel, thread }: Place,
    name: string,
    files: readonly (Rendered['file'] | undefined)[],
  ) {
    const where = thread === '' ? { channel_id: channel } : { channel_id: channel, thread_ts: thread };
    for (const [index, file] of files.entries()) {
      if (file === undefined) continue;
      await task.steps.once(`${name}:file:${index}`, async () => {
        await task.client.filesUploadV2({ ...where, filename: file.name, content: file.text });
      });
    }
  }

  /** Where the answer can't stand, its words reach the person alone, or at least what helps does. */
  async function instead(task: Task, outcome: Outcome, refusal: Refusal): Promise<void> {
    const { client, address, letter } = task;
    if (outcome.do === 'remove') return;
    const said = refusal.elsewhere && outcome.do === 'say' ? withNote(outcome.reply, refusal.words) : undefined;
    const message = said && render(said, { note: WORDS.restElsewhere });
    const { responseUrl } = address;
    if (responseUrl !== undefined) {
      const told = message
        ? await respond(responseUrl, message, false)
        : await respondPlainly(responseUrl, refusal.words);
      if (told) return;
    }
    const person = homeOf(letter.incoming.person.id);
    await send(client, person, '', message ? body(message) : { text: refusal.words, blocks: [] });
  }
}

/** The thread begins with the message that is answered. */
function isNew({ address, letter }: Task, place: Place): boolean {
  return address.fresh === 'thread' && same(place, letter.incoming.place);
}

function same(one: Place, other: Place): boolean {
  return one.channel === other.channel && one.thread === other.thread;
}

/** It can't be found out whether a send arrived. */
class Unsure extends Error {}

function withNote(reply: Reply, words: string): Reply {
  return { ...reply, parts: [{ kind: 'note', line: [words] }, ...reply.parts], text: `${words}\n\n${reply.text}` };
}

type Body = Pick<Rendered, 'text' | 'blocks'>;

function body({ blocks, text }: Rendered): Body {
  return { blocks, text };
}

/** Should Slack refuse the blocks for reasons of its own, the words still get through. */
async function shaped<T>(message: Rendered, call: (body: Body) => Promise<T>): Promise<T> {
  try {
    return await call(body(message));
  } catch (error) {
    if (!TOO_MUCH.includes(codeOf(error))) throw error;
    message.file ??= message.whole;
    return call({ text: message.text, blocks: [] });
  }
}

function send(client: WebClient, { channel, thread }: Place, key: string, message: Body) {
  return client.chat.postMessage({
    channel,
    ...(thread !== '' && { thread_ts: thread }),
    ...message,
    unfurl_links: false,
    unfurl_media: false,
    ...(key !== '' && { metadata: metadataOf(key) }),
  });
}

function withUrl({ url }: Workspace): { url?: string } {
  return url === undefined ? {} : { url };
}
