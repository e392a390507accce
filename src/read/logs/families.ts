import { exchange } from './exchange.ts';
import { exim } from './exim.ts';
import type { LogEvent, LogFamily, LogLine } from './family.ts';
import { haraka } from './haraka.ts';
import { opensmtpd } from './opensmtpd.ts';
import { postfix } from './postfix.ts';
import { qmail } from './qmail.ts';
import { sendmail } from './sendmail.ts';

/** Every log this program reads, the more telling marks first. A new family is a file and a line here. */
export const FAMILIES: readonly LogFamily[] = [postfix, opensmtpd, sendmail, exim, haraka, exchange, qmail];

/** What the first family that knows the line makes of it. */
export function eventsOf(line: LogLine): LogEvent[] {
  for (const family of FAMILIES) {
    if (!family.recognises(line)) continue;
    const events = family.parse(line);
    if (events.length > 0) return events;
  }
  return [];
}
