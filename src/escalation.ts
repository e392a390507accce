/**
 * The escalation of a case: its draft, and what can be done to it.
 */
import type { Bucket, Person, Place } from './types.ts';

/** `sent` without a receipt is a hand-off on its way; it becomes `ready` again when it could not be delivered. */
export const DRAFT_STATES = ['open', 'ready', 'sent', 'answered', 'closed'] as const;
export type DraftState = (typeof DRAFT_STATES)[number];

/** A field's value and where it came from. */
export interface DraftValue {
  value: string;
  /** Absent: read from the bounce itself. */
  by?: Person;
  /** Milliseconds since 1970. */
  at: number;
}

/** The escalation of one case. Changed only by `advance` (src/escalate/draft.ts); stored by compare-and-swap. */
export interface Draft {
  id: string;
  platform: string;
  state: DraftState;
  /** Counts changes; every button and form carries it. */
  revision: number;
  /** Whom it is written for: a key of `desks` (src/escalate/desk.ts). */
  desk: string;
  bucket: Bucket | null;
  cause: string;
  place: Place;
  createdAt: number;
  createdBy: Person;
  /** When somebody last did something to it. */
  changedAt: number;
  /** When they were told that it expires soon; gone as soon as somebody goes on with it. */
  warnedAt?: number;
  /** Fields of this desk in order, by id of catalog/asks.json or of the workspace's own. */
  asks: readonly { id: string; required: boolean }[];
  values: Readonly<Record<string, DraftValue>>;
  /** Ticked checks by id. */
  checks: Readonly<Record<string, { by: Person; at: number }>>;
  /** Why it was sent although required fields were missing. */
  reason?: string;
  /** The hand-off to the letter, what came back, and where it stands if in this chat. `attempt` (the revision it left from) tells one sending from the next. */
  sent?: {
    at: number;
    by: Person;
    via: string;
    subject: string;
    text: string;
    attempt: number;
    receipt?: string;
    place?: Place;
  };
  /** Whether the last hand-off arrived can't be found out: a person has to look. */
  unsure?: boolean;
  /** Why the last hand-off failed; gone after the next one. */
  failure?: string;
  ticket?: string;
  /** The desk said no: what to write next is shown. */
  refused?: boolean;
  /** Closed because nobody touched it. */
  expired?: boolean;
}

/** Something a person (or the delivery) does to a draft. */
export type DraftStep =
  | { do: 'fill'; values: Readonly<Record<string, string>> }
  /** What the thread's pastes tell now; never in place of what a person wrote. */
  | { do: 'learn'; values: Readonly<Record<string, string>> }
  | { do: 'tick'; check: string }
  | { do: 'untick'; check: string }
  | { do: 'desk'; desk: string; asks: readonly { id: string; required: boolean }[] }
  | { do: 'send'; via: string; subject: string; text: string; reason?: string }
  | { do: 'delivered'; receipt: string; place?: Place }
  | { do: 'undelivered'; why: string }
  | { do: 'unsure' }
  | { do: 'ticket'; number: string }
  | { do: 'answered'; refused: boolean }
  | { do: 'reopen' }
  | { do: 'close' }
  | { do: 'warn' }
  | { do: 'expire' };
