import { Units, unitAt } from './units.ts';

/**
 * Tells which of many fixed texts occur in a text, looking at each of its characters once, however many there are to look for. Case does
 * not matter, and a line end is a blank: sentences are wrapped anywhere.
 *
 * What is looked for comes in groups, and a group is what one wants to know: "something of a log", "says that it failed".
 */
export class Lookout<Group extends string> {
  /** The bit that stands for a group in what `look` returns. */
  readonly bits: Readonly<Record<Group, number>>;
  readonly #groups: Readonly<Record<Group, readonly string[]>>;
  /** Made when it is first asked: no run of a program needs all of them. */
  #table: Table | undefined;

  /**
   * @param groups texts to look for, by group; of single characters at most 14 groups have some
   * @throws RangeError for more than 31 groups
   */
  constructor(groups: Readonly<Record<Group, readonly string[]>>) {
    const names = Object.keys(groups) as Group[];
    if (names.length > 31) throw new RangeError(`${names.length} groups do not fit into 31 bits`);
    this.bits = Object.fromEntries(names.map((name, index) => [name, 1 << index])) as Record<Group, number>;
    this.#groups = groups;
  }

  /**
   * @returns the bits of all groups of which something occurs in `[from, to)`
   */
  look(text: string, from = 0, to = text.length): number {
    this.#table ??= new Table(this.#all());
    return this.#table.look(text, from, to);
  }

  #all(): Text[] {
    const names = Object.keys(this.#groups) as Group[];
    return names.flatMap((name) => this.#groups[name].map((text) => ({ text: folded(text), bit: this.bits[name] })));
  }
}

/**
 * Texts to look for. Each is known by four of its characters that the fewest others have; where these go by, it is compared as a whole (the
 * filter of S. Wu and U. Manber, "A fast algorithm for multi-pattern searching", 1994). Only every second place is asked for the four
 * characters that end there: a text is known by two such fours, one of which stands right wherever the text begins. The filter is small
 * enough to stay next to the processor, which a table of all beginnings is not.
 */
class Table {
  /** Folded code unit and, above it, a bit for each group that looks for this character by itself: `#alone` says which. */
  readonly #fold = new Int32Array(FOLD);
  readonly #alone: number[] = [];
  /** Texts of two characters without cases. Known by four they would fill the filter: they are sought where the first of them occurs. */
  readonly #pairs: Text[] = [];
  /** A bit for each key of the table. */
  readonly #filter = new Int32Array(FILTER / 32);
  /** Hash table: a key, the groups of the texts that are known by it, and these texts. A place without groups is free. */
  readonly #keys: Int32Array;
  readonly #groups: Int32Array;
  readonly #known: (readonly Sought[])[];
  /** The texts in a row. */
  readonly #letters: Uint16Array;
  /** Characters after which the next stretch of a text is taken: every text looked for stands whole in one of them. */
  readonly #stride: number;

  /** @param all texts to look for, folded, each with the bit of its group */
  constructor(all: readonly Text[]) {
    const common = new Map<number, number>();
    for (const { text } of all)
      for (let start = 0; start + WIDTH <= text.length; start++) {
        const key = keyAt(text, start);
        common.set(key, (common.get(key) ?? 0) + 1);
      }
    const known = new Map<number, Sought[]>();
    this.#letters = new Uint16Array(all.reduce((sum, { text }) => sum + text.length, 0));
    let filled = 0;
    for (const { text, bit } of all) {
      const at = filled;
      for (let next = 0; next < text.length; next++) this.#letters[filled++] = text.charCodeAt(next);
      if (text.length === 1) this.#character(text, bit);
      else if (CASELESS_PAIR.test(text)) {
        this.#character(text.charAt(0), NO_GROUP);
        this.#pairs.push({ text, bit });
      } else
        for (const parity of [0, 1]) {
          const start = rarest(text, parity, common);
          const sought = { bit, at, to: at + text.length, before: start + WIDTH };
          for (const key of keysAt(text, start)) {
            const others = known.get(key);
            if (others) others.push(sought);
            else known.set(key, [sought]);
          }
        }
    }
    const longest = all.reduce((most, { text }) => Math.max(most, text.length), 0);
    this.#stride = (STRETCH - longest - 2 * WIDTH) & ~1;
    const size = 1 << (33 - Math.clz32(known.size + 16));
    this.#keys = new Int32Array(size);
    this.#groups = new Int32Array(size);
    this.#known = new Array<readonly Sought[]>(size).fill([]);
    for (const [key, list] of known) this.#put(key, list);
  }

