import { nodeAt, textAt } from '../json.ts';
import { given } from '../logs/family.ts';
import { addressIn, type EventShape, eventTime, harmless } from './shape.ts';

/** Elastic Email: notifications, whose `category` names the kind of failure. */
export const elastic: EventShape = {
  relay: 'elastic-email',
  fits: (event) =>
    textAt(event, 'status') !== undefined &&
    textAt(event, 'category') !== undefined &&
    textAt(event, 'to') !== undefined &&
    textAt(event, 'messageid', 'transaction', 'msgid') !== undefined,
  tell(event) {
    const status = textAt(event, 'status')?.toLowerCase() ?? '';
    if (status !== 'error' && status !== 'bounced') return harmless(status);
    const answer = nodeAt(event, 'errormessage', 'message', 'category');
    return [
      {
        action: 'failed',
        seen: {
          ...given('recipient', addressIn(textAt(event, 'to'))),
          ...given('from', addressIn(textAt(event, 'from'))),
          ...given('subject', textAt(event, 'subject')),
          ...given('relayId', textAt(event, 'messageid', 'msgid')),
          ...given('time', eventTime(textAt(event, 'date'))),
          ...given('category', textAt(event, 'category')),
        },
        ...(answer === undefined ? {} : { answer }),
        kind: textAt(event, 'category') ?? '',
      },
    ];
  },
};
