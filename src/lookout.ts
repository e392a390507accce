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
  /** A state for each beginning of a text looked for; its row of 2 ** `#shift` classes says where a character leads. */
  readonly #next: Uint16Array;
  readonly #shift: number;
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
    this.#shift = 32 - Math.clz32(this.#classes(texts));
    const width = 1 << this.#shift;
    const next = new Uint16Array(most * width);
    const ends = new Int32Array(most);
    const shorter = new Uint16Array(most);
    let states = 1;
    // All texts grow by a character at a time. A new beginning goes on like the longest other one that it ends with, which is shorter
    // and therefore complete, but for the texts that go on by themselves.
    for (let length = 1, open = texts; open.length > 0; length++) {
      const fresh = states;
      for (const one of open) {
        const slot = one.state * width + (this.#class[one.text.charCodeAt(length - 1)] ?? 0);
        let state = next[slot] ?? 0;
        if (state < fresh) {
          shorter[states] = state;
          state = states++;
          next[slot] = state;
        }
        one.state = state;
        if (one.text.length === length) ends[state] = (ends[state] ?? 0) | one.bit;
      }
      for (let state = fresh; state < states; state++) {
        const other = shorter[state] ?? 0;
        next.copyWithin(state * width, other * width, (other + 1) * width);
        ends[state] = (ends[state] ?? 0) | (ends[other] ?? 0);
      }
      open = open.filter(({ text }) => text.length > length);
    }
    this.#next = next.slice(0, states * width);
    this.#ends = ends.slice(0, states);
  }

  /**
   * @returns the bits of all groups of which something occurs in `[from, to)`
   */
  look(text: string, from = 0, to = text.length): number {
    const classes = this.#class;
    const next = this.#next;
    const ends = this.#ends;
    const shift = this.#shift;
    let state = 0;
    let seen = 0;
    for (let at = from; at < to; at++) {
      state = next[(state << shift) + (classes[text.charCodeAt(at)] as number)] as number;
      seen |= ends[state] as number;
    }
    return seen;
  }

  /**
   * Numbers the characters, frequent ones first: what is needed of most rows is then in one line of the processor's cache. Characters
   * that are looked for only by themselves and for the same group are one to the search.
   */
  #classes(texts: readonly Sought[]): number {
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
    return classes.length;
  }
}

const flat = (text: string): string => (text.length > 1 ? text.replace(/[\n\r\t]/g, ' ') : text);

/** A text that is looked for, and the state of its beginning while the rows are made. */
interface Sought {
  readonly text: string;
  readonly bit: number;
  state: number;
}
