import type { Action } from '../../types.ts';
import { nodeAt, textAt } from '../json.ts';
import { given } from '../logs/family.ts';
import { addressIn, type EventShape, eventTime, harmless } from './shape.ts';

const ACTIONS: Readonly<Record<string, Action>> = {
  hard_bounce: 'failed',
  soft_bounce: 'failed',
  reject: 'failed',
  deferral: 'delayed',
};

const REASONS = ['msg.reject.reason', 'msg.reject', 'reject_reason', 'rejection_reason', 'rejectionreason'];

/** Mailchimp Transactional (Mandrill): webhooks, in whose `msg` stands what became of the message, and its API's answer to a refused one. */
export const mandrill: EventShape = {
  relay: 'mandrill',
  fits: (event) =>
    (textAt(event, 'event') !== undefined && textAt(event, 'msg._id') !== undefined) ||
    (textAt(event, 'status') === 'rejected' && textAt(event, ...REASONS) !== undefined),
  tell(event) {
    const what = textAt(event, 'event') ?? 'reject';
    const action = ACTIONS[what];
    if (action === undefined) return harmless(what);
    const answer = nodeAt(event, 'msg.diag', 'msg.smtp_events.0.diag');
    const reason = textAt(event, ...REASONS);
    const kind = reason === undefined ? textAt(event, 'msg.bounce_description') : `rejected: ${reason}`;
    return [
      {
        action,
        seen: {
          ...given('recipient', addressIn(textAt(event, 'msg.email', 'email'))),
          ...given('from', addressIn(textAt(event, 'msg.sender'))),
          ...given('subject', textAt(event, 'msg.subject')),
          ...given('relayId', textAt(event, 'msg._id', '_id')),
          ...given('time', eventTime(textAt(event, 'ts'))),
          ...given('category', textAt(event, 'msg.bounce_description')),
        },
        ...(answer === undefined ? {} : { answer }),
        kind: kind?.replaceAll('_', ' ') ?? '',
      },
    ];
  },
};
