import type { App } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import type { Log } from '../../src/ports.ts';
import type { Outcome } from '../../src/types.ts';
import type { Inbox, Letter, Platform } from '../platform.ts';
import { type Address, letterOf, type SlackMessage } from './events.ts';
import {
  type FormMeta,
  type Interaction,
  letterOfCommand,
  letterOfPress,
  letterOfShortcut,
  letterOfSubmit,
} from './interactions.ts';
import { closingView, filled, formErrors, modalOf } from './modal.ts';
import { respond, respondPlainly } from './respond.ts';
import { codeOf } from './send.ts';
import { WORDS } from './words.ts';

export interface DoorParts {
  inbox: Inbox;
  client: WebClient;
  log: Log;
  deliver: Platform['deliver'];
  /** Work that goes on after the acknowledgement and is waited for at the end. */
  track(work: Promise<void>): void;
}

/** Every way in which Slack hands something over. */
export function openDoors(app: App, { inbox, client, log, deliver, track }: DoorParts): void {
  const take = async (event: SlackMessage, tenant: string, botUser: string | undefined): Promise<void> => {
    const letter = letterOf(event, { tenant, botUser });
    if (letter) await inbox.accept('slack', letter);
  };
  app.event('app_mention', ({ event, context, body }) =>
    take(event as SlackMessage, context.teamId ?? body.team_id, context.botUserId),
  );
  app.event('message', ({ event, context, body }) =>
    take(event as SlackMessage, context.teamId ?? body.team_id, context.botUserId),
  );

  app.command('/bounce', async ({ command, ack }) => {
    await ack();
    track(answer(letterOfCommand(command), command.trigger_id));
  });

  app.shortcut({ type: 'message_action', callback_id: 'decode_bounce' }, async ({ body, ack, context }) => {
    const letter = letterOfShortcut(body as Interaction, context.botUserId);
    if (letter) await inbox.accept('slack', letter);
    await ack();
  });

  app.action({ type: 'block_actions' }, async ({ body, action, ack }) => {
    await ack();
    // A link button only opens its page.
    if (action.type !== 'button' || action.value === undefined) return;
    track(answer(letterOfPress(body as Interaction, action), body.trigger_id));
  });

  app.view({ type: 'view_submission', callback_id: /^/ }, async ({ body, view, ack }) => {
    const meta = JSON.parse(view.private_metadata) as FormMeta;
    const outcomes = await inbox.now(letterOfSubmit(body, view, meta, filled(view.state.values)));
    const [first] = outcomes;
    if (first?.do === 'ask') {
      const errors = formErrors(first.form);
      return errors
        ? ack({ response_action: 'errors', errors })
        : ack({ response_action: 'update', view: modalOf(first.form, meta.place) });
    }
    return first?.do === 'say' ? ack({ response_action: 'update', view: closingView(first.reply) }) : ack();
  });

  /** Answers within the three seconds that a trigger lives. Nothing of this is delivered again, so a failure is told. */
  async function answer(letter: Letter, trigger: string): Promise<void> {
    const { responseUrl } = letter.address as Address;
    try {
      for (const outcome of await inbox.now(letter)) await carry(letter, outcome, trigger, responseUrl);
    } catch (error) {
      log.error('slack not answered', error, { asked: letter.incoming.asked.kind });
      if (responseUrl === undefined) return;
      const gone = codeOf(error) === 'expired_trigger_id';
      await respondPlainly(responseUrl, gone ? WORDS.formGone : WORDS.failed).catch((failure: unknown) =>
        log.error('slack failure not told', failure),
      );
    }
  }

  async function carry(letter: Letter, outcome: Outcome, trigger: string, responseUrl?: string): Promise<void> {
    if (outcome.do === 'ask') {
      await client.views.open({ trigger_id: trigger, view: modalOf(outcome.form, letter.incoming.place) });
    } else if (outcome.do === 'say' && responseUrl !== undefined) {
      await respond(responseUrl, outcome.reply);
    } else {
      await deliver(letter, [outcome], false);
    }
  }
}
