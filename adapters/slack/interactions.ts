import type { Asked, Incoming, Place } from '../../src/types.ts';
import type { Letter } from '../platform.ts';
import type { Address, SlackMessage } from './events.ts';
import { fromMrkdwn, typed } from './text.ts';

export interface Command {
  team_id: string;
  channel_id: string;
  user_id: string;
  text: string;
  trigger_id: string;
  response_url: string;
}

/** As much of a button press or a message shortcut as is read. */
export interface Interaction {
  team?: { id: string } | null | undefined;
  user: { id: string };
  channel?: { id: string } | undefined;
  message?: SlackMessage | undefined;
  container?: { message_ts?: string; thread_ts?: string; channel_id?: string } | undefined;
  response_url?: string | undefined;
  trigger_id: string;
}

/** What a form carries through Slack and back. */
export interface FormMeta {
  place: Place;
  value: string;
}

/** `/bounce …`. Slack lets nobody type it inside a thread, so it has no place but itself. */
export function letterOfCommand(command: Command): Letter {
  const place = placeOf(command.channel_id, command.trigger_id);
  const asked: Asked = { kind: 'command', text: fromMrkdwn(command.text) };
  return letter(`command:${command.trigger_id}`, command.team_id, place, command.user_id, asked, command.response_url);
}

/** The message shortcut: the message stands in the payload, so nothing needs to be read from the channel. */
export function letterOfShortcut(body: Interaction, botUser: string | undefined): Letter | undefined {
  const { message, channel } = body;
  if (!message || !channel) return undefined;
  const place = placeOf(channel.id, message.thread_ts ?? message.ts);
  const asked: Asked = { kind: 'paste', text: typed(message, botUser), direct: true };
  const id = `${channel.id}:${message.ts}`;
  const made = letter(id, body.team?.id ?? '', place, body.user.id, asked, body.response_url);
  return { ...made, once: `${id}:shortcut:${body.trigger_id}` };
}

export function letterOfPress(body: Interaction, action: { action_id: string; value?: string }): Letter {
  const { message, container } = body;
  const ts = message?.ts ?? container?.message_ts ?? body.trigger_id;
  const channel = body.channel?.id ?? container?.channel_id ?? '';
  const place = placeOf(channel, message?.thread_ts ?? container?.thread_ts ?? ts);
  const asked: Asked = { kind: 'press', button: action.action_id, value: action.value ?? '' };
  const made = letter(`press:${body.trigger_id}`, body.team?.id ?? '', place, body.user.id, asked, body.response_url);
  return { ...made, incoming: { ...made.incoming, from: ts } };
}

export function letterOfSubmit(
  body: { team?: { id: string } | null; user: { id: string }; trigger_id?: string },
  view: { id: string; hash?: string; callback_id: string },
  meta: FormMeta,
  fields: Readonly<Record<string, string>>,
): Letter {
  const asked: Asked = { kind: 'submit', form: view.callback_id, value: meta.value, fields };
  return letter(`submit:${view.id}:${view.hash ?? ''}`, body.team?.id ?? '', meta.place, body.user.id, asked);
}

function letter(id: string, tenant: string, place: Place, person: string, asked: Asked, responseUrl?: string): Letter {
  const incoming: Incoming = { id, tenant, platform: 'slack', place, person: { id: person }, asked };
  return { incoming, address: { fresh: false, ...(responseUrl !== undefined && { responseUrl }) } satisfies Address };
}

function placeOf(channel: string, thread: string): Place {
  return { channel, thread, personal: channel.startsWith('D') };
}
