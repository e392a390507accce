import { lowered } from '../clean.ts';
import { application } from './application.ts';
import { exchange } from './exchange.ts';
import { exim } from './exim.ts';
import type { LogEvent, LogFamily, LogLine } from './family.ts';
import { haraka } from './haraka.ts';
import { opensmtpd } from './opensmtpd.ts';
import { postfix } from './postfix.ts';
import { qmail } from './qmail.ts';
import { sendmail } from './sendmail.ts';

/** Every mail log this program reads, the more telling marks first. A new family is a file and a line here. */
export const FAMILIES: readonly LogFamily[] = [
  postfix,
  opensmtpd,
  sendmail,
  exim,
  haraka,
  exchange,
  qmail,
  application,
];

const USUAL = FAMILIES.flatMap(({ usual = [] }) => usual);

/** What the first family makes of a line that it knows; `application` takes only lines that no mail system wrote. */
export function eventsOf(line: LogLine): LogEvent[] {
  for (const usual of USUAL) {
    const event = usual(line.text);
    if (event !== undefined) return [event];
  }
  let known = false;
  for (const family of FAMILIES) {
    if ((known && family === application) || !family.recognises(line)) continue;
    known = true;
    const events = family.parse(line);
    if (events.length > 0) return events;
  }
  return [];
}

/** The mail system that wrote a line, as far as the line alone tells. */
export function writerOf(text: string): LogFamily | undefined {
  const line = { text, lower: lowered(text) };
  return FAMILIES.find((family) => family.recognises(line));
}
