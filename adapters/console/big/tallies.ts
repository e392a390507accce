import type { Tally } from '../streaming.ts';

/** Names counted at a time. */
const MOST = 5_000;
const SHOWN = 20;

/**
 * Counts names in bounded memory: when there are too many, the rarer half is summed up under "other". A name that comes back after
 * that starts again at nothing, so rare names may be undercounted; the sum is always right.
 */
export class Tallies {
  #counts = new Map<string, number>();
  #other = 0;

  add(name: string): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
    if (this.#counts.size <= MOST) return;
    const kept = this.#sorted().slice(0, MOST / 2);
    const sum = kept.reduce((total, [, count]) => total + count, 0);
    this.#other += [...this.#counts.values()].reduce((total, count) => total + count, 0) - sum;
    this.#counts = new Map(kept);
  }

  /** @param other what the rest is called */
  top(other: string): Tally[] {
    const sorted = this.#sorted();
    const shown = sorted.slice(0, SHOWN).map(([name, count]) => ({ name, count }));
    const rest = sorted.slice(SHOWN).reduce((total, [, count]) => total + count, this.#other);
    return rest > 0 ? [...shown, { name: other, count: rest }] : shown;
  }

  #sorted(): [string, number][] {
    return [...this.#counts].sort((one, two) => two[1] - one[1]);
  }
}
