import type { Action } from '../../types.ts';
import { at, type Json, nodeAt, textAt } from '../json.ts';
import { given, hostAndIp } from '../logs/family.ts';
import { addressIn, type EventShape, eventTime, harmless, positive } from './shape.ts';

const ACTIONS: Readonly<Record<string, Action>> = {
  bounce: 'failed',
  out_of_band: 'failed',
  policy_rejection: 'failed',
  generation_rejection: 'failed',
  generation_failure: 'failed',
  delay: 'delayed',
};

/** SparkPost and PowerMTA's successor events: `msys.message_event` and its neighbours, or the bare event of its API. */
export const sparkpost: EventShape = {
  relay: 'sparkpost',
  fits: (event) =>
    at(event, 'msys') !== undefined || (textAt(event, 'raw_reason') ?? textAt(event, 'transmission_id')) !== undefined,
  tell(event) {
    const inner = inside(event);
    const what = textAt(inner, 'type')?.toLowerCase() ?? '';
    const action = ACTIONS[what];
    if (action === undefined) return harmless(what);
    const answer = nodeAt(inner, 'raw_reason', 'reason');
    return [
      {
        action,
        seen: {
          ...given('recipient', addressIn(textAt(inner, 'raw_rcpt_to', 'rcpt_to'))),
          ...given('sender', addressIn(textAt(inner, 'msg_from'))),
          ...given('from', addressIn(textAt(inner, 'friendly_from'))),
          ...given('subject', textAt(inner, 'subject')),
          ...given('sendingIp', textAt(inner, 'sending_ip')),
          ...hostAndIp(`${textAt(inner, 'mx_host') ?? ''}[${textAt(inner, 'ip_address') ?? ''}]`),
          ...given('relayId', textAt(inner, 'message_id')),
          ...given('time', eventTime(textAt(inner, 'timestamp'))),
          ...given('attempts', positive(textAt(inner, 'num_retries'))),
          ...given('category', textAt(inner, 'bounce_class')),
        },
        ...(answer === undefined ? {} : { answer }),
        kind: what.replaceAll('_', ' '),
      },
    ];
  },
};

/** `{"msys":{"message_event":{…}}}`, whatever the kind of event is called. */
function inside(event: Json): Json {
  const msys = at(event, 'msys');
  for (const value of msys?.keys?.values() ?? []) if (value.keys !== undefined) return value;
  return event;
}
