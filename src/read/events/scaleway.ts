import type { Json } from '../json.ts';
import { nodeAt, textAt } from '../json.ts';
import { given } from '../logs/family.ts';
import { addressIn, type EventShape, eventTime, harmless, positive } from './shape.ts';

/** Scaleway Transactional Email: `email_dropped`, `email_mailbox_not_found`, `email_deferred`, … */
export const scaleway: EventShape = {
  fits: (event) =>
    /^email_[a-z_]{3,40}$/i.test(textAt(event, 'type') ?? '') || textAt(event, 'email_response_message') !== undefined,
  tell(event) {
    const what = textAt(event, 'type')?.toLowerCase().replace('email_', '') ?? '';
    const answer = nodeAt(event, 'email_response_message');
    if (/^(?:queued|delivered|spam)$/.test(what)) return harmless(what);
    return [
      {
        action: what === 'deferred' ? 'delayed' : 'failed',
        seen: {
          ...given('recipient', addressIn(textAt(event, 'email_to', 'email_rcpt_to'))),
          ...given('from', addressIn(textAt(event, 'email_from'))),
          ...given('subject', textAt(event, 'email_subject')),
          ...given('relayId', textAt(event, 'email_id')),
          ...given('time', eventTime(textAt(event, 'created_at'))),
          ...given('attempts', positive(textAt(event, 'email_try_count'))),
          ...given('category', what),
        },
        ...(answer === undefined ? {} : { answer }),
        ...withCode(event, answer),
        kind: what.replaceAll('_', ' '),
      },
    ];
  },
};

/** The code stands in a field of its own. */
function withCode(event: Json, answer: Json | undefined): { written?: string } {
  const code = textAt(event, 'email_response_code') ?? '';
  const words = answer?.text ?? '';
  if (!/^[245]\d\d$/.test(code) || words.trimStart().startsWith(code)) return {};
  return { written: `${code} ${words}` };
}
