import { at, type Json, nodeAt, textAt } from '../json.ts';
import { given, hostAndIp, type Seen } from '../logs/family.ts';
import { addressIn, type EventShape, eventTime, type Happened, harmless, messageId, type Told } from './shape.ts';

/** Amazon SES: feedback notifications (`notificationType`) and event publishing (`eventType`). Wrappers are off by now. */
export const ses: EventShape = {
  relay: 'ses',
  fits: (event) =>
    textAt(event, 'notificationtype', 'eventtype') !== undefined ||
    at(event, 'bouncedrecipients') !== undefined ||
    textAt(event, 'bouncesubtype') !== undefined ||
    at(event, 'delivery.smtpresponse') !== undefined ||
    (at(event, 'bounce.bouncedrecipients') ?? at(event, 'complaint.complainedrecipients')) !== undefined,
  tell(event) {
    const what = textAt(event, 'notificationtype', 'eventtype')?.toLowerCase();
    const mail = sent(event);
    if (at(event, 'complaint') !== undefined || what === 'complaint') return { not: 'complaint' };
    const alone = at(event, 'bouncedrecipients') ?? at(event, 'bouncesubtype');
    const bounce = at(event, 'bounce') ?? (alone === undefined ? undefined : event);
    if (bounce !== undefined) return bounced(bounce, mail);
    const delay = at(event, 'deliverydelay');
    if (delay !== undefined) return delayed(delay, mail);
    const reason = nodeAt(event, 'reject.reason', 'failure.errormessage');
    if (reason !== undefined) {
      return [{ action: 'failed', seen: { ...mail, ...given('category', what) }, answer: reason, kind: what ?? '' }];
    }
    return harmless(what ?? (at(event, 'delivery') === undefined ? '' : 'delivery'));
  },
};

function sent(event: Json): Seen {
  return {
    ...given('sender', addressIn(textAt(event, 'mail.source'))),
    ...given('from', addressIn(textAt(event, 'mail.commonheaders.from.0'))),
    ...given('subject', textAt(event, 'mail.commonheaders.subject')),
    ...given('relayId', textAt(event, 'mail.messageid')),
    ...given('messageId', messageId(textAt(event, 'mail.commonheaders.messageid'))),
    ...given('recipient', addressIn(textAt(event, 'mail.destination.0'))),
  };
}

function bounced(bounce: Json, mail: Seen): Told {
  const kind = [textAt(bounce, 'bouncetype'), textAt(bounce, 'bouncesubtype')].filter((word) => word !== undefined);
  const reporter = textAt(bounce, 'reportingmta')?.replace(/^dns;\s{0,5}/i, '');
  const common: Seen = {
    ...mail,
    ...given('time', eventTime(textAt(bounce, 'timestamp'))),
    ...given('category', kind.join('/')),
    ...given('reporter', reporter),
    ...hostAndIp(`[${textAt(bounce, 'remotemtaip') ?? ''}]`),
  };
  const recipients = at(bounce, 'bouncedrecipients')?.list ?? [];
  return (recipients.length > 0 ? recipients : [bounce]).map((one): Happened => {
    const answer = nodeAt(one, 'diagnosticcode');
    const action = textAt(one, 'action')?.toLowerCase();
    return {
      action: action === 'delayed' ? 'delayed' : 'failed',
      seen: {
        ...common,
        ...given('recipient', addressIn(textAt(one, 'emailaddress'))),
        ...given('status', textAt(one, 'status')),
      },
      ...(answer === undefined ? {} : { answer }),
      kind: kind.join(' '),
    };
  });
}

function delayed(delay: Json, mail: Seen): Told {
  const kind = textAt(delay, 'delaytype') ?? '';
  return (at(delay, 'delayedrecipients')?.list ?? [delay]).map((one): Happened => {
    const answer = nodeAt(one, 'diagnosticcode');
    return {
      action: 'delayed',
      seen: {
        ...mail,
        ...given('recipient', addressIn(textAt(one, 'emailaddress')) ?? mail.recipient),
        ...given('status', textAt(one, 'status')),
        ...given('time', eventTime(textAt(delay, 'timestamp'))),
        ...given('retryUntil', eventTime(textAt(delay, 'expirationtime'))),
        ...given('category', kind),
      },
      ...(answer === undefined ? {} : { answer }),
      kind,
    };
  });
}
