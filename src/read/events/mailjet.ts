import { nodeAt, textAt } from '../json.ts';
import { given } from '../logs/family.ts';
import { addressIn, type EventShape, eventTime, harmless } from './shape.ts';

/** Mailjet's event API: `bounce` and `blocked` carry a code word, sometimes with the server's reply in `comment`. */
export const mailjet: EventShape = {
  relay: 'mailjet',
  fits: (event) =>
    textAt(event, 'event') !== undefined &&
    textAt(event, 'mj_campaign_id', 'mj_contact_id', 'mj_list_id', 'error_related_to', 'hard_bounce') !== undefined,
  tell(event) {
    const what = textAt(event, 'event')?.toLowerCase() ?? '';
    if (what !== 'bounce' && what !== 'blocked') return harmless(what);
    const comment = nodeAt(event, 'comment');
    const error = nodeAt(event, 'error');
    const answer = comment ?? error;
    const hard = textAt(event, 'hard_bounce')?.toLowerCase();
    return [
      {
        action: 'failed',
        seen: {
          ...given('recipient', addressIn(textAt(event, 'email'))),
          ...given('relayId', textAt(event, 'messageid')),
          ...given('time', eventTime(textAt(event, 'time'))),
          ...given('category', hard === 'true' ? 'hard' : hard === 'false' ? 'soft' : what),
        },
        ...(answer === undefined ? {} : { answer }),
        kind: [what, textAt(event, 'error_related_to'), comment === undefined ? undefined : error?.text]
          .filter(Boolean)
          .join(' '),
      },
    ];
  },
};
