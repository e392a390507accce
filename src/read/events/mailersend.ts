import { nodeAt, textAt } from '../json.ts';
import { given } from '../logs/family.ts';
import { addressIn, type EventShape, eventTime, harmless } from './shape.ts';

/** MailerSend: webhooks (`activity.hard_bounced`), whose reason stands in `morph`. */
export const mailersend: EventShape = {
  fits: (event) =>
    /^activity\./.test(textAt(event, 'type') ?? '') && textAt(event, 'data.type', 'data.object') !== undefined,
  tell(event) {
    const what = textAt(event, 'data.type') ?? textAt(event, 'type')?.slice('activity.'.length) ?? '';
    if (!/bounce|deferred/.test(what)) return harmless(what);
    const answer = nodeAt(event, 'data.morph.reason', 'data.morph.readable_reason');
    return [
      {
        action: what === 'hard_bounced' ? 'failed' : 'delayed',
        seen: {
          ...given('recipient', addressIn(textAt(event, 'data.email.recipient.email', 'data.recipient.email'))),
          ...given('from', addressIn(textAt(event, 'data.email.from'))),
          ...given('subject', textAt(event, 'data.email.subject')),
          ...given('time', eventTime(textAt(event, 'created_at'))),
          ...given('category', what),
        },
        ...(answer === undefined ? {} : { answer }),
        kind: what.replaceAll('_', ' '),
      },
    ];
  },
};
