import { fill } from '../catalog/fill.ts';
import type { Ask, BucketEntry, Desk, Shelf } from '../catalog/schema.ts';
import type { Bucket, Verdict } from '../types.ts';

/** The part of the catalog that escalation reads. */
export interface DeskCatalog {
  readonly asks: readonly Ask[];
  readonly desks: readonly Desk[];
  shelf(id: string): Shelf | undefined;
  bucket(id: Bucket): BucketEntry | undefined;
}

/** Somebody to write to, with everything filled in that is known. */
export interface Profile {
  /** `own-it`, `relay-support`, … or the id of the shelf whose support it is. */
  id: string;
  /** The general desk it is one of: `relay-support` whichever service's. */
  general: string;
  name: string;
  channel: string;
  url?: string;
  /** Address of the desk, where it takes mail. */
  mail?: string;
  /** On our side: refusals by other receivers are their business too. */
  ours: boolean;
  opening: string;
  request: string;
  condition?: string;
  /** What has to hold before strangers are asked for help at all. */
  onlyIf?: string;
  afterRefusal?: string;
  asks: readonly { id: string; required: boolean }[];
}

/** Values for the placeholders of desk sentences: the relay's facts, the provider's name, the facts of the verdict. */
export type Known = Readonly<Record<string, string | undefined>>;

/** What the sentences of a desk can name. `relay` is the sending service's shelf, where it is known. */
export function known(verdict: Verdict, catalog: DeskCatalog, relay?: Shelf): Known {
  const general = catalog.shelf('any');
  const facts = relay?.relay ?? general?.relay;
  const recipientDomain = verdict.recipient?.includes('@')
    ? verdict.recipient.slice(verdict.recipient.lastIndexOf('@') + 1)
    : undefined;
  return {
    ...verdict.facts,
    service: relay?.name ?? 'the sending service',
    support: facts?.support,
    recipientDomain,
    provider: verdict.provider === undefined ? undefined : catalog.shelf(verdict.provider)?.name,
  };
}

/**
 * Who can be asked about a verdict, the right one first: whoever can mend it, then the sending service, then the
 * receiving provider's own desk where it has one.
 */
export function profiles(verdict: Verdict, catalog: DeskCatalog, relay?: Shelf): Profile[] {
  const values = known(verdict, catalog, relay);
  const base = (id: string) => catalog.desks.find((desk) => desk.id === id);
  const provider = verdict.provider === undefined ? undefined : catalog.shelf(verdict.provider);
  const list: Profile[] = [];
  const done = new Set<string>();
  /** A general desk once, in the words of the shelf whose support it is. */
  const add = (desk: Desk | undefined, shelf?: Shelf) => {
    if (!desk || done.has(desk.id)) return;
    done.add(desk.id);
    list.push(profile(desk, shelf, verdict.bucket, values, catalog));
  };
  const addProvider = () => {
    if (provider?.support) add(base('receiver-form'), provider);
  };
  const named = verdict.facts.blocklist === undefined ? undefined : catalog.shelf(verdict.facts.blocklist);
  const shelfOf = (desk: Desk): Shelf | undefined =>
    desk.id === 'relay-support' ? relay : desk.id === 'blocklist' ? named : undefined;

  const { bucket, owner } = verdict;
  const first =
    catalog.desks.find(
      (desk) => desk.id !== 'relay-support' && desk.id !== 'receiver-form' && desk.owners.includes(owner),
    ) ??
    catalog.desks.find((desk) => owner !== 'relay' && bucket !== null && desk.first.includes(bucket)) ??
    base('relay-support');
  if (first) add(first, shelfOf(first));
  if (verdict.bucket === 'fix-reputation') {
    if (named) add(base('blocklist'), named);
    addProvider();
  }
  add(base('relay-support'), relay);
  addProvider();
  const listed = bucket === 'fix-reputation' || verdict.facts.blocklist !== undefined;
  for (const desk of catalog.desks)
    if (desk.id !== 'receiver-form' && (listed || desk.id !== 'blocklist')) add(desk, shelfOf(desk));
  return list;
}

