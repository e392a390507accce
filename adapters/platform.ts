import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Incoming, Outcome, Posted } from '../src/conversation.ts';

/** One path of the shared server. The server has already set security headers and a request id. */
export interface Route {
  /** Exact path, or a prefix when it ends in `/*`. */
  path: string;
  methods: readonly string[];
  /** Guarded paths are for the machine's owner only (design: "Guarded means"). */
  guarded: boolean;
  /** Largest body in bytes; 1 MB unless told. A longer one is answered 413 before the handler sees it. */
  maxBytes?: number;
  /** A handler reads the body itself (Bolt must). It may throw: the server answers 500 with the request id. */
  handle(request: IncomingMessage, response: ServerResponse, requestId: string): void | Promise<void>;
}

/** What the door of a platform needs to survive a crash: the question, and whatever is needed to answer it. */
export interface Letter {
  incoming: Incoming;
  /** What the claim is made on where that is not `incoming.id`: an edit of a message keeps the id of the message it edits. */
  once?: string;
  /** The platform's own address of the answer (response URL, conversation reference): JSON, encrypted at rest. */
  address: unknown;
}

/** Thrown where the platform named a time before which asking again is in vain (Retry-After). */
export class PutOff extends Error {
  readonly afterMs: number;

  /** @param why short, for the log */
  constructor(why: string, afterMs: number) {
    super(why);
    this.name = 'PutOff';
    this.afterMs = afterMs;
  }
}

/** Thrown where a send broke off and may have arrived all the same, on a platform that can be asked: the next try is told to look first. */
export class SendCut extends Error {
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : 'The send broke off.', { cause });
    this.name = 'SendCut';
  }
}

/** What came of a delivery. `unknown`: the send was cut and the platform can't be asked whether it arrived. */
export type Delivered = 'answered' | 'silent' | 'unknown';

/**
 * What a platform must offer to stand beside the others. A new platform is one folder that exports a function making one
 * of these; adapters/main.ts starts it.
 */
export interface Platform {
  name: string;
  routes: readonly Route[];
  start(): Promise<void>;
  /** Stops taking, lets what runs finish. */
  stop(): Promise<void>;
  /** Throws, naming what is missing, when it can't serve. */
  ready(): Promise<void>;
  /**
   * Carries out outcomes in order. `again` is true when an earlier try was cut while it was sending: look before repeating
   * (Slack), or report `unknown` (Teams). Throws when the send failed for sure, `SendCut` when it may have arrived in part; it is then
   * tried again later.
   */
  deliver(letter: Letter, outcomes: readonly Outcome[], again: boolean): Promise<Delivered>;
  /**
   * Fetches what a letter only names (files, the parent message, the message reacted to), after it was acknowledged and before the bot
   * sees it. Throws to be tried again later; what can't be had for good becomes part of the text or an outcome of its own.
   */
  complete?(letter: Letter): Promise<Incoming>;
  /** The address of an answer that nobody asked for (a draft that expires): whatever `deliver` needs beside the place. */
  addressOf?(incoming: Incoming): unknown;
}

/**
 * The way from a door to the bot. `accept` is durable when it resolves: acknowledge after it. It is false when the same thing
 * was accepted before. Work starts by itself afterwards; a lease passes it on if this process dies.
 */
export interface Inbox {
  accept(platform: string, letter: Letter): Promise<boolean>;
  /**
   * For what is never redelivered and must be answered within the request (commands, buttons, dialogs): claims it and
   * returns the outcomes at once, [] when it was handled before.
   */
  now(letter: Letter): Promise<readonly Outcome[]>;
  /** Tells the bot what came of a `post`; returns what is to be said about it, to be carried out like other outcomes. */
  posted(letter: Letter, receipt: string, result: Posted): Promise<readonly Outcome[]>;
}

/** How commands begin, by platform; on the others they are said to the bot as they are. */
export const COMMANDS: Readonly<Record<string, string>> = { slack: '/bounce' };
