import { lowered } from './clean.ts';
import { FAMILIES, writerOf } from './logs/families.ts';
import type { Closing, LogFamily } from './logs/family.ts';

/**
 * Picks out of a big log the few lines that tell of failures, and the successes that close a deferral, without looking at each
 * line. Text is "binary": one character a byte, so that nothing has to be decoded that is not a find.
 */
export interface Sieve {
  /**
   * @param text whole lines; the last may lack its line end
   * @returns the lines worth reading, in order, without line ends
   */
  lines(text: string): string[];
}

/** Slots of the filter of open queue ids: 2^22, so that a hundred thousand open deferrals let hardly any success through. */
const SLOTS = 1 << 22;

/** Lines looked at in each stretch to notice mail systems that did not write before. */
const SAMPLES = 6;

/** What stands for "any answer with an enhanced code", while no mail system was recognised yet. */
const ANY = FAMILIES.map(({ finds }) => finds).join('|');

/**
 * A mail system that the log holds is noticed by the first stretch of text and by samples of each later one. While none is, every
 * line that any of them could have written is returned.
 */
export function createSieve(): Sieve {
  const active: LogFamily[] = [];
  const open = new Uint8Array(SLOTS);
  let opened = false;
  let finds: RegExp = new RegExp(ANY, 'g');

  function notice(text: string, samples: number): void {
    const step = Math.max(1, Math.floor(text.length / samples));
    const before = active.length;
    for (let at = 0; at < text.length; at += step) {
      const from = at === 0 ? 0 : text.indexOf('\n', at) + 1;
      if (at > 0 && from === 0) break;
      const end = text.indexOf('\n', from);
      const line = text.slice(from, Math.min(end === -1 ? text.length : end, from + 4000));
      const writer = writerOf({ text: line, lower: lowered(line) });
      if (writer !== undefined && !active.includes(writer)) active.push(writer);
    }
    if (active.length > before) finds = new RegExp(active.map((family) => family.finds).join('|'), 'g');
  }

  function remember(line: string): void {
    for (const { closing } of active) {
      if (closing === undefined || !line.includes(closing.opens)) continue;
      const key = hashAt(line, closing.keyAt(line, 0));
      if (key === 0) continue;
      open[key & (SLOTS - 1)] = 1;
      open[(key >>> 10) & (SLOTS - 1)] = 1;
      opened = true;
    }
  }

  /** Lines of `[from, to)` that close something open. */
  function closers(text: string, from: number, to: number, found: string[]): void {
    for (const { closing } of active) if (closing !== undefined) closersOf(closing, text, from, to, found);
  }

  function closersOf(closing: Closing, text: string, from: number, to: number, found: string[]): void {
    for (let start = from; start < to; ) {
      const newline = text.indexOf('\n', start);
      const end = newline === -1 || newline > to ? to : newline;
      const key = hashAt(text, closing.keyAt(text, start));
      if (open[key & (SLOTS - 1)] === 1 && open[(key >>> 10) & (SLOTS - 1)] === 1) {
        const line = text.slice(start, end);
        if (line.includes(closing.closes)) found.push(line);
      }
      start = end + 1;
    }
  }

  return {
    lines(text) {
      notice(text, active.length === 0 ? 400 : SAMPLES);
      const found: string[] = [];
      finds.lastIndex = 0;
      let done = 0;
      for (let hit = finds.exec(text); hit !== null; hit = finds.exec(text)) {
        const from = text.lastIndexOf('\n', hit.index) + 1;
        const newline = text.indexOf('\n', hit.index);
        const end = newline === -1 ? text.length : newline;
        if (opened && from > done) closers(text, done, from, found);
        const line = text.slice(from, end);
        found.push(line);
        remember(line);
        done = end + 1;
        finds.lastIndex = done;
      }
      if (opened && done < text.length) closers(text, done, text.length, found);
      return found;
    },
  };
}

/** A hash of the word at `from`, up to a blank or a colon, and 0 where there is none. */
function hashAt(text: string, from: number): number {
  if (from < 0) return 0;
  let hash = 0x811c9dc5;
  for (let at = from; at < from + 40; at += 1) {
    const code = text.charCodeAt(at);
    if (!(code > 32) || code === 58) break;
    hash = Math.imul(hash ^ code, 0x01000193);
  }
  return hash;
}
