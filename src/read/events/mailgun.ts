import type { Action } from '../../types.ts';
import { at, type Json, nodeAt, textAt } from '../json.ts';
import { given, hostAndIp, type Seen } from '../logs/family.ts';
import { addressIn, type EventShape, eventTime, type Happened, harmless, messageId, positive } from './shape.ts';

/** Mailgun: `event-data` of today's webhooks and log exports, and the flat (often form-encoded) events of the old API. */
export const mailgun: EventShape = {
  relay: 'mailgun',
  fits: (event) =>
    at(event, 'event-data') !== undefined ||
    at(event, 'delivery-status') !== undefined ||
    (FAILURES.has(textAt(event, 'event') ?? '') && /^(?:permanent|temporary)$/.test(textAt(event, 'severity') ?? '')) ||
    (textAt(event, 'event') !== undefined &&
      textAt(event, 'message-headers', 'body-plain', 'x-mailgun-sid') !== undefined) ||
    (textAt(event, 'event') !== undefined &&
      textAt(event, 'recipient') !== undefined &&
      textAt(event, 'token', 'signature') !== undefined),
  tell(event) {
    const data = at(event, 'event-data') ?? event;
    const what = textAt(data, 'event')?.toLowerCase() ?? '';
    if (!FAILURES.has(what) && at(data, 'delivery-status.code') === undefined) return harmless(what);
    if (what === 'delivered' || what === 'accepted') return harmless(what);
    const failure = answerOf(data);
    return [
      {
        action: actionOf(data),
        seen: {
          ...mailOf(data),
          ...hostAndIp(textAt(data, 'delivery-status.mx-host') ?? ''),
          ...given('status', textAt(data, 'delivery-status.enhanced-code')),
          ...given('attempts', positive(textAt(data, 'delivery-status.attempt-no'))),
          ...given('category', [textAt(data, 'severity'), textAt(data, 'reason')].filter(Boolean).join('/')),
        },
        ...failure,
        kind: textAt(data, 'reason') ?? '',
      },
    ];
  },
};

const FAILURES = new Set(['failed', 'bounced', 'dropped', 'rejected', 'permanent_fail', 'temporary_fail']);

function actionOf(data: Json): Action {
  return textAt(data, 'severity')?.toLowerCase() === 'temporary' ||
    textAt(data, 'event')?.toLowerCase() === 'temporary_fail'
    ? 'delayed'
    : 'failed';
}

function mailOf(data: Json): Seen {
  return {
    ...given('recipient', addressIn(textAt(data, 'recipient', 'envelope.targets'))),
    ...given('sender', addressIn(textAt(data, 'envelope.sender', 'sender'))),
    ...given('from', addressIn(textAt(data, 'message.headers.from', 'from'))),
    ...given('subject', textAt(data, 'message.headers.subject', 'subject')),
    ...given('sendingIp', textAt(data, 'envelope.sending-ip')),
    ...given('messageId', messageId(textAt(data, 'message.headers.message-id', 'message-id'))),
    ...given('time', eventTime(textAt(data, 'timestamp'))),
  };
}

/**
 * The server's words, with the code in front where only the field `code` has it. Mailgun counts on beyond SMTP (605 for an
 * address on its suppression list, 498 for a message too old): those numbers are words, no reply code.
 */
function answerOf(data: Json): Pick<Happened, 'answer' | 'written'> {
  const message = nodeAt(data, 'delivery-status.message', 'error', 'reject.reason', 'notification');
  const description = nodeAt(data, 'delivery-status.description', 'description', 'reject.description');
  const answer = message ?? description;
  const code = textAt(data, 'delivery-status.code', 'code') ?? '';
  const own = (answer?.text ?? '').trimStart().startsWith(code);
  const written = [own ? '' : code, answer?.text ?? ''].filter(Boolean).join(' ');
  return { ...(answer === undefined ? {} : { answer }), ...(written === '' ? {} : { written }) };
}
