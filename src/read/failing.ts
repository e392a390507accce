import { DELAYED_ABROAD, FAILED_ABROAD } from '../failing.ts';
import { Lookout } from '../lookout.ts';

/**
 * Sentences by which mail systems say that a message was not delivered, lower case. They make a text
 * a notice; what the failure was is read from its codes and words.
 */
export const FAILED: readonly string[] = [
  'be delivered',
  'not delivered',
  "n't delivered",
  'not been delivered',
  'undeliverable',
  'not deliverable',
  'undelivered',
  'unable to deliver',
  'unable to be delivered',
  'able to deliver',
  'failed to deliver',
  'could not deliver',
  "couldn't deliver",
  'cannot deliver',
  'delivery failed',
  'delivery has failed',
  'delivery failure',
  'delivery to the following',
  'delevery to the following',
  'delivery of',
  'deliver a message',
  'attempting to deliver',
  'failed addresses',
  'no valid recipients',
  'mail failed',
  'failed permanently',
  'fatal error',
  'permanent error',
  'delivery error',
  'delivery problem',
  'delivering your m',
  'deliver your m',
  'did not reach',
  "didn't reach",
  'did not receive',
  'following recipient(s)',
  'has stopped the following',
  'has been failed',
  'rejected your message',
  'message was rejected',
  'message has been rejected',
  'been rejected by',
  'was rejected by',
  'was automatically rejected',
  'not accepted by the moderator',
  'failed to act on your post',
  'we stopped delivery of',
  'failed to receive your message',
  'not relayed',
  'were rejected',
  'was blocked',
  'has been blocked',
  'been delayed',
  'is delayed',
  'delivery incomplete',
  'not yet been delivered',
  'transient non-fatal',
  'still undelivered',
  'could not send',
  'could not be sent',
  'failed to send',
  'returned to sender',
  'returning message',
  'mail is returned',
  'mail was returned',
  'mail has been returned',
  'message is being returned',
  'bounced',
  'bouncing',
  'account is disabled',
  'transcript of session follows',
  'failed recipient',
  'failure reasons',
  'message delivery to',
  'module(domain',
  ...FAILED_ABROAD,
  ...DELAYED_ABROAD,
];

/** Words of a notice that the message is late, not lost (RFC 3461 §6.3): the sending server is still trying. */
export const DELAYED: readonly string[] = [
  'warning message only',
  'warning only',
  'has been delayed',
  'have been delayed',
  'is delayed',
  'was delayed',
  'delivery incomplete',
  'temporary problem delivering',
  'transient non-fatal errors',
  'will be retried',
  'will keep trying',
  'will continue to try',
  'will retry for',
  'message still undelivered',
  'could not send message for past',
  'not yet been delivered',
  "hasn't been delivered yet",
  'delays in delivering',
  'do not need to resend',
  'no need to resend',
  'about a delay in the delivery',
  'do not need to re-send',
  'only a temporary failure report',
  'no action is required on your part',
  "' delayed smtp module",
  'delivery is delayed to',
  ...DELAYED_ABROAD,
];

/** What takes it back: the system has given up after all. */
export const GIVEN_UP: readonly string[] = [
  'permanent fatal errors',
  'permanent error',
  'failed permanently',
  'not going to try again',
  'given up',
  'giving up',
  'has stopped trying',
  'stopped trying',
  'too long in the queue',
  'has been in the queue too long',
  'will be deleted from queue',
  'delivery has failed',
];

const SAYS = new Lookout({ failed: FAILED, delayed: DELAYED, over: GIVEN_UP });

/** True for a line that says a message was not delivered. */
export function saysFailed(line: string): boolean {
  return (SAYS.look(line) & SAYS.bits.failed) !== 0;
}

/** True for the text of a notice whose message is still being tried. */
export function isDelay(text: string): boolean {
  return (SAYS.look(text) & (SAYS.bits.delayed | SAYS.bits.over)) === SAYS.bits.delayed;
}
