/**
 * What the engine asks of the world. Each port has one contract suite under test/contract and at least one real
 * implementation under adapters/.
 */

import type { Place } from './types.ts';

export interface Clock {
  /** Milliseconds since 1970-01-01 UTC. */
  now(): number;
}

export interface Random {
  /** A fresh unguessable id, URL-safe, 22 characters. */
  id(): string;
}

/** The one way into the log. Facts are names, counts and ids, never pastes, addresses or tokens. */
export interface Log {
  info(event: string, facts?: Readonly<Record<string, string | number | boolean>>): void;
  warn(event: string, facts?: Readonly<Record<string, string | number | boolean>>): void;
  /** `error` is reduced to its name, code and redacted message. */
  error(event: string, error: unknown, facts?: Readonly<Record<string, string | number | boolean>>): void;
}

/** A thread as one word: under it the store keeps what belongs to a thread, and forgets it. */
export function placeKey({ channel, thread }: Pick<Place, 'channel' | 'thread'>): string {
  return `${channel}:${thread}`;
}

/** Where a workspace wants its escalations to go. */
export interface HandoffTargets {
  /** Channel of the chat platform. */
  channel?: string;
  /** Mail address of the support desk. */
  mail?: string;
}

/** What is handed over, to the letter as the preview showed it. */
export interface Handover {
  subject: string;
  text: string;
}

/** A way to hand an escalation over. */
export type Handoff = {
  /** `channel`, `mail`, `copy`, …: kept with the draft as the way it went. */
  readonly id: string;
  /** Where it goes; undefined when a workspace has not set this way up, '' when there is nothing to set up. */
  to(targets: HandoffTargets): string | undefined;
} & (
  | /** The chat platform posts it there, durably and once. */ { readonly by: 'platform' }
  /** The person carries it over, with this at hand, and says when that is done. */
  | {
      readonly by: 'person';
      offer(ticket: Handover, to: string): { link?: string; file?: { name: string; text: string } };
    }
  /** This adapter sends it. Called again with the same `key` after a crash; throws when it was not delivered for sure. */
  | { readonly by: 'service'; send(ticket: Handover, to: string, key: string): Promise<{ receipt: string }> }
);

/** Something durable to do, written before the platform is acknowledged. */
export interface InboxItem {
  tenant: string;
  /** Id of what the person did: a second delivery of the same thing is the same item. */
  id: string;
  platform: string;
  /** Serialised `Incoming` and whatever the platform needs to answer; encrypted at rest. */
  payload: string;
  /** How often it was taken up, counting this time. */
  tries: number;
  /** True once a send of its answer was begun: the outcome of that send may be unknown. */
  sending: boolean;
}

/** Setting of a tenant: days for which its decodes and finished documents are kept, in digits; '' as the service is set up. */
export const KEEP_SETTING = 'keep-days';

export type DocumentKind = 'case' | 'draft' | 'answers';

/** A stored thing that changes by compare-and-swap. */
export interface Revised {
  revision: number;
  body: string;
}

export interface Decode {
  id: string;
  at: number;
  person: string;
  place: string;
  kind: string;
  bucket?: string;
  cause?: string;
  provider?: string;
  confidence?: string;
  /** Redacted words of the first failure, at most 500 characters. */
  sample: string;
}

/**
 * Everything that must survive. Every verb takes the tenant it works for; nothing reads across tenants but the
 * housekeeping verbs at the end.
 */
export interface Store {
  /** Set-if-absent: true for exactly one caller per key. */
  claim(tenant: string, key: string): Promise<boolean>;

  /** Durable before it resolves. False when the same item was accepted before (also when it is already done). */
  accept(item: {
    tenant: string;
    id: string;
    platform: string;
    payload: string;
    /** Who and where, so that forgetting finds it. */
    person?: string;
    place?: string;
  }): Promise<boolean>;
  /**
   * Leases a free item to the caller for `leaseMs`, the one due longest; undefined when there is none. Of the items of one place only the
   * first is free, until it is done: answers of a thread come in order, never two at once.
   */
  take(platform: string, leaseMs: number): Promise<InboxItem | undefined>;
  /**
   * Marks that the send of the answer begins now and begins the lease anew. False when the item was taken up by somebody else since (the
   * lease ran out): then nothing may be sent.
   */
  sending(tenant: string, id: string, tries: number, leaseMs: number): Promise<boolean>;
  /** Done: the payload is deleted, the outcome kept for as long as a claim. */
  done(tenant: string, id: string, outcome: 'answered' | 'silent' | 'unknown' | 'failed'): Promise<void>;
  /**
   * Gives an item leased at that try back, to be taken up again not before `at` (an hour ahead at most). `sending` is what is known of the last send:
   * false when it failed for sure or never began.
   */
  release(tenant: string, id: string, tries: number, at: number, sending: boolean): Promise<void>;

  /** A case (thread), a draft, or what a platform must know of its own answers in a thread: JSON, opaque here. */
  get(tenant: string, kind: DocumentKind, id: string): Promise<Revised | undefined>;
  /** Writes if the stored revision is still `revision` (0: does not exist yet). Returns the new revision, or undefined when somebody else won. */
  swap(
    tenant: string,
    kind: DocumentKind,
    id: string,
    revision: number,
    body: string,
    /** `people` are added to those it names already: forgetting one of them removes it. */
    facts?: { state?: string; place?: string; people?: readonly string[] },
  ): Promise<number | undefined>;
  /** Ids and states of a tenant's drafts that are not closed, newest first. */
  drafts(tenant: string, limit: number): Promise<{ id: string; state: string; place: string; updatedAt: number }[]>;

  /** Encrypted at rest; throws when no encryption key is configured. */
  saveInstallation(tenant: string, platform: string, body: string): Promise<void>;
  installation(tenant: string, platform: string): Promise<string | undefined>;

  /** `KEEP_SETTING` is one that the store itself minds. */
  setting(tenant: string, name: string): Promise<string | undefined>;
  saveSetting(tenant: string, name: string, value: string): Promise<void>;

  recordDecode(tenant: string, decode: Decode): Promise<void>;
  recentDecodes(tenant: string, person: string, limit: number): Promise<Decode[]>;
  recordFeedback(
    tenant: string,
    feedback: {
      id: string;
      person: string;
      part: string;
      should: string;
      sample: string;
    },
  ): Promise<void>;
  /** Counts a reply that no rule knew, by its redacted fingerprint. */
  recordUnknown(tenant: string, fingerprint: string, sample: string): Promise<void>;
  unknowns(tenant: string, limit: number): Promise<{ sample: string; count: number }[]>;

  /** Drafts of all tenants that are not closed and were not written since `before`, the longest untouched first. */
  idleDrafts(before: number, limit: number): Promise<{ tenant: string; id: string }[]>;
  /** Forgets a thread, a person or a whole workspace; of its `content` all but the installation. Resolves when nothing of it is left. */
  forget(tenant: string, what: { place: string } | { person: string } | 'content' | 'everything'): Promise<void>;
  /** Removes what is past its keep time; returns how many rows went. */
  purge(): Promise<number>;
  /** Throws when the store can't take a write or its migrations are not up to date. */
  ready(): Promise<void>;
  /** Items waiting or leased. */
  depth(): Promise<number>;
  close(): Promise<void>;
}
