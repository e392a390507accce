import type { Outcome, Posted } from '../../src/conversation.ts';
import type { Letter, Platform } from '../platform.ts';
import { channelsFor } from './channels.ts';
import { formCard } from './form.ts';
import type { Address } from './letters.ts';
import { createPost } from './post.ts';
import { render, withFile } from './render.ts';
import { createMessages } from './say.ts';
import { conversationOf, type SendParts, type Task } from './task.ts';
import { plainMessage, WORDS } from './words.ts';

export interface SenderParts extends SendParts {
  /** Tells the bot what came of a `post`. */
  posted(letter: Letter, receipt: string, result: Posted): Promise<readonly Outcome[]>;
}

/**
 * Carries out outcomes: posts, edits, removes. Teams can't be asked what stands in a thread, so a send whose outcome is unknown is not
 * repeated; whoever asked is told instead. What was sent is remembered at once, so that another try goes on where the last one stopped.
 */
export function createSender(parts: SenderParts): Platform['deliver'] {
  const { connector, answers, log, posted } = parts;
  const messages = createMessages(parts);
  const post = createPost(parts);

  return async function deliver(letter, outcomes, again) {
    if (outcomes.length === 0) return 'silent';
    const address = await addressOf(letter);
    if (address === undefined) {
      log.warn('teams has no address for an answer', { asked: letter.incoming.asked.kind });
      return 'silent';
    }
    const task: Task = { letter, ...address, again, result: 'silent' };
    for (const [index, outcome] of outcomes.entries())
      await carry(task, outcome, `${letter.once ?? letter.incoming.id}:${index}`);
    if (task.result === 'unknown') await confess(task);
    return task.result;
  };

  async function carry(task: Task, outcome: Outcome, name: string): Promise<void> {
    const { place: here } = task.letter.incoming;
    switch (outcome.do) {
      case 'say': {
        const { key = name, place = here } = outcome;
        const reply = withFile(outcome.reply, outcome.file);
        return messages.say(task, place, key, (stand) => render(reply, stand), reply);
      }
      case 'ask': {
        const { form } = outcome;
        const channels = await channelsFor(form, task.letter, parts);
        return messages.say(task, here, `form:${form.id}`, (stand) => ({
          summary: form.title,
          cards: [formCard(form, { stand, channels })],
        }));
      }
      case 'post': {
        const result = await post(task, { ...outcome, reply: withFile(outcome.reply, outcome.file) });
        const more = await posted(task.letter, outcome.receipt, result);
        for (const [index, next] of more.entries()) await carry(task, next, `${name}:${index}`);
        return;
      }
      case 'remove':
        return messages.unsay(task, outcome.place ?? here, outcome.key);
      case 'home':
        // The bot has no page of its own in Teams, so nobody asked for one.
        return;
      default:
        return outcome satisfies never;
    }
  }

  /** Where Teams is to be called: the letter says it; for what nobody asked, the thread's last answer does. */
  async function addressOf(letter: Letter): Promise<Pick<Task, 'serviceUrl' | 'bot'> | undefined> {
    const { tenant, place } = letter.incoming;
    const { serviceUrl, bot = { id: '' } } = letter.address as Partial<Address>;
    const known = serviceUrl ?? (await answers.serviceUrl(tenant, place));
    return known === undefined ? undefined : { serviceUrl: known, bot };
  }

  /** One try, without a net: it is about a message that may well have arrived. */
  async function confess({ letter, serviceUrl }: Task): Promise<void> {
    try {
      await connector.send(serviceUrl, conversationOf(letter, letter.incoming.place), plainMessage(WORDS.unsure));
    } catch (error) {
      log.error('teams doubt not told', error);
    }
  }
}
