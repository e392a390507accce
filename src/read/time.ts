/** Times as mail systems write them. */

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** `Tue, 4 Mar 2025 09:12:31 +0000` (RFC 5322 §3.3), weekday and seconds optional. */
const RFC5322 =
  /(\d{1,2}) ([a-z]{3})[a-z]{0,6} (\d{2,4}),? (\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d{1,6})?\s?([+-]\d{4}|[a-z]{1,4}\b)?/i;

/** `2025-03-04T09:12:31.123Z`, blank instead of T allowed. */
const ISO = /(\d{4})-(\d{2})-(\d{2})[T ](\d{2})[:-](\d{2})[:-](\d{2})(\.\d{1,9})?\s?(Z|[+-]\d{2}:?\d{2})?/;

const ZONES: Readonly<Record<string, string>> = {
  UT: 'Z',
  UTC: 'Z',
  GMT: 'Z',
  Z: 'Z',
  EST: '-05:00',
  EDT: '-04:00',
  CST: '-06:00',
  CDT: '-05:00',
  MST: '-07:00',
  MDT: '-06:00',
  PST: '-08:00',
  PDT: '-07:00',
  JST: '+09:00',
  CET: '+01:00',
  CEST: '+02:00',
};

/**
 * A time as ISO 8601 with its offset when the zone was seen, else as it was written.
 * Only zones with one meaning are taken by name (RFC 5322 §4.3 and JST, CET, CEST).
 */
export function timeOf(text: string): string | undefined {
  const written = text.trim().slice(0, 80);
  if (written === '' || !/\d/.test(written)) return undefined;
  const iso = ISO.exec(written);
  if (iso) {
    const [, year, month, day, hour, minute, second, fraction = '', zone] = iso;
    if (zone) return `${year}-${month}-${day}T${hour}:${minute}:${second}${fraction}${offset(zone)}`;
    return written;
  }
  const mail = RFC5322.exec(written);
  if (!mail) return written;
  const [, day = '', name = '', year = '', hour = '', minute = '', second = '00', zone] = mail;
  const month = MONTHS.indexOf(name.toLowerCase()) + 1;
  const known = zone === undefined ? undefined : offset(zone);
  if (month === 0 || known === undefined) return written;
  const full = year.length === 2 ? `20${year}` : year;
  return `${full}-${two(month)}-${two(Number(day))}T${two(Number(hour))}:${minute}:${second}${known}`;
}

function offset(zone: string): string | undefined {
  const numbers = /^([+-]\d{2}):?(\d{2})$/.exec(zone);
  if (numbers) return numbers[1] === '+00' && numbers[2] === '00' ? '+00:00' : `${numbers[1]}:${numbers[2]}`;
  return ZONES[zone.toUpperCase()];
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
