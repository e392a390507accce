import type { Outcome } from '../../src/conversation.ts';
import type { Log } from '../../src/ports.ts';
import type { Reply } from '../../src/types.ts';
import { type Delivered, type Inbox, type Platform, SendCut } from '../platform.ts';
import { type Address, homeOf } from './events.ts';
import { homeView } from './home.ts';
import { metaOf } from './interactions.ts';
import type { Memory } from './memory.ts';
import { body, remove, send, shaped, type Task, upload, withUrl, write } from './messages.ts';
import { closingView, modalOf } from './modal.ts';
import { post } from './posts.ts';
import { mayHaveArrived, putOff, type Refusal, refusalOf } from './refusals.ts';
import { render } from './render.ts';
import { respond, respondPlainly } from './respond.ts';
import { createSteps } from './steps.ts';
import { WORDS } from './words.ts';
import { NotInstalled, type Workspaces } from './workspaces.ts';

export interface SenderParts {
  workspaces: Workspaces;
  memory: Memory;
  inbox: Pick<Inbox, 'posted'>;
  log: Log;
}

type Say = Outcome & { do: 'say' };
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
  async function carryAll(task: Task, outcomes: readonly Outcome[], within = ''): Promise<void> {
    for (const [index, outcome] of outcomes.entries()) {
      const name = `${within}${index}:${outcome.do}:${'key' in outcome ? (outcome.key ?? '') : ''}`;
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
        return postIt(task, outcome, name);
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

  async function postIt(task: Task, outcome: Outcome & { do: 'post' }, name: string): Promise<void> {
    const result = await task.steps.result(name, () => post(task, outcome, name));
    await carryAll(task, await inbox.posted(task.letter, outcome.receipt, result), `${name}/`);
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

function withNote(reply: Reply, words: string): Reply {
  return { ...reply, parts: [{ kind: 'note', line: [words] }, ...reply.parts], text: `${words}\n\n${reply.text}` };
}
