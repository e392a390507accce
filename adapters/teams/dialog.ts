import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Outcome } from '../../src/conversation.ts';
import type { Reply } from '../../src/types.ts';
import type { Delivered, Letter } from '../platform.ts';
import { type Activity, conversationOf, inChannel, tenantOf } from './activity.ts';
import type { Action, Card } from './card.ts';
import type { InvokeParts } from './invokes.ts';
import { type Address, letter } from './letters.ts';
import { renderView } from './render.ts';
import { typedBody } from './text.ts';
import { WORDS } from './words.ts';

/** The message action: its dialog shows the verdict to the asker alone, and its button posts it. */
export interface Dialog {
  open(activity: Activity): Promise<unknown>;
  submit(activity: Activity): Promise<unknown>;
}

/** https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/action-commands/define-action-command */
const opened = z.object({
  messagePayload: z.object({
    id: z.string().min(1),
    replyToId: z.string().nullish(),
    body: z.object({ contentType: z.string().optional(), content: z.string().optional() }).default({}),
  }),
});
const submitted = z.object({
  data: z.object({ thread: z.string(), keys: z.array(z.string()) }),
});

export function createDialog({ inbox, answers, deliver }: Omit<InvokeParts, 'connector' | 'track' | 'log'>): Dialog {
  const posting = new Map<string, Promise<Delivered>>();
  /** A second press while the first is under way waits for it. */
  function once(name: string, post: () => Promise<Delivered>): Promise<Delivered> {
    const running = posting.get(name) ?? post().finally(() => posting.delete(name));
    posting.set(name, running);
    return running;
  }

  return {
    async open(activity) {
      const parsed = opened.safeParse(activity.value);
      if (!parsed.success) return told(WORDS.failed);
      const { id, replyToId, body } = parsed.data.messagePayload;
      const { channel, root } = conversationOf(activity);
      const thread = inChannel(activity) ? (root ?? replyToId ?? id) : id;
      const asked = { kind: 'paste', text: typedBody(body), direct: false } as const;
      const made = letter(activity, asked, `${channel}:${id}`, thread || id);
      // Teams asks again when it had to wait: that is answered again, for nothing is posted yet.
      const outcomes = await inbox.now({ ...made, once: `${channel}:${id}:dialog:${randomUUID()}` });
      return shown(made, outcomes);
    },

    async submit(activity) {
      const parsed = submitted.safeParse(activity.value);
      if (!parsed.success) return told(WORDS.failed);
      const { thread, keys } = parsed.data.data;
      const made = letter(
        activity,
        { kind: 'press', button: 'post', value: '' },
        `dialog:${thread}:${keys.join()}`,
        thread,
      );
      const outcomes: Outcome[] = [];
      for (const key of keys) {
        const answer = await answers.get(tenantOf(activity), made.incoming.place, key);
        if (answer?.reply) outcomes.push({ do: 'say', to: 'thread', key, reply: answer.reply });
      }
      if (outcomes.length === 0) return told(WORDS.gone);
      const result = await once(`${made.incoming.tenant} ${made.incoming.id}`, () => deliver(made, outcomes, false));
      if (result === 'unknown') return told(WORDS.unsure);
      return result === 'answered' ? told(WORDS.posted) : handedOver(outcomes);
    },
  };

  /** The answer in the dialog. What would be posted is kept until the button says so. */
  async function shown({ incoming, address }: Letter, outcomes: readonly Outcome[]): Promise<unknown> {
    const said = outcomes.filter((outcome) => outcome.do === 'say');
    const [main] = said;
    if (main === undefined) return told(WORDS.noBounce);
    const { tenant, place, person } = incoming;
    const { serviceUrl } = address as Address;
    const keys: string[] = [];
    let posted = false;
    for (const { key, to, reply } of said) {
      if (key === undefined || to !== 'thread') continue;
      const { ids } = (await answers.get(tenant, place, key)) ?? { ids: [] };
      posted ||= ids.length > 0;
      keys.push(key);
      await answers.put(tenant, place, key, { ids, reply }, person.id, serviceUrl);
    }
    const post: Action = {
      type: 'Action.Submit',
      title: posted ? WORDS.postAgain : WORDS.postInThread,
      data: { thread: place.thread, keys },
    };
    return continued(viewOf(main.reply, posted, keys.length > 0 ? [post] : []));
  }
}

function viewOf(reply: Reply, posted: boolean, more: readonly Action[] = []): Card {
  const note = posted ? [{ kind: 'note', line: [WORDS.posted] } as const] : [];
  return renderView({ ...reply, parts: [...note, ...reply.parts], buttons: [] }, { thread: '', key: '' }, more);
}

/** The app is not in the conversation: the card goes into the message that the person is writing. */
function handedOver(outcomes: readonly Outcome[]): unknown {
  const attachments = outcomes.flatMap((outcome) =>
    outcome.do === 'say' ? [attachment(viewOf(outcome.reply, false))] : [],
  );
  return { composeExtension: { type: 'result', attachmentLayout: 'list', attachments } };
}

function continued(card: Card): unknown {
  const value = { title: WORDS.dialogTitle, width: 'large', height: 'large', card: attachment(card) };
  return { task: { type: 'continue', value } };
}

function attachment(content: Card): { contentType: string; content: Card } {
  return { contentType: 'application/vnd.microsoft.card.adaptive', content };
}

function told(text: string): unknown {
  return { task: { type: 'message', value: text } };
}
