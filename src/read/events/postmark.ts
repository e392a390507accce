import { nodeAt, textAt } from '../json.ts';
import { given } from '../logs/family.ts';
import { addressIn, type EventShape, eventTime, harmless } from './shape.ts';

/** Types by which Postmark says that it goes on trying (postmarkapp.com, "Bounce webhook"). */
const RETRIED = new Set(['transient', 'softbounce', 'dnserror']);

/** Postmark: webhooks (`RecordType`), entries of its bounces API, and the refusals of its sending API (`ErrorCode`). */
export const postmark: EventShape = {
  relay: 'postmark',
  fits: (event) =>
    textAt(event, 'recordtype') !== undefined ||
    textAt(event, 'typecode') !== undefined ||
    (textAt(event, 'errorcode') !== undefined && textAt(event, 'message') !== undefined),
  tell(event) {
    const kind = textAt(event, 'type') ?? '';
    const record = textAt(event, 'recordtype')?.toLowerCase() ?? 'bounce';
    if (kind.toLowerCase() === 'spamcomplaint') return { not: 'complaint' };
    if (kind.toLowerCase() === 'autoresponder') return { not: 'auto-reply' };
    if (record !== 'bounce') return harmless(record);
    if (textAt(event, 'errorcode') === '0') return undefined;
    const answer = nodeAt(event, 'details', 'description', 'message');
    return [
      {
        action: RETRIED.has(kind.toLowerCase()) ? 'delayed' : 'failed',
        seen: {
          ...given('recipient', addressIn(textAt(event, 'email', 'to', 'recipient'))),
          ...given('from', addressIn(textAt(event, 'from'))),
          ...given('subject', textAt(event, 'subject')),
          ...given('relayId', textAt(event, 'messageid')),
          ...given('time', eventTime(textAt(event, 'bouncedat', 'submittedat'))),
          ...given('category', kind),
        },
        ...(answer === undefined ? {} : { answer }),
        kind,
      },
    ];
  },
};
