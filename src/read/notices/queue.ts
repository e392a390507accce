import type { Failure } from '../../types.ts';
import { addressIn } from '../address.ts';
import { said } from '../answer.ts';
import type { Claim } from '../claim.ts';
import type { Clean } from '../clean.ts';
import { noticeLines } from '../recipients.ts';
import type { Family } from './family.ts';

/** The queue as Postfix and Sendmail list it: for each message the sender, then the reason in brackets and the recipients it is about. */
export const queue: Family = {
  name: 'mail queue',
  marks: ['-queue id-', '-q-id-', '-sender/recipient-'],
  opens: ['-queue id-', '-----q-id-'],
  read,
};

/** `4F1A22C01*     4521 Mon Apr  7 10:15:23  kim@example.com`: where a message begins; the time may have been left out. */
const ENTRY = /^[0-9a-z]{6,24}[*!#+-]?\s{1,20}\d{1,12}\s{1,4}(?:mon|tue|wed|thu|fri|sat|sun)\b/;

/** `(Deferred: …)`, Sendmail's word for what it says itself by the list. */
const STATE = /^deferred:\s?/i;

/** Lines that are as long were cut by a terminal, within words too; shorter ones were wrapped at a blank. */
const TERMINAL = 80;

function read(notice: Clean): Claim[] {
  const claims: Claim[] = [];
  let reason: { text: string; from: number; to: number } | undefined;
  let open = false;
  let length = 0;
  for (const { text, lower, from, to } of noticeLines(notice)) {
    if (reason && open) {
      const between = length >= TERMINAL ? '' : ' ';
      reason = { text: `${reason.text}${between}${text}`, from: reason.from, to };
      open = !text.endsWith(')');
    } else if (text.startsWith('(')) {
      reason = { text, from, to };
      open = !text.endsWith(')');
    } else if (ENTRY.test(lower) || text === '') reason = undefined;
    else if (reason) {
      const found = addressIn(text);
      if (!found || !/^[<\s]*$/.test(text.slice(0, found.from)) || !/^[>\s]*$/.test(text.slice(found.to))) continue;
      const failure: Failure = {
        form: 'log',
        action: 'delayed',
        ...said(reason.text.slice(1).replace(/\)$/, '').replace(STATE, '')),
        recipient: found.address,
      };
      claims.push({ span: [reason.from, to], answer: [reason.from, reason.to], failure });
    }
    length = to - from;
  }
  return claims;
}
