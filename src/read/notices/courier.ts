import { addressIn } from '../address.ts';
import type { Claim } from '../claim.ts';
import type { Clean } from '../clean.ts';
import { refusals, turnsOf } from '../dialogue.ts';
import { general } from '../general.ts';
import { hostIn } from '../host.ts';
import { enriched } from '../merge.ts';
import type { Family, Setting } from './family.ts';

/** Courier: `<address>:`, the host it talked to, then `>>>` and `<<<` lines. */
export const courier: Family = {
  name: 'courier',
  marks: ['running the courier mail server'],
  opens: ['this is a delivery status notification from'],
  reporter: ['delivery status notification from '],
  read,
};

function read(notice: Clean, setting: Setting): Claim[] {
  const heard = refusals(notice, turnsOf(notice));
  return general(notice, setting).map((claim) => {
    const talk = heard.find(
      ({ span, failure }) =>
        failure.recipient === claim.failure.recipient || (span[0] >= claim.span[0] && span[0] <= claim.span[1]),
    );
    if (!talk) return claim;
    const line = notice.text.slice(claim.span[0], claim.span[0] + 800).split('\n')[1] ?? '';
    const host = addressIn(line) ? {} : hostIn(line);
    const { form: _, ...facts } = { ...talk.failure, ...host };
    return {
      ...claim,
      failure: enriched({ ...facts, form: 'notice', action: setting.action }, claim.failure),
      answer: talk.answer ?? talk.span,
    };
  });
}