  look(text: string, from: number, to: number): number {
    const fold = this.#fold;
    const filter = this.#filter;
    const units = UNITS.taken;
    const groups = this.#groups;
    let alone = 0;
    let seen = 0;
    for (let start = from; start < to; start += this.#stride) {
      const count = UNITS.take(text, start, Math.min(to, start + STRETCH));
      // No text looked for holds what makes an odd one even.
      units[count] = NOTHING;
      let key = 0;
      // Where the filter let a key through, and the key: they are looked up behind the loop, which stays short for it.
      let met = 0;
      for (let unit = 0; unit < count; unit += 2) {
        const one = fold[units[unit] as number] as number;
        const two = fold[units[unit + 1] as number] as number;
        alone |= one | two;
        key = ((key << (2 * BITS)) | ((one & LOW) << BITS) | (two & LOW)) & KEY;
        const slot = slotOf(key);
        if ((((filter[slot >>> 5] as number) >>> (slot & 31)) & 1) === 0) continue;
        MET[met] = unit + 2;
        MET[met + 1] = key;
        met += 2;
      }
      for (let next = 0; next < met; next += 2) {
        const place = this.#placeOf(MET[next + 1] as number);
        // Most of what goes by is a word that was seen before, or was let through by mistake.
        if (((groups[place] as number) & ~seen) !== 0)
          seen = this.#compare(units, count, place, MET[next] as number, seen);
      }
      if (start + count >= to) break;
    }
    for (let rest = alone >>> 16; rest !== 0; rest &= rest - 1) {
      const bit = this.#alone[31 - Math.clz32(rest & -rest)] ?? NO_GROUP;
      seen |= bit === NO_GROUP ? this.#pairsIn(text.slice(from, to)) : bit;
    }
    return seen;
  }

  #pairsIn(text: string): number {
    return this.#pairs.reduce((seen, pair) => (text.includes(pair.text) ? seen | pair.bit : seen), 0);
  }

  /** The groups, besides those seen already, of the texts that are known by the key at `place` and stand where it ends. */
  #compare(units: Uint16Array, count: number, place: number, end: number, already: number): number {
    const fold = this.#fold;
    const letters = this.#letters;
    const known = this.#known[place] as readonly Sought[];
    let seen = already;
    for (let next = 0; next < known.length; next++) {
      const { bit, at, to, before } = known[next] as Sought;
      const start = end - before;
      if ((seen & bit) !== 0 || start < 0 || start + to - at > count) continue;
      let same = at;
      while (same < to && ((fold[units[start + same - at] as number] as number) & 0xffff) === letters[same]) same++;
      if (same === to) seen |= bit;
    }
    return seen;
  }

  /** Where a key stands in the table, or would stand. */
  #placeOf(key: number): number {
    const last = this.#keys.length - 1;
    let place = slotOf(key) & last;
    while (this.#groups[place] !== 0 && this.#keys[place] !== key) place = (place + 1) & last;
    return place;
  }

  #put(key: number, known: readonly Sought[]): void {
    const slot = slotOf(key);
    this.#filter[slot >>> 5] = (this.#filter[slot >>> 5] ?? 0) | (1 << (slot & 31));
    const place = this.#placeOf(key);
    this.#keys[place] = key;
    this.#groups[place] = known.reduce((bits, { bit }) => bits | bit, 0);
    this.#known[place] = known;
  }

  #character(sign: string, bit: number): void {
    if (!this.#alone.includes(bit)) this.#alone.push(bit);
    const flag = 0x10000 << this.#alone.indexOf(bit);
    for (const form of sign === ' ' ? ' \t\n\r' : sign + sign.toUpperCase()) {
      const code = form.charCodeAt(0);
      this.#fold[code] = (this.#fold[code] ?? 0) | flag;
    }
  }
}

