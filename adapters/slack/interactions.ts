import type { Asked, Incoming } from '../../src/conversation.ts';
import type { Person, Place } from '../../src/types.ts';
import type { Letter } from '../platform.ts';
import { type Address, filesOf, homeOf, type SlackMessage } from './events.ts';
import type { SlackFile } from './files.ts';
import { LIMITS } from './limits.ts';
import { fromMrkdwn, typed } from './text.ts';

export interface Command {
  channel_id: string;
  user_id: string;
  user_name?: string;
  text: string;
  trigger_id: string;
  response_url: string;
}

/** As much of a button press or a message shortcut as is read. */
export interface Interaction {
  user: { id: string; name?: string };
  channel?: { id: string } | undefined;
  message?: SlackMessage | undefined;
  container?: { type?: string; message_ts?: string; thread_ts?: string; channel_id?: string } | undefined;
  view?: { type?: string; private_metadata?: string } | undefined;
  response_url?: string | undefined;
  trigger_id: string;
}

/** What a form carries through Slack and back. */
export interface FormMeta {
  place: Place;
  value: string;
  /** The message from which it was opened. */
  from?: string;
  responseUrl?: string;
  home?: boolean;
}

/** `/bounce …`. Slack lets nobody type it inside a thread, so it has no place but itself. */
export function letterOfCommand(command: Command, tenant: string): Letter {
  const { channel_id: channel, trigger_id: trigger, response_url: responseUrl } = command;
  const asked: Asked = { kind: 'command', text: fromMrkdwn(command.text).trim() };
  const person = personOf({ id: command.user_id, name: command.user_name });
  return letter(`command:${trigger}`, tenant, placeOf(channel, trigger), person, asked, { responseUrl, trigger });
}

/** The message shortcut: the message stands in the payload, so nothing needs to be read from the channel. */
export function letterOfShortcut(body: Interaction, tenant: string, botUser: string | undefined): Letter | undefined {
  const { message, channel } = body;
  if (!message || !channel) return undefined;
  const place = placeOf(channel.id, message.thread_ts ?? message.ts);
  const asked: Asked = { kind: 'paste', text: typed(message, botUser), direct: true };
  const id = `${channel.id}:${message.ts}`;
  const address: Address = { ...filesOf(message), ...(body.response_url && { responseUrl: body.response_url }) };
  const made = letter(id, tenant, place, personOf(body.user), asked, address);
  return { ...made, once: `${id}:shortcut:${body.trigger_id}` };
}

/** @param action the `block_id` of its row is the key of the message it stands in */
export function letterOfPress(
  body: Interaction,
  action: { action_id: string; value?: string; block_id?: string },
  tenant: string,
): Letter {
  const { message, container, user, view, trigger_id: trigger } = body;
  const asked: Asked = { kind: 'press', button: action.action_id, value: action.value ?? '' };
  const id = `press:${trigger}`;
  if (view !== undefined) return letter(id, tenant, homeOf(user.id), personOf(user), asked, { home: true, trigger });
  const ts = message?.ts ?? container?.message_ts ?? trigger;
  const place = placeOf(
    body.channel?.id ?? container?.channel_id ?? '',
    message?.thread_ts ?? container?.thread_ts ?? ts,
  );
  const made = letter(id, tenant, place, personOf(user), asked, {
    trigger,
    ...(body.response_url && { responseUrl: body.response_url }),
    ...(action.block_id && { pressed: action.block_id }),
  });
  return { ...made, incoming: { ...made.incoming, from: ts } };
}

/** A form that was sent: `files` still have to be fetched. */
export function letterOfSubmit(
  user: Interaction['user'],
  view: { id: string; hash?: string; callback_id: string },
  meta: FormMeta,
  { fields, files }: { fields: Readonly<Record<string, string>>; files: readonly SlackFile[] },
  tenant: string,
): Letter {
  const { place, value, from, responseUrl, home } = meta;
  const asked: Asked = { kind: 'submit', form: view.callback_id, value, fields };
  const made = letter(`submit:${view.id}:${view.hash ?? ''}`, tenant, place, personOf(user), asked, {
    ...filesOf({ files }),
    ...(responseUrl !== undefined && { responseUrl }),
    ...(home === true && { home }),
  });
  return from === undefined ? made : { ...made, incoming: { ...made.incoming, from } };
}

/** What a form opened in answer to that letter has to bring back; Slack carries 3,000 characters of it. */
export function metaOf({ incoming, address }: Letter, value: string): string {
  const { responseUrl, home } = address as Address;
  const { place, from } = incoming;
  const meta: FormMeta = { place, value, ...(from !== undefined && { from }), ...(home === true && { home }) };
  const whole = JSON.stringify({ ...meta, ...(responseUrl !== undefined && { responseUrl }) });
  // Without its response URL an answer reaches the asker in the channel, where that is possible.
  return whole.length <= LIMITS.privateMetadata ? whole : JSON.stringify(meta);
}

function letter(id: string, tenant: string, place: Place, person: Person, asked: Asked, address: Address): Letter {
  const incoming: Incoming = { id, tenant, platform: 'slack', place, person, asked };
  return { incoming, address };
}

function personOf({ id, name }: { id: string; name?: string | undefined }): Person {
  return name === undefined || name === '' ? { id } : { id, name };
}

function placeOf(channel: string, thread: string): Place {
  return { channel, thread, personal: channel.startsWith('D') };
}
