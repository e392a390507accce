import type { Trend } from '../streaming.ts';

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;
/** Lengths of a stretch; each is a multiple of the one before. */
const LENGTHS = [
  MINUTE,
  5 * MINUTE,
  15 * MINUTE,
  HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  7 * DAY,
  28 * DAY,
  364 * DAY,
  3640 * DAY,
];
const MOST = 400;
const COLUMNS = 60;
const NINE = 57;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** A moment in a log, on a scale on which two of them can be compared. */
export interface Moment {
  /** Seconds since 1970; of a time without a year, those of a leap year. */
  seconds: number;
}

/**
 * Reads times in the order of a log. A syslog stamp names no year: the first gets the year 2000, and each step back from the end of
 * a year to its beginning is a new one.
 */
export class Calendar {
  #year = 2000;
  #month = -1;

  /** @returns undefined for a text that is no such time; a zone that is not named counts as UTC */
  read(time: string): Moment | undefined {
    if (time.charCodeAt(0) <= NINE) {
      if (!/^\d{4}-\d\d-\d\d[ T]\d\d:\d\d/.test(time)) return undefined;
      const iso = Date.parse(/(?:[+-]\d\d:\d\d|Z)$/.test(time) ? time : `${time.replace(' ', 'T').replace(',', '.')}Z`);
      return Number.isNaN(iso) ? undefined : { seconds: iso / 1000 };
    }
    const parts = /^([A-Za-z]{3}) {1,2}(\d{1,2}) (\d\d):(\d\d):(\d\d)/.exec(time);
    const month = MONTHS.indexOf(parts?.[1]?.toLowerCase() ?? '');
    if (parts === null || month === -1) return undefined;
    if (this.#month >= 9 && month <= 2) this.#year += 1;
    else if (this.#month >= 0 && this.#month <= 2 && month >= 9) this.#year -= 1;
    this.#month = month;
    const moment = Date.UTC(this.#year, month, Number(parts[2]), Number(parts[3]), Number(parts[4]), Number(parts[5]));
    return { seconds: moment / 1000 };
  }
}

/** Counts by time in bounded memory, in stretches that grow with the time they have to cover. */
export class Counts {
  #length = 0;
  #counts = new Map<number, number>();

  add({ seconds }: Moment): void {
    const slot = Math.floor(seconds / this.#seconds());
    this.#counts.set(slot, (this.#counts.get(slot) ?? 0) + 1);
    while (this.#counts.size > MOST && this.#length < LENGTHS.length - 1) this.#coarser();
  }

  /** Undefined where no failure had a time. */
  trend(): Trend | undefined {
    if (this.#counts.size === 0) return undefined;
    while (this.#span() > COLUMNS && this.#length < LENGTHS.length - 1) this.#coarser();
    const first = this.#first();
    const counts = Array.from(
      { length: Math.min(this.#span(), COLUMNS) },
      (_, index) => this.#counts.get(first + index) ?? 0,
    );
    return { from: new Date(first * this.#seconds() * 1000).toISOString(), seconds: this.#seconds(), counts };
  }

  #seconds(): number {
    return LENGTHS[this.#length] ?? MINUTE;
  }

  #first(): number {
    return [...this.#counts.keys()].reduce((least, slot) => Math.min(least, slot), Number.POSITIVE_INFINITY);
  }

  #span(): number {
    const last = [...this.#counts.keys()].reduce((most, slot) => Math.max(most, slot), Number.NEGATIVE_INFINITY);
    return last - this.#first() + 1;
  }

  #coarser(): void {
    const before = this.#seconds();
    this.#length += 1;
    const coarse = new Map<number, number>();
    for (const [slot, count] of this.#counts) {
      const into = Math.floor((slot * before) / this.#seconds());
      coarse.set(into, (coarse.get(into) ?? 0) + count);
    }
    this.#counts = coarse;
  }
}

const BLOCKS = '▁▂▃▄▅▆▇█';

/** Counts as a row of bars; nothing at all is a dot. */
export function sparkline(counts: readonly number[]): string {
  const most = Math.max(...counts, 1);
  return counts
    .map((count) => (count === 0 ? '·' : (BLOCKS[Math.ceil((count / most) * BLOCKS.length) - 1] ?? '█')))
    .join('');
}
