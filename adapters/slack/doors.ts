import type { App } from '@slack/bolt';
import type { Outcome } from '../../src/conversation.ts';
import type { Log } from '../../src/ports.ts';
import { type Inbox, type Letter, type Platform, PutOff, SendCut } from '../platform.ts';
import {
  type Address,
  letterOf,
  letterOfHome,
  letterOfReaction,
  type SlackMessage,
  type SlackReaction,
} from './events.ts';
import {
  type FormMeta,
  type Interaction,
  letterOfCommand,
  letterOfPress,
  letterOfShortcut,
  letterOfSubmit,
  metaOf,
} from './interactions.ts';
import type { Memory } from './memory.ts';
import { closingView, filled, modalOf } from './modal.ts';
import type { People } from './people.ts';
import { respondPlainly } from './respond.ts';
import { WORDS } from './words.ts';
import { type Origin, tenantOf } from './workspaces.ts';

export interface DoorParts {
  inbox: Inbox;
  log: Log;
  deliver: Platform['deliver'];
  people: People;
  memory: Memory;
  /** The emoji that asks for a message, without colons. */
  emoji(tenant: string): Promise<string>;
  /** The app was removed from a workspace or organisation: everything of it is forgotten. */
  removed(tenant: string): Promise<void>;
  /** Work that goes on after the acknowledgement and is waited for at the end. */
  track(work: Promise<void>): void;
}

/** What an event's envelope tells of the bot it is for. */
interface Envelope {
  event_id: string;
  authorizations?: { user_id: string; is_bot: boolean }[];
}

/** Every way in which Slack hands something over. */
export function openDoors(app: App, parts: DoorParts): void {
  const { inbox, log, deliver, people, memory, emoji, removed, track } = parts;

  const accept = async (letter: Letter | undefined): Promise<void> => {
    if (letter !== undefined) await inbox.accept('slack', letter);
  };
  const known = (context: Origin & { botUserId?: string }, body: object) => {
    const bot = (body as Envelope).authorizations?.find(({ is_bot }) => is_bot);
    return { tenant: tenantOf(context), botUser: bot?.user_id ?? context.botUserId };
  };

  app.event('app_mention', ({ event, context, body }) => accept(letterOf(event as SlackMessage, known(context, body))));
  app.event('message', ({ event, context, body }) => accept(letterOf(event as SlackMessage, known(context, body))));
  app.event('reaction_added', async ({ event, context, body }) => {
    const where = known(context, body);
    await accept(letterOfReaction(event as SlackReaction, await emoji(where.tenant), where));
  });
  app.event('app_home_opened', ({ event, context, body }) =>
    accept(letterOfHome(event, (body as Envelope).event_id, tenantOf(context))),
  );
  app.event('app_uninstalled', ({ context }) => removed(tenantOf(context)));
  app.event('tokens_revoked', async ({ event, context }) => {
    if ((event.tokens.bot ?? []).length > 0) await removed(tenantOf(context));
  });

  app.command('/bounce', async ({ command, ack, context }) => {
    const letter = letterOfCommand(command, tenantOf(context));
    // Without words it opens a form, which has to be there within three seconds; everything else can take its time.
    if (letter.incoming.asked.kind === 'command' && letter.incoming.asked.text === '') {
      await ack();
      track(answer(letter));
    } else {
      await inbox.accept('slack', letter);
      await ack();
    }
  });

  app.shortcut({ type: 'message_action', callback_id: 'decode_bounce' }, async ({ body, ack, context }) => {
    await accept(letterOfShortcut(body as Interaction, tenantOf(context), context.botUserId));
    await ack();
  });

  app.action({ type: 'block_actions' }, async ({ body, action, ack, context }) => {
    await ack();
    // A link button only opens its page.
    if (action.type !== 'button' || action.url !== undefined) return;
    const letter = letterOfPress(body as Interaction, action, tenantOf(context));
    const { incoming, address } = letter;
    const { pressed } = address as Address;
    if (pressed !== undefined && incoming.from !== undefined && !isEphemeral(body as Interaction))
      track(memory.learn(incoming.tenant, incoming.place, { [pressed]: incoming.from }).then(() => answer(letter)));
    else track(answer(letter));
  });

  app.view({ type: 'view_submission', callback_id: /^/ }, async ({ body, view, ack, context }) => {
    const meta = JSON.parse(view.private_metadata) as FormMeta;
    const letter = letterOfSubmit(body.user, view, meta, filled(view.state.values), tenantOf(context));
    const { files, responseUrl } = letter.address as Address;
    if (files !== undefined) {
      // Files are fetched first, which takes longer than Slack waits.
      await inbox.accept('slack', letter);
      return ack();
    }
    const outcomes = await inbox.now(await named(letter));
    const form = outcomes.find((outcome) => outcome.do === 'ask')?.form;
    const told = outcomes.find((outcome) => outcome.do === 'say' && outcome.to === 'asker');
    // Where only the form can show what is said to the asker, it does.
    const shown = form === undefined && told?.do === 'say' && responseUrl === undefined ? told : undefined;
    if (form !== undefined) await ack({ response_action: 'update', view: modalOf(form, metaOf(letter, form.value)) });
    else if (shown !== undefined) await ack({ response_action: 'update', view: closingView(shown.reply) });
    else await ack();
    const rest = outcomes.filter((outcome) => outcome.do !== 'ask' && outcome !== shown);
    track(carry(letter, () => Promise.resolve(rest)));
  });

  /** Answers within the three seconds that a trigger lives. */
  function answer(letter: Letter): Promise<void> {
    return carry(letter, async () => inbox.now(await named(letter)));
  }

  /** Who presses and fills in is named in drafts; and only administrators may change settings. */
  async function named(letter: Letter): Promise<Letter> {
    const { incoming } = letter;
    const person = { ...incoming.person, ...(await people(incoming.tenant, incoming.person.id)) };
    return { ...letter, incoming: { ...incoming, person } };
  }

  /** Nothing of this is asked again by Slack: some patience, then the failure is told. */
  async function carry(letter: Letter, outcomes: () => ReturnType<Inbox['now']>): Promise<void> {
    try {
      await patiently(letter, await outcomes());
    } catch (error) {
      log.error('slack not answered', error, { asked: letter.incoming.asked.kind });
      const { responseUrl } = letter.address as Address;
      if (responseUrl === undefined) return;
      const words = error instanceof PutOff ? WORDS.busy(Math.ceil(error.afterMs / 1_000)) : WORDS.failed;
      await respondPlainly(responseUrl, words).catch((failure: unknown) =>
        log.error('slack failure not told', failure),
      );
    }
  }

  async function patiently(letter: Letter, outcomes: readonly Outcome[]): Promise<void> {
    let again = false;
    for (const pause of PAUSES) {
      try {
        await deliver(letter, outcomes, again);
        return;
      } catch (error) {
        const wait = error instanceof PutOff ? error.afterMs : pause;
        if (wait > LONGEST_PAUSE) throw error;
        again ||= error instanceof SendCut;
        await new Promise((resume) => setTimeout(resume, wait));
      }
    }
    await deliver(letter, outcomes, again);
  }
}

/** Between tries of what a person waits for, in milliseconds. */
const PAUSES: readonly number[] = [500, 2_000];
const LONGEST_PAUSE = 5_000;

function isEphemeral({ container }: Interaction): boolean {
  return (container as { is_ephemeral?: boolean } | undefined)?.is_ephemeral === true;
}
