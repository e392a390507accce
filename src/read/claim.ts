import type { Failure, NotABounce, Span } from '../types.ts';
import type { Clean } from './clean.ts';

/** A stretch of the clean text that a reader recognised, and the failure it made of it. */
export interface Claim {
  /**
   * Everything that belongs to this failure, in offsets of `Clean.text`. A weaker reader's claim inside it is the same
   * failure seen again: it only adds facts.
   */
  span: Span;
  /** Where the answer itself (codes and words) stands, when that is known more closely: it becomes `Failure.at`. */
  answer?: Span;
  /** Without `at`: `read` fills that in from `answer` or `span`. */
  failure: Failure;
  /** One and the same object for claims of a log whose answers differ in nothing but the recipient's name. */
  alike?: object;
}

/** Recognises one kind of text. Never throws; claims nothing when it is not its kind. Work is linear in the text. */
export type Reader = (clean: Clean) => Claim[];

/** A text that is no list of failures (an auto-reply, a complaint, a receipt). */
export interface NotClaim {
  not: NotABounce;
  /** Key of a sentence in reply/words. */
  detail?: string;
}