/**
 * The desk a new draft is written for: whoever can mend it; where that is our own side, the one the workspace prefers.
 *
 * @param list as `profiles` gives it
 * @param preferred id of the workspace's default desk
 */
export function deskFor(list: readonly Profile[], preferred?: string): Profile | undefined {
  const [first] = list;
  return first?.ours ? (deskOf(list, preferred) ?? first) : first;
}

/** @param name id of a desk, or of the general desk it is one of */
export function deskOf(list: readonly Profile[], name: string | undefined): Profile | undefined {
  return list.find(({ id }) => id === name) ?? list.find(({ general }) => general === name);
}

/** Where fields are found on this sender's platform, by ask id; empty where the platform is not known. */
export function places(relay: Shelf | undefined): Record<string, string> {
  const facts = relay?.relay;
  if (!facts || relay.id === 'any') return {};
  const log = `In ${facts.logs}.`;
  return {
    'relay-id': `It is ${facts.messageId}.`,
    'full-reply': log,
    time: `${log} Write it with its zone, like 2026-11-24T09:30:00+01:00.`,
    scope: `${log} Filter by the recipient's domain, and say how many, of how many, and since when.`,
    'remote-host': log,
  };
}

/** A general desk, overlaid with what a shelf says of its own support. */
function profile(
  desk: Desk,
  shelf: Shelf | undefined,
  bucket: Bucket | null,
  values: Known,
  catalog: DeskCatalog,
): Profile {
  const own = shelf?.support;
  const condition = own?.condition ?? shelf?.blocklist?.removal ?? desk.condition;
  const afterRefusal = own?.afterRefusal ?? desk.afterRefusal;
  const url = own?.url ?? shelf?.blocklist?.lookup ?? desk.url;
  const mail = own ? own.mail : desk.mail;
  return {
    id: own && shelf ? shelf.id : desk.id,
    general: desk.id,
    name: fill(own?.desk ?? desk.desk, values),
    channel: fill(own?.channel ?? desk.channel, values),
    ...(url && { url }),
    ...(mail && !missingIn(mail, values) && { mail: fill(mail, values) }),
    ours: desk.ours,
    opening: fill(desk.opening, values),
    request: fill((bucket && desk.request[bucket]) ?? desk.request.any ?? desk.opening, values),
    ...(condition && { condition: fill(condition, values) }),
    // One's own administrator, the recipient's and a blocklist say by their condition when they are to be asked.
    ...(bucket && desk.owners.includes('receiver') && { onlyIf: catalog.bucket(bucket)?.onlyIf ?? '' }),
    ...(afterRefusal && { afterRefusal: fill(afterRefusal, values) }),
    asks: wanted(own?.asks ?? desk.asks, bucket, catalog.asks, desk.ours),
  };
}

/** An address with a hole in it is none. */
function missingIn(template: string, values: Known): boolean {
  return [...template.matchAll(/\{([a-zA-Z]{1,40})/g)].some(([, name = '']) => !values[name]);
}

/**
 * A desk's fields, each required where its entry says so for this bucket or by priority A. What else is needed to judge such a failure is
 * asked for too, without being waited for; an id at the sending service only by our own side.
 */
function wanted(
  ids: readonly string[],
  bucket: Bucket | null,
  asks: readonly Ask[],
  ours: boolean,
): { id: string; required: boolean }[] {
  const needed = (ask: Ask): boolean => ask.priority === 'A' || (bucket !== null && ask.requiredFor.includes(bucket));
  const own = ids.flatMap((id) => {
    const ask = asks.find((entry) => entry.id === id);
    return ask ? [{ id, required: needed(ask) }] : [];
  });
  const more = asks.filter((ask) => needed(ask) && !ids.includes(ask.id) && (ours || !ask.ours));
  return [...own, ...more.map(({ id }) => ({ id, required: false }))];
}
