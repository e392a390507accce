/** Chance that can be repeated: the same seed gives the same run, as far as the machine's own timing allows. */
export interface Chance {
  /** From 0 up to, not including, 1. */
  next(): number;
  between(from: number, to: number): number;
  /** A whole number, both ends included. */
  whole(from: number, to: number): number;
  pick<T>(from: readonly T[]): T;
  /** One of the names, each as likely as its weight says; undefined for what is left to 1. */
  one<Name extends string>(weights: Readonly<Record<Name, number>>): Name | undefined;
}

/** mulberry32 (public domain, Tommy Ettinger): small, and even enough to break things with. */
export function createChance(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (from: number, to: number): number => from + next() * (to - from);
  return {
    next,
    between,
    whole: (from, to) => Math.floor(between(from, to + 1)),
    pick<T>(from: readonly T[]): T {
      const picked = from[Math.floor(next() * from.length)];
      if (picked === undefined) throw new Error('There is nothing to pick from.');
      return picked;
    },
    one(weights) {
      let left = next();
      for (const name of Object.keys(weights) as (keyof typeof weights)[]) {
        left -= weights[name];
        if (left < 0) return name;
      }
      return undefined;
    },
  };
}
