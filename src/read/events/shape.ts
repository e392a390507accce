import type { Action, NotABounce } from '../../types.ts';
import type { Json } from '../json.ts';
import type { Seen } from '../logs/family.ts';
import { epochTime } from '../logs/stamp.ts';
import { timeOf } from '../time.ts';

/** One recipient's fate in an event. */
export interface Happened {
  action: Action;
  seen: Seen;
  /** The server's answer, or the service's own reason. */
  answer?: Json;
  /** The answer's text where it isn't `answer` word for word (a code that stands in a field of its own). */
  written?: string;
  /** The service's own words for the kind of failure: they are the words where no server answered. */
  kind?: string;
}

/** What an event tells: fates, or that it is about something else. `undefined`: nothing a mail desk asks about. */
export type Told = Happened[] | { not: NotABounce; detail?: string } | undefined;

/** How one service writes its events. */
export interface EventShape {
  /** Catalog id of the sending service; absent where the shape is no service's own. */
  relay?: string;
  /** A mail system's own log: a later success under the same queue id closes a deferral. */
  logs?: true;
  /** Cheap and specific: two shapes never fit one event. Keys are lower case. */
  fits(event: Json): boolean;
  tell(event: Json): Told;
}

/** Words of all services for what is no failure. */
export function harmless(event: string): Told {
  const word = event.toLowerCase();
  if (/spam|complain/.test(word)) return { not: 'complaint' };
  if (/deliver(?:y|ed)$|^sent$|open|click/.test(word)) return { not: 'delivered' };
  return undefined;
}

/** `dana@example.net` out of `"Dana" <dana@example.net>`; undefined for what holds no address. */
export function addressIn(text: string | undefined): string | undefined {
  return text === undefined ? undefined : /[^\s<>"',;:()[\]{}=]{1,128}@[^\s<>"',;:()[\]{}=]{1,255}/.exec(text)?.[0];
}

/** With its angle brackets, as the header has it. */
export function messageId(text: string | undefined): string | undefined {
  const id = text?.trim().replace(/^<|>$/g, '');
  return id === undefined || id === '' ? undefined : `<${id}>`;
}

/** A count of tries; undefined for what isn't one. */
export function positive(text: string | undefined): number | undefined {
  const value = Number(text);
  return text !== undefined && Number.isInteger(value) && value > 0 && value < 100_000 ? value : undefined;
}

/** ISO 8601 where the text is a time with its zone or a number of seconds or milliseconds since 1970; else as written. */
export function eventTime(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{9,13}(?:\.\d{1,9})?$/.test(text.trim())) return timeOf(text);
  const number = Number(text);
  return epochTime(number > 100_000_000_000 ? number / 1000 : number) ?? text;
}
