import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Asked, InputForm, Outcome } from '../../src/conversation.ts';
import type { Log } from '../../src/ports.ts';
import type { Reply } from '../../src/types.ts';
import type { Inbox, Letter, Platform } from '../platform.ts';
import { type Activity, conversationOf, tenantOf } from './activity.ts';
import type { Answers } from './answers.ts';
import { type Action, type Card, cardOf } from './card.ts';
import { channelsFor } from './channels.ts';
import type { Connector } from './connector.ts';
import { createDialog } from './dialog.ts';
import { filled, formCard, SUBMIT } from './form.ts';
import { type Address, letter } from './letters.ts';
import { dataOf, render, renderView, type Stand, withFile } from './render.ts';
import { conversationOf as placed } from './task.ts';
import { plainMessage, WORDS } from './words.ts';

export interface InvokeParts {
  inbox: Inbox;
  answers: Answers;
  connector: Connector;
  deliver: Platform['deliver'];
  log: Log;
  /** Work that goes on after the answer and is waited for at the end. */
  track(work: Promise<void>): void;
}

/** What an invoke is answered with. Teams waits five seconds for it. */
export interface InvokeAnswer {
  status: number;
  body?: unknown;
}

/** Shows again what stands in a thread under a key: the way back, and Teams' own question for what is current. */
const SHOW = 'show';

const press = z.object({
  action: z.object({ verb: z.string(), data: z.record(z.string(), z.unknown()).default({}) }),
});

/** Every question of Teams that wants its answer in the response. Nothing of this is delivered again later, so a failure is told. */
export function createInvokes(parts: InvokeParts): (activity: Activity) => Promise<InvokeAnswer> {
  const { inbox, answers, connector, deliver, log, track } = parts;
  const dialog = createDialog(parts);

  return async function invoke(activity) {
    try {
      switch (activity.name) {
        case 'adaptiveCard/action':
          return await action(activity);
        case 'composeExtension/fetchTask':
          return { status: 200, body: await dialog.open(activity) };
        case 'composeExtension/submitAction':
          return { status: 200, body: await dialog.submit(activity) };
        default:
          return { status: 501 };
      }
    } catch (error) {
      log.error('teams invoke not answered', error, { name: activity.name ?? '' });
      return activity.name === 'adaptiveCard/action' ? failure(500, WORDS.failed) : told(WORDS.failed);
    }
  };

  /** A button of a card, or its form. The card that comes back stands in the old one's place for whoever pressed. */
  async function action(activity: Activity): Promise<InvokeAnswer> {
    const parsed = press.safeParse(activity.value);
    if (!parsed.success) return failure(400, WORDS.failed);
    const { verb, data } = parsed.data.action;
    const stand: Stand = {
      thread: conversationOf(activity).root ?? textIn(data, 'thread') ?? activity.replyToId ?? '',
      key: textIn(data, 'answer') ?? '',
    };
    if (verb === SHOW) return current(activity, stand);
    const asked = askedOf(verb, data);
    const made = letter(activity, asked, `press:${activity.id ?? randomUUID()}`, stand.thread);
    const pressed: Letter =
      activity.replyToId === undefined ? made : { ...made, incoming: { ...made.incoming, from: activity.replyToId } };
    const outcomes = await inbox.now(pressed);
    const shown = outcomes.find((outcome) => isShown(outcome, stand));
    const others = outcomes.filter((outcome) => outcome !== shown || isForAll(outcome));
    track(afterwards(pressed, others));
    if (shown?.do === 'ask') return replaced(await formOf(shown.form, pressed, stand));
    if (shown?.do !== 'say') return current(activity, stand);
    const reply = withFile(shown.reply, shown.file);
    return replaced(isForAll(shown) ? first(reply, stand) : renderView(reply, stand, [back(stand, WORDS.back)]));
  }

  /** Nobody would try this again, so a failure is told. */
  async function afterwards(pressed: Letter, outcomes: readonly Outcome[]): Promise<void> {
    try {
      await deliver(pressed, outcomes, false);
    } catch (error) {
      log.error('teams press not carried out', error);
      const { serviceUrl } = pressed.address as Address;
      const where = placed(pressed, pressed.incoming.place);
      await connector.send(serviceUrl, where, plainMessage(WORDS.failed)).catch((failure: unknown) => {
        log.error('teams failure not told', failure);
      });
    }
  }

  /** What stands there for everybody. */
  async function current(activity: Activity, { thread, key }: Stand): Promise<InvokeAnswer> {
    const { channel } = conversationOf(activity);
    const answer = await answers.get(tenantOf(activity), { channel, thread }, key);
    return answer?.reply === undefined ? message(WORDS.done) : replaced(first(answer.reply, { thread, key }));
  }

  async function formOf(form: InputForm, letter: Letter, stand: Stand): Promise<Card> {
    const channels = await channelsFor(form, letter, parts);
    return formCard(form, { stand, back: back(stand, WORDS.cancel), channels });
  }
}

function askedOf(verb: string, data: Readonly<Record<string, unknown>>): Asked {
  const value = textIn(data, 'value') ?? '';
  if (verb !== SUBMIT) return { kind: 'press', button: verb, value };
  return { kind: 'submit', form: textIn(data, 'form') ?? '', value, fields: filled(data) };
}

/** What goes into the place of the pressed card: a form, what only the asker is to see, or that card's own new state. */
function isShown(outcome: Outcome, { thread, key }: Stand): boolean {
  if (outcome.do !== 'say') return outcome.do === 'ask';
  return outcome.to === 'asker' || (outcome.key === key && (outcome.place?.thread ?? thread) === thread);
}

function isForAll(outcome: Outcome): boolean {
  return outcome.do !== 'ask' && !(outcome.do === 'say' && outcome.to === 'asker');
}

function first(reply: Reply, stand: Stand): Card {
  return render(reply, stand).cards[0] ?? cardOf([]);
}

function back(stand: Stand, title: string): Action {
  return { type: 'Action.Execute', title, verb: SHOW, data: dataOf(stand), associatedInputs: 'none' };
}

function textIn(data: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = data[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/universal-actions-for-adaptive-cards/work-with-universal-actions-for-adaptive-cards#response-format */
function replaced(card: Card): InvokeAnswer {
  return { status: 200, body: { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: card } };
}

function message(text: string): InvokeAnswer {
  return { status: 200, body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: text } };
}

function failure(statusCode: number, text: string): InvokeAnswer {
  const value = { code: String(statusCode), message: text };
  return { status: 200, body: { statusCode, type: 'application/vnd.microsoft.error', value } };
}

function told(text: string): InvokeAnswer {
  return { status: 200, body: { task: { type: 'message', value: text } } };
}
