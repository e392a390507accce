import type { Bucket, Group, Owner, Scope, Verdict } from '../types.ts';

/** Verdicts of a paste (or of a whole case) put together. */
export interface Triage {
  /** Equal causes, most serious first. */
  groups: Group[];
  /** How far the failures of the most serious group reach; absent without any. Its sentence is made where sentences are made. */
  scope?: Omit<Scope, 'sentence'>;
}

/** Those whose fault the sender's own side can mend. */
const OWN: ReadonlySet<Owner> = new Set(['sender', 'sender-admin', 'relay']);

/**
 * Groups verdicts by cause: permanent before temporary, then what the sender can fix before what others must, then the larger
 * group, then the order of the paste.
 */
export function triage(verdicts: readonly Verdict[]): Triage {
  if (verdicts.length === 0) return { groups: [] };
  if (verdicts.length === 1 && verdicts[0])
    return { groups: [{ cause: verdicts[0].cause, bucket: verdicts[0].bucket, count: 1 }], scope: scopeOf(verdicts) };
  const groups = [...Map.groupBy(verdicts, ({ cause, bucket }) => `${cause} ${bucket}`).values()];
  const weighed = groups.map((group, order) => ({
    group,
    order,
    permanent: group.some(isPermanent),
    own: group.some(({ owner }) => OWN.has(owner)),
  }));
  weighed.sort(
    (a, b) =>
      Number(b.permanent) - Number(a.permanent) ||
      Number(b.own) - Number(a.own) ||
      b.group.length - a.group.length ||
      a.order - b.order,
  );
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

const isPermanent = ({ action, wire }: Verdict): boolean => action !== 'delayed' && wire !== 'temporary';

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
