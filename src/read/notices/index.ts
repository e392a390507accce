import { amazon } from './amazon.ts';
import { carriers } from './carriers.ts';
import { courier } from './courier.ts';
import { domino } from './domino.ts';
import { exchange } from './exchange.ts';
import { exim } from './exim.ts';
import type { Family } from './family.ts';
import { gateways } from './gateways.ts';
import { generated } from './generated.ts';
import { gmail } from './gmail.ts';
import { googleGroups } from './google-groups.ts';
import { lists } from './lists.ts';
import { opensmtpd } from './opensmtpd.ts';
import { postfix } from './postfix.ts';
import { powermta } from './powermta.ts';
import { qmail } from './qmail.ts';
import { queue } from './queue.ts';
import { sendgrid } from './sendgrid.ts';
import { sendmail } from './sendmail.ts';
import { servers } from './servers.ts';
import { yahoo } from './yahoo.ts';
import { zoho } from './zoho.ts';

/** Every known kind of notice; the first whose mark is in the text reads it. Those with a reader of their own come first. */
export const FAMILIES: readonly Family[] = [
  googleGroups,
  exchange,
  queue,
  sendgrid,
  courier,
  sendmail,
  zoho,
  domino,
  gateways,
  exim,
  postfix,
  yahoo,
  qmail,
  gmail,
  generated,
  opensmtpd,
  amazon,
  powermta,
  carriers,
  lists,
  servers,
];

const OPENINGS = Map.groupBy(
  FAMILIES.flatMap(({ opens = [] }) => opens),
  (words) => words.charAt(0),
);

/** Whether the text at `at`, all in lower case, begins as a notice does. */
export function opensNotice(lower: string, at: number): boolean {
  return OPENINGS.get(lower.charAt(at))?.some((words) => lower.startsWith(words, at)) ?? false;
}
