import type { Action } from '../../types.ts';
import { nodeAt, textAt } from '../json.ts';
import { given } from '../logs/family.ts';
import { addressIn, type EventShape, eventTime, harmless, messageId, positive } from './shape.ts';

const ACTIONS: Readonly<Record<string, Action>> = {
  bounce: 'failed',
  blocked: 'failed',
  dropped: 'failed',
  deferred: 'delayed',
};

/** SendGrid's Event Webhook: one object of its array. */
export const sendgrid: EventShape = {
  relay: 'sendgrid',
  fits: (event) =>
    textAt(event, 'event') !== undefined &&
    (textAt(event, 'sg_event_id', 'sg_message_id') !== undefined ||
      (textAt(event, 'smtp-id') !== undefined && textAt(event, 'email') !== undefined)),
  tell(event) {
    const what = textAt(event, 'event')?.toLowerCase() ?? '';
    const action = ACTIONS[what];
    if (action === undefined) return harmless(what);
    const answer = nodeAt(event, 'reason', 'response');
    return [
      {
        action,
        seen: {
          ...given('recipient', addressIn(textAt(event, 'email'))),
          ...given('from', addressIn(textAt(event, 'from'))),
          ...given('status', textAt(event, 'status')),
          ...given('sendingIp', textAt(event, 'ip')),
          ...given('relayId', textAt(event, 'sg_message_id')),
          ...given('messageId', messageId(textAt(event, 'smtp-id'))),
          ...given('time', eventTime(textAt(event, 'timestamp'))),
          ...given('attempts', positive(textAt(event, 'attempt'))),
          ...given('category', textAt(event, 'bounce_classification', 'type')),
        },
        ...(answer === undefined ? {} : { answer }),
        kind: what,
      },
    ];
  },
};
