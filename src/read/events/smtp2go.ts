import { nodeAt, textAt } from '../json.ts';
import { given, hostAndIp } from '../logs/family.ts';
import { phaseOf } from '../phase.ts';
import { addressIn, type EventShape, eventTime, harmless } from './shape.ts';

/** SMTP2GO webhooks (developers.smtp2go.com/docs/webhooks-1), as JSON or form-encoded. */
export const smtp2go: EventShape = {
  relay: 'smtp2go',
  fits: (event) =>
    textAt(event, 'event') !== undefined &&
    (textAt(event, 'email_id', 'rcpt') !== undefined || textAt(event, 'sendtime') !== undefined) &&
    textAt(event, 'sg_event_id', 'sg_message_id') === undefined,
  tell(event) {
    const what = textAt(event, 'event')?.toLowerCase() ?? '';
    if (what !== 'bounce' && what !== 'reject') return harmless(what);
    const context = textAt(event, 'context');
    const phase = context === undefined ? undefined : phaseOf(context);
    const answer = nodeAt(event, 'message', 'context');
    const hardness = textAt(event, 'bounce');
    return [
      {
        action: 'failed',
        seen: {
          ...given('recipient', addressIn(textAt(event, 'rcpt', 'recipients.0', 'recipients'))),
          ...given('sender', addressIn(textAt(event, 'sender'))),
          ...given('from', addressIn(textAt(event, 'from', 'from_address'))),
          ...given('subject', textAt(event, 'subject')),
          ...hostAndIp(textAt(event, 'host') ?? ''),
          ...given('relayId', textAt(event, 'email_id')),
          ...given('time', eventTime(textAt(event, 'time', 'sendtime'))),
          ...given('category', hardness ?? what),
          ...(phase === undefined ? {} : { phase }),
        },
        ...(answer === undefined ? {} : { answer }),
        kind: what === 'reject' ? 'reject' : '',
      },
    ];
  },
};
