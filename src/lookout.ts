/**
 * Tells which of many fixed texts occur in a text, looking at each of its characters once, however many there are to look for
 * (A. V. Aho and M. J. Corasick, "Efficient string matching", CACM 18(6), 1975). Case does not matter, and a line end is a blank:
 * sentences are wrapped anywhere.
 *
 * What is looked for comes in groups, and a group is what one wants to know: "something of a log", "says that it failed".
 */
export class Lookout<Group extends string> {
  /** The bit that stands for a group in what `look` returns. */
  readonly bits: Readonly<Record<Group, number>>;
  /** Class of a code unit: letters of either case share one, what occurs in no text looked for is class 0. */
  readonly #class = new Uint8Array(0x10000);
  /** A state for each beginning of a text looked for; its row of `COMMON` classes says where a character leads. */
  readonly #next: Uint16Array;
  /** Where rare characters lead, by state and class: rows with all of them would fill the processor's cache with nothing. */
  readonly #rare = new Map<number, number>();
  /** Longest other beginning that a state ends with. */
  readonly #shorter: Uint16Array;
  /** Groups that end in a state. */
  readonly #ends: Int32Array;

  /**
   * @param groups texts to look for, lower case, by group
   * @throws RangeError for more than 31 groups, 255 different characters or 65,535 characters in all
   */
  constructor(groups: Readonly<Record<Group, readonly string[]>>) {
    const names = Object.keys(groups) as Group[];
    if (names.length > 31) throw new RangeError(`${names.length} groups do not fit into 31 bits`);
    this.bits = Object.fromEntries(names.map((name, index) => [name, 1 << index])) as Record<Group, number>;
    const texts = names.flatMap((name) =>
      groups[name].map((text): Sought => ({ text: flat(text), bit: this.bits[name], state: 0 })),
    );
    const most = texts.reduce((sum, { text }) => sum + text.length, 1);
    if (most > 0xffff) throw new RangeError(`${most} characters do not fit into 16 bits`);
    this.#classes(texts);
    const next = new Uint16Array(most * COMMON);
    const ends = new Int32Array(most);
    const shorter = new Uint16Array(most);
    this.#shorter = shorter;
    let states = 1;
    // All texts grow by a character at a time. A new beginning goes on like the longest other one that it ends with, which is shorter
    // and therefore complete, but for the texts that go on by themselves.
    for (let length = 1, open = texts; open.length > 0; length++) {
      const fresh = states;
      for (const one of open) {
        const sign = this.#class[one.text.charCodeAt(length - 1)] ?? 0;
        const slot = one.state * COMMON + sign;
        let state = sign < COMMON ? (next[slot] ?? 0) : this.#onward(one.state, sign);
        if (state < fresh) {
          shorter[states] = state;
          state = states++;
          if (sign < COMMON) next[slot] = state;
          else this.#rare.set(rareKey(one.state, sign), state);
        }
        one.state = state;
        if (one.text.length === length) ends[state] = (ends[state] ?? 0) | one.bit;
      }
      for (let state = fresh; state < states; state++) {
        const other = shorter[state] ?? 0;
        next.copyWithin(state * COMMON, other * COMMON, (other + 1) * COMMON);
        ends[state] = (ends[state] ?? 0) | (ends[other] ?? 0);
      }
      open = open.filter(({ text }) => text.length > length);
    }
    this.#next = next.slice(0, states * COMMON);
    this.#ends = ends.slice(0, states);
  }

  /**
   * @returns the bits of all groups of which something occurs in `[from, to)`
   */
  look(text: string, from = 0, to = text.length): number {
    const classes = this.#class;
    const next = this.#next;
    const ends = this.#ends;
    let state = 0;
    let seen = 0;
    for (let at = from; at < to; at++) {
      const sign = classes[text.charCodeAt(at)] as number;
      state = sign < COMMON ? (next[state * COMMON + sign] as number) : this.#onward(state, sign);
      seen |= ends[state] as number;
    }
    return seen;
  }

  /** Where a rare character leads. */
  #onward(from: number, sign: number): number {
    for (let state = from; ; state = this.#shorter[state] ?? 0) {
      const next = this.#rare.get(rareKey(state, sign));
      if (next !== undefined || state === 0) return next ?? 0;
    }
  }

  /**
   * Numbers the characters, frequent ones first. Characters that are looked for only by themselves and for the same group are one to
   * the search.
   */
  #classes(texts: readonly Sought[]): void {
    const counts = new Map<string, number>();
    const alone = new Map<number, string[]>();
    for (const { text } of texts)
      if (text.length > 1) for (const sign of text.split('')) counts.set(sign, (counts.get(sign) ?? 0) + 1);
    const lone = texts.filter(({ text }) => text.length === 1 && !counts.has(text));
    for (const { text, bit } of lone) alone.set(bit, [...(alone.get(bit) ?? []), text]);
    const classes = [...[...counts].sort((a, b) => b[1] - a[1]).map(([sign]) => [sign]), ...alone.values()];
    if (classes.length > 0xff) throw new RangeError(`${classes.length} different characters do not fit into 8 bits`);
    for (const [index, signs] of classes.entries())
      for (const sign of signs)
        for (const form of [sign, sign.toUpperCase()])
          if (form.toLowerCase() === sign) this.#class[form.charCodeAt(0)] = index + 1;
    const blank = this.#class[0x20];
    for (const sign of '\n\r\t') this.#class[sign.charCodeAt(0)] ||= blank ?? 0;
  }
}

/** Classes that have a place in the row of every state. */
const COMMON = 64;

const rareKey = (state: number, sign: number): number => state * 256 + sign;

const flat = (text: string): string => (text.length > 1 ? text.replace(/[\n\r\t]/g, ' ') : text);

/** A text that is looked for, and the state of its beginning while the rows are made. */
interface Sought {
  readonly text: string;
  readonly bit: number;
  state: number;
}
