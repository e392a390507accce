import { byWeight, type Found, isOwn, isPermanent, type Weight } from '../../../src/stream.ts';
import type { Failure, Group, Kind, Scope, Verdict } from '../../../src/types.ts';
import type { StreamEngine, Summary, Worst } from '../streaming.ts';
import { createEssence, type Essence } from './essence.ts';
import { Tallies } from './tallies.ts';
import { Calendar, Counts, type Moment } from './trend.ts';

/** What a big input came to. */
export interface Outcome {
  kind: Kind;
  summary: Summary;
  scope?: Scope;
  /** One of each of the worst groups, then the first of all, at most a hundred. */
  samples: Verdict[];
}

const SAMPLES = 100;
const WORST = 10;
/** Groups kept at a time; the rarest go. */
const GROUPS = 2_000;

interface Kept extends Omit<Worst, 'sample'>, Weight {
  essence: Essence;
  sample: Failure;
  /** One with another recipient: how far a failure reaches depends on it. */
  other?: Failure;
}

/** Adds up failures in bounded memory. */
export class Triage {
  readonly #engine: StreamEngine;
  readonly #essence: (found: Found) => Essence;
  readonly #providers = new Tallies();
  readonly #domains = new Tallies();
  readonly #counts = new Counts();
  readonly #calendar = new Calendar();
  readonly #causes = new Map<string, Group & Weight>();
  readonly #first: Failure[] = [];
  #groups = new Map<string, Kept>();
  #failed = 0;
  #delayed = 0;
  #earliest?: Moment & { text: string };
  #latest?: Moment & { text: string };

  constructor(engine: StreamEngine) {
    this.#engine = engine;
    this.#essence = createEssence(engine.judge, engine.library);
  }

  /** @returns what it was judged to be, for whoever writes it down */
  add(found: Found): Essence | undefined {
    const { failure } = found;
    if (failure.action !== 'failed' && failure.action !== 'delayed') return undefined;
    const essence = this.#essence(found);
    if (failure.action === 'delayed') this.#delayed += 1;
    else this.#failed += 1;
    if (essence.provider !== undefined) this.#providers.add(essence.provider);
    if (essence.domain !== undefined) this.#domains.add(essence.domain);
    this.#at(failure.time);
    this.#group(failure, essence);
    if (this.#first.length < SAMPLES) this.#first.push(failure);
    return essence;
  }

  get count(): number {
    return this.#failed + this.#delayed;
  }

  done(bytes: number, interrupted: boolean): Outcome {
    const worst = this.#worst();
    const causes = [...this.#causes.values()]
      .sort(byWeight)
      .map(({ cause, bucket, count }) => ({ cause, bucket, count }));
    const shown = several(worst, WORST).map(
      ({ cause, bucket, place, count, first, last, sample }): Worst => ({
        cause,
        bucket,
        ...(place === undefined ? {} : { place }),
        count,
        ...(first === undefined ? {} : { first }),
        ...(last === undefined ? {} : { last }),
        sample: this.#engine.judge(sample),
      }),
    );
    const samples = new Set([...worst.slice(0, SAMPLES / 2).map(({ sample }) => sample), ...this.#first]);
    const trend = this.#counts.trend();
    const scope = this.#engine.scope(this.#representatives(worst));
    return {
      kind: this.#failed > 0 ? 'bounce' : this.#delayed > 0 ? 'delay' : 'none',
      ...(scope === undefined ? {} : { scope }),
      samples: [...samples].slice(0, SAMPLES).map((failure) => this.#engine.judge(failure)),
      summary: {
        bytes,
        failed: this.#failed,
        delayed: this.#delayed,
        causes,
        providers: this.#providers.top('other'),
        domains: this.#domains.top('other'),
        ...(this.#earliest === undefined ? {} : { first: this.#earliest.text }),
        ...(this.#latest === undefined ? {} : { last: this.#latest.text }),
        ...(trend === undefined ? {} : { trend }),
        worst: shown,
        interrupted,
      },
    };
  }

  #at(text: string | undefined): void {
    const moment = text === undefined ? undefined : this.#calendar.read(text);
    if (text === undefined || moment === undefined) return;
    this.#counts.add(moment);
    if (this.#earliest === undefined || moment.seconds < this.#earliest.seconds) this.#earliest = { ...moment, text };
    if (this.#latest === undefined || moment.seconds > this.#latest.seconds) this.#latest = { ...moment, text };
  }

  #group(failure: Failure, essence: Essence): void {
    const { cause, bucket, owner, wire, place, key } = essence;
    const permanent = isPermanent(failure.action, wire);
    const own = isOwn(owner);
    const whole = this.#causes.get(essence.group);
    if (whole === undefined) this.#causes.set(essence.group, { cause, bucket, count: 1, permanent, own });
    else {
      whole.count += 1;
      whole.permanent ||= permanent;
      whole.own ||= own;
    }
    const group = this.#groups.get(key);
    if (group === undefined) {
      const times = failure.time === undefined ? {} : { first: failure.time, last: failure.time };
      const where = place === undefined ? {} : { place };
      this.#groups.set(key, { cause, bucket, ...where, count: 1, ...times, essence, permanent, own, sample: failure });
      if (this.#groups.size > GROUPS)
        this.#groups = new Map([...this.#groups].sort((a, b) => b[1].count - a[1].count).slice(0, GROUPS / 2));
      return;
    }
    group.count += 1;
    group.permanent ||= permanent;
    if (failure.time !== undefined) group.last = failure.time;
    if (group.other === undefined && failure.recipient?.toLowerCase() !== group.sample.recipient?.toLowerCase())
      group.other = failure;
  }

  /** Each place's worst groups first: permanent before temporary, what one can mend oneself before the rest, then the most frequent. */
  #worst(): Kept[] {
    return [...this.#groups.values()].sort(byWeight);
  }

  /** Two of each group stand for all: where they came from and whether there was more than one recipient. */
  #representatives(groups: readonly Kept[]): Verdict[] {
    return groups
      .slice(0, 300)
      .flatMap(({ sample, other }) =>
        [sample, ...(other === undefined ? [] : [other])].map((one) => this.#engine.judge(one)),
      );
  }
}

/** The first `most`, but none's second place before every cause had its first: one cause at a hundred domains would hide all others. */
function several(groups: readonly Kept[], most: number): Kept[] {
  const turns = new Map<string, number>();
  const ranked = groups.map((group) => {
    const turn = turns.get(group.cause) ?? 0;
    turns.set(group.cause, turn + 1);
    return { group, turn };
  });
  const chosen = new Set(
    ranked
      .sort((one, two) => one.turn - two.turn)
      .slice(0, most)
      .map(({ group }) => group),
  );
  return groups.filter((group) => chosen.has(group));
}
