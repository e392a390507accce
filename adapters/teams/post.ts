import type { Outcome, Posted } from '../../src/conversation.ts';
import { hasThreads, threadLink } from './activity.ts';
import { Refused, Unknown } from './connector.ts';
import { render } from './render.ts';
import { activityOf, attempt, done, type SendParts, type Task } from './task.ts';
import { WORDS } from './words.ts';

/** Who posts is no member there, or nothing is there. */
const NOT_THERE: readonly number[] = [403, 404];

/** Posts a message of its own elsewhere: a new thread of a channel, or a message in a chat. */
export function createPost({ connector, answers, log }: SendParts) {
  return async function post(task: Task, outcome: Outcome & { do: 'post' }): Promise<Posted> {
    const { tenant, person, place } = task.letter.incoming;
    const { serviceUrl } = task;
    const { reply, key, receipt } = outcome;
    const name = `post:${receipt}`;
    const before = await answers.get(tenant, place, name);
    if (before?.post !== undefined) return before.post;
    if (task.again) {
      // This is where the earlier try was cut.
      task.again = false;
      return { ok: 'unknown' };
    }
    try {
      const channel = await channelOf(task, outcome.to);
      const threads = hasThreads(channel);
      // In a chat the receipt stands for the thread; in a channel a press tells its thread itself.
      const { cards, summary } = render(reply, { thread: receipt, key });
      const [first = {}, ...rest] = cards.map((card) => activityOf(card, summary));
      const { id, conversation } = threads
        ? await connector.begin(serviceUrl, channel, tenant, first)
        : { id: await connector.send(serviceUrl, channel, first), conversation: channel };
      const stands = { channel, thread: threads ? id : receipt, personal: 'person' in outcome.to };
      const posted = { ok: true, place: stands, link: threadLink({ channel, thread: id }) } as const;
      await answers.put(tenant, place, name, { ids: [id], post: posted }, person.id, serviceUrl);
      await answers.put(tenant, stands, key, { ids: [id], reply }, person.id, serviceUrl);
      for (const page of rest) await attempt(task, log, () => connector.send(serviceUrl, conversation, page));
      done(task);
      return posted;
    } catch (error) {
      if (error instanceof Unknown) return { ok: 'unknown' };
      if (!(error instanceof Refused)) throw error;
      log.error('teams refused a post', error, { status: error.status });
      return { ok: false, why: NOT_THERE.includes(error.status) ? WORDS.cannotPost : WORDS.postRefused };
    }
  };

  async function channelOf({ letter, serviceUrl, bot }: Task, to: (Outcome & { do: 'post' })['to']): Promise<string> {
    if ('channel' in to) return to.channel;
    return connector.chat(serviceUrl, letter.incoming.tenant, { bot, person: to.person });
  }
}
