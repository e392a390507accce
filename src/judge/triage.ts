import type { Action, Bucket, Group, Owner, Scope, Verdict, Wire } from '../types.ts';

/** Verdicts of a paste (or of a whole case) put together. */
export interface Triage {
  /** Equal causes, most serious first. */
  groups: Group[];
  /** How far the failures of the most serious group reach; absent without any. Its sentence is made where sentences are made. */
  scope?: Omit<Scope, 'sentence'>;
}

/** Those whose fault the sender's own side can mend. */
const OWN: ReadonlySet<Owner> = new Set(['sender', 'sender-admin', 'relay']);
/** Whether the sender's own side can mend it. */
export const isOwn = (owner: Owner): boolean => OWN.has(owner);

/** What makes a group serious. */
export interface Weight {
  permanent: boolean;
  /** The sender's own side can mend it. */
  own: boolean;
  count: number;
}

/** The most serious first: permanent before temporary, then what the sender can fix before what others must, then the larger group. */
export function byWeight(a: Weight, b: Weight): number {
  return Number(b.permanent) - Number(a.permanent) || Number(b.own) - Number(a.own) || b.count - a.count;
}

/** Groups verdicts by cause, by weight; of equal weight in the order of the paste. */
export function triage(verdicts: readonly Verdict[]): Triage {
  if (verdicts.length === 0) return { groups: [] };
  if (verdicts.length === 1 && verdicts[0])
    return { groups: [{ cause: verdicts[0].cause, bucket: verdicts[0].bucket, count: 1 }], scope: scopeOf(verdicts) };
  const groups = [...Map.groupBy(verdicts, ({ cause, bucket }) => `${cause} ${bucket}`).values()];
  const weighed = groups.map((group) => ({
    group,
    permanent: group.some(({ action, wire }) => isPermanent(action, wire)),
    own: group.some(({ owner }) => isOwn(owner)),
    count: group.length,
  }));
  weighed.sort(byWeight);
  const [worst] = weighed;
  return {
    groups: weighed.flatMap(({ group }) => {
      const [first] = group;
      return first ? [{ cause: first.cause, bucket: first.bucket, count: group.length }] : [];
    }),
    scope: scopeOf(worst?.group ?? verdicts),
  };
}

/** The bucket of a paste: that of its most serious group. */
export const bucketOfGroups = ([first]: readonly Group[]): Bucket | null => first?.bucket ?? null;

/** Whether nothing is tried any more: neither by what was done nor by what the code says. */
export const isPermanent = (action: Action, wire: Wire | undefined): boolean =>
  action !== 'delayed' && wire !== 'temporary';

/** Where the failures came from. A provider stands for all its domains; an unknown one is told apart by host or domain. */
function scopeOf(verdicts: readonly Verdict[]): Omit<Scope, 'sentence'> {
  const providers = new Set<string>();
  const places = new Set<string>();
  const recipients = new Set<string>();
  for (const verdict of verdicts) {
    const domain = domainOf(verdict.recipient);
    if (verdict.provider !== undefined) providers.add(verdict.provider);
    const place = verdict.provider ?? domain ?? verdict.remote?.toLowerCase();
    if (place !== undefined) places.add(place);
    recipients.add(verdict.recipient?.toLowerCase() ?? '');
  }
  const list = [...providers];
  if (recipients.size <= 1) return { reach: 'one-recipient', providers: list };
  if (places.size > 1) return { reach: 'several-providers', providers: list };
  return { reach: list.length === 1 ? 'one-provider' : 'one-domain', providers: list };
}

function domainOf(address: string | undefined): string | undefined {
  const at = address?.lastIndexOf('@') ?? -1;
  return at < 0 ? undefined : address?.slice(at + 1).toLowerCase();
}