/** Characters taken out of a text at a time. */
const STRETCH = 8192;
const UNITS = new Units(STRETCH + 1);
const MET = new Int32Array(STRETCH + 2);
/** No character (Unicode §23.7). */
const NOTHING = 0xffff;

/** Two characters of a script without cases; two of ASCII may hold a blank, which is a line end as well. */
const CASELESS_PAIR = /^[\u2e80-\ud7ff]{2}$/;

/** In place of a group's bit: what a pair of characters stands for is known when both are found. */
const NO_GROUP = 0;

interface Text {
  text: string;
  bit: number;
}

/** A text looked for. */
interface Sought {
  bit: number;
  /** Where its folded code units stand in `#letters`. */
  at: number;
  to: number;
  /** Characters from its beginning to the end of those by which it is known; these may begin before it or end behind it. */
  before: number;
}

/** Characters by which a text is known; a key has five bits of each. */
const WIDTH = 4;
const BITS = 5;
const ANY = 1 << BITS;
const LOW = ANY - 1;
const KEY = (1 << (WIDTH * BITS)) - 1;
const onward = (key: number, code: number): number => ((key << BITS) | (code & LOW)) & KEY;

/** Bits of the filter. */
const FILTER = 1 << 17;
const slotOf = (key: number): number => Math.imul(key, 0x9e3779b1) >>> 15;

/** Where the four characters begin by which a text is known that begins at an even place (parity 0) or at an odd one. */
function rarest(text: string, parity: number, common: ReadonlyMap<number, number>): number {
  let best = parity === 0 ? 0 : -1;
  // Two characters at an even place are known by what ends with them: behind them the text looked at may end.
  if (text.length === 2 && parity === 0) return -2;
  let least = Number.POSITIVE_INFINITY;
  for (let start = parity; start + WIDTH <= text.length; start += 2) {
    const count = common.get(keyAt(text, start)) ?? 0;
    if (count >= least) continue;
    least = count;
    best = start;
  }
  return best;
}

/** The key of the four characters from `start` on. */
function keyAt(text: string, start: number): number {
  let key = 0;
  for (let at = start; at < start + WIDTH; at++) key = onward(key, unitAt(text, at));
  return key;
}

/** All keys that the four places from `start` on may have: before the text and behind it anything may stand. */
function keysAt(text: string, start: number): number[] {
  let keys = [0];
  for (let at = start; at < start + WIDTH; at++)
    keys =
      at >= 0 && at < text.length
        ? keys.map((key) => onward(key, text.charCodeAt(at)))
        : keys.flatMap((key) => Array.from({ length: ANY }, (_, code) => onward(key, code)));
  return keys;
}

/** Lower case and line ends as blanks, code unit by code unit, in the scripts that have cases. */
const FOLD = foldTable();

function foldTable(): Uint16Array {
  const table = new Uint16Array(0x10000).map((_, code) => code);
  for (const [first, last] of [
    [0x41, 0x24f],
    [0x370, 0x587],
    [0x1e00, 0x1fff],
    [0xff21, 0xff3a],
  ] as const)
    for (let code = first; code <= last; code++) {
      const lower = String.fromCharCode(code).toLowerCase();
      if (lower.length === 1) table[code] = lower.charCodeAt(0);
    }
  for (const blank of '\t\n\r') table[blank.charCodeAt(0)] = 0x20;
  return table;
}

/** A character by itself stays what it is. */
function folded(text: string): string {
  if (text.length === 1) return text;
  return String.fromCharCode(...Array.from({ length: text.length }, (_, at) => FOLD[text.charCodeAt(at)] ?? 0));
}
