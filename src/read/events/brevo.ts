import type { Action } from '../../types.ts';
import { nodeAt, textAt } from '../json.ts';
import { given } from '../logs/family.ts';
import { addressIn, type EventShape, eventTime, harmless, messageId } from './shape.ts';

const ACTIONS: Readonly<Record<string, Action>> = {
  hard_bounce: 'failed',
  soft_bounce: 'failed',
  blocked: 'failed',
  invalid_email: 'failed',
  error: 'failed',
  deferred: 'delayed',
};

/** Brevo (once Sendinblue): transactional webhooks. */
export const brevo: EventShape = {
  relay: 'brevo',
  fits: (event) =>
    textAt(event, 'event') !== undefined &&
    textAt(event, 'email') !== undefined &&
    textAt(event, 'message-id', 'ts_epoch', 'ts_event', 'message_id') !== undefined &&
    textAt(event, 'sg_event_id', 'sg_message_id', 'smtp-id', 'response_code') === undefined,
  tell(event) {
    const what =
      textAt(event, 'event')
        ?.toLowerCase()
        .replace(/[ -]/g, '_')
        .replace('hardbounce', 'hard_bounce')
        .replace('softbounce', 'soft_bounce') ?? '';
    const action = ACTIONS[what];
    if (action === undefined) return harmless(what);
    const answer = nodeAt(event, 'reason');
    return [
      {
        action,
        seen: {
          ...given('recipient', addressIn(textAt(event, 'email'))),
          ...given('sender', addressIn(textAt(event, 'sender_email'))),
          ...given('subject', textAt(event, 'subject')),
          ...given('sendingIp', textAt(event, 'sending_ip')),
          ...given('messageId', messageId(textAt(event, 'message-id', 'message_id'))),
          ...given('time', eventTime(textAt(event, 'ts_epoch', 'ts_event', 'ts', 'date'))),
          ...given('category', what),
        },
        ...(answer === undefined ? {} : { answer }),
        kind: what.replaceAll('_', ' '),
      },
    ];
  },
};
