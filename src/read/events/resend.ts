import { nodeAt, textAt } from '../json.ts';
import { given } from '../logs/family.ts';
import { addressIn, type EventShape, eventTime, harmless } from './shape.ts';

/** Resend: `email.bounced`, `email.failed`, `email.suppressed`, `email.delivery_delayed`. */
export const resend: EventShape = {
  relay: 'resend',
  fits: (event) => /^email\.[a-z_]{3,30}$/.test(textAt(event, 'type') ?? ''),
  tell(event) {
    const what = textAt(event, 'type')?.toLowerCase().replace('email.', '') ?? '';
    const failed = what === 'bounced' || what === 'failed' || what === 'suppressed';
    if (!failed && what !== 'delivery_delayed') return harmless(what);
    const answer = nodeAt(
      event,
      'data.bounce.message',
      'data.failed.reason',
      'data.suppressed.message',
      'data.delivery_delayed.message',
    );
    const kind = [textAt(event, 'data.bounce.type'), textAt(event, 'data.bounce.subtype')].filter(
      (word) => word !== undefined,
    );
    return [
      {
        action: failed ? 'failed' : 'delayed',
        seen: {
          ...given('recipient', addressIn(textAt(event, 'data.to.0', 'data.to'))),
          ...given('from', addressIn(textAt(event, 'data.from'))),
          ...given('subject', textAt(event, 'data.subject')),
          ...given('relayId', textAt(event, 'data.email_id')),
          ...given('time', eventTime(textAt(event, 'created_at', 'data.created_at'))),
          ...given('category', kind.join('/')),
        },
        ...(answer === undefined ? {} : { answer }),
        kind: kind.length > 0 ? kind.join(' ') : what.replaceAll('_', ' '),
      },
    ];
  },
};
