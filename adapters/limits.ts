import type { Clock } from '../src/ports.ts';

/** A bucket of tokens: so many at once, then so many a second. */
export interface Rate {
  burst: number;
  perSecond: number;
}

export interface LimitOptions {
  clock: Clock;
  /** All people of a tenant together. */
  tenant?: Rate;
  person?: Rate;
}

/** Wide enough that nobody who reads the answers meets them. */
export const TENANT_RATE: Rate = { burst: 600, perSecond: 40 };
export const PERSON_RATE: Rate = { burst: 60, perSecond: 2 };

export interface Limits {
  /**
   * Takes one token of the person and one of the tenant.
   *
   * @returns 0 when there was one of each, else the whole seconds until there is
   */
  take(tenant: string, person: string): number;
  /** Undoes a `take` for what turned out to be a second delivery: the platform repeats it, not the person. */
  giveBack(tenant: string, person: string): void;
}

interface Bucket {
  tokens: number;
  at: number;
}

/** Buckets that are full again are dropped once there are more than this. */
const MOST = 10_000;

/** Rate limits in the memory of this process: with several replicas each of them grants the rate once. */
export function createLimits({ clock, tenant = TENANT_RATE, person = PERSON_RATE }: LimitOptions): Limits {
  const buckets = new Map<string, Bucket>();
  const filled = (key: string, rate: Rate, now: number): Bucket => {
    const bucket = buckets.get(key) ?? { tokens: rate.burst, at: now };
    // A clock that was put back gives nothing, and takes nothing.
    const passed = Math.max(0, now - bucket.at) / 1_000;
    return { tokens: Math.min(rate.burst, bucket.tokens + passed * rate.perSecond), at: now };
  };
  const sweep = (now: number): void => {
    const slowest = Math.max(tenant.burst / tenant.perSecond, person.burst / person.perSecond) * 1_000;
    for (const [key, { at }] of buckets) if (now - at > slowest) buckets.delete(key);
  };
  const keys = (tenantId: string, personId: string) =>
    [JSON.stringify([tenantId]), JSON.stringify([tenantId, personId])] as const;
  return {
    take(tenantId, personId) {
      const now = clock.now();
      if (buckets.size > MOST) sweep(now);
      const [whole, own] = keys(tenantId, personId);
      const all = filled(whole, tenant, now);
      const one = filled(own, person, now);
      const wait = Math.max((1 - all.tokens) / tenant.perSecond, (1 - one.tokens) / person.perSecond);
      const taken = wait > 0 ? 0 : 1;
      buckets.set(whole, { ...all, tokens: all.tokens - taken });
      buckets.set(own, { ...one, tokens: one.tokens - taken });
      return wait > 0 ? Math.ceil(wait) : 0;
    },
    giveBack(tenantId, personId) {
      for (const key of keys(tenantId, personId)) {
        const bucket = buckets.get(key);
        if (bucket) buckets.set(key, { ...bucket, tokens: bucket.tokens + 1 });
      }
    },
  };
}
