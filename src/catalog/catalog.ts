import type { Bucket } from '../types.ts';
import type { Content } from './check.ts';
import { type RuleBook, type RuleEntry, ruleBook } from './rules.ts';
import type { Article, Ask, BucketEntry, Cause, Desk, ReplyCode, Rule, Shelf, StatusCode } from './schema.ts';

/** Everything the product knows, checked and linked. Read-only; made once at start by `loadCatalog`. */
export interface Catalog {
  readonly causes: readonly Cause[];
  readonly buckets: readonly BucketEntry[];
  readonly shelves: readonly Shelf[];
  readonly shelvesById: ReadonlyMap<string, Shelf>;
  readonly replies: readonly ReplyCode[];
  readonly statuses: readonly StatusCode[];
  readonly asks: readonly Ask[];
  readonly desks: readonly Desk[];
  readonly prevention: readonly Article[];
  readonly faq: readonly Article[];
  /** Rules compiled for matching; built at the first use. */
  readonly rules: RuleBook;

  cause(id: string): Cause | undefined;
  bucket(id: Bucket): BucketEntry | undefined;
  /** By id, name or alias, whatever the case. */
  shelf(name: string): Shelf | undefined;
  /** A sending service by id, name or alias: "gmail" names a provider of mailboxes as well. */
  relay(name: string): Shelf | undefined;
  /** @param id global, `gmail/dmarc-policy` */
  rule(id: string): Rule | undefined;
  entry(id: string): RuleEntry | undefined;
  reply(code: number): ReplyCode | undefined;
  /** The entry of this very status, else the one for its subject and detail in any class. */
  status(code: string): StatusCode | undefined;
  /** Shelves that name this host, or a domain above it, among their hosts; the most specific name decides. */
  shelvesByHost(host: string): readonly Shelf[];
  /** The sending service for whose senders this host writes reports; `outside` as in `marks.reporters`. */
  senderByReporter(host: string): { shelf: Shelf; outside: boolean } | undefined;
  /** Whether anybody whose replies are known leads people to pages on this host: then a link of a paste may be a link. */
  leadsTo(host: string): boolean;
  /** Shelves that serve mailboxes of this domain. */
  shelvesByDomain(domain: string): readonly Shelf[];
}

/** @param content as `check` passes it */
export function catalogOf(content: Content): Catalog {
  const causes = new Map(content.causes.map((cause) => [cause.id, cause]));
  const buckets = new Map(content.buckets.map((bucket) => [bucket.id, bucket]));
  const shelves = new Map(content.shelves.map((shelf) => [shelf.id, shelf]));
  const names = byName(content.shelves);
  const relays = byName(content.shelves.filter(({ relay }) => relay !== undefined));
  const replies = new Map(content.replies.map((entry) => [Number(entry.code), entry]));
  const statuses = new Map(content.statuses.map((entry) => [entry.code, entry]));
  const hosts = Map.groupBy(
    content.shelves.flatMap((shelf) => (shelf.marks?.hosts ?? []).map((host) => ({ host: host.toLowerCase(), shelf }))),
    ({ host }) => host,
  );
  const byHost = new Map([...hosts].map(([host, list]) => [host, list.map(({ shelf }) => shelf)]));
  const senders = new Map(
    content.shelves.flatMap((shelf) =>
      (shelf.marks?.reporters ?? []).map(({ host, outside = false }) => [host, [{ shelf, outside }]] as const),
    ),
  );
  const domains = Map.groupBy(
    content.shelves.flatMap((shelf) =>
      (shelf.marks?.domains ?? []).map((domain) => ({ domain: domain.toLowerCase(), shelf })),
    ),
    ({ domain }) => domain,
  );
  const byDomain = new Map([...domains].map(([domain, list]) => [domain, list.map(({ shelf }) => shelf)]));
  let book: RuleBook | undefined;
  let entries: Map<string, RuleEntry> | undefined;
  let pages: ReadonlySet<string> | undefined;
  const rules = (): RuleBook => {
    book ??= ruleBook(content.shelves, causes, content.phrases);
    return book;
  };
  const entry = (id: string): RuleEntry | undefined => {
    entries ??= new Map(rules().entries.map((one) => [one.id, one]));
    return entries.get(id);
  };
  return {
    ...content,
    shelvesById: shelves,
    get rules() {
      return rules();
    },
    cause: (id) => causes.get(id),
    bucket: (id) => buckets.get(id),
    shelf: (name) => names.get(name.toLowerCase()),
    relay: (name) => relays.get(name.trim().toLowerCase()),
    rule: (id) => entry(id)?.rule,
    entry,
    reply: (code) => replies.get(code),
    status: (code) => statuses.get(code) ?? statuses.get(`X${code.slice(1)}`),
    shelvesByHost: (host) => bySuffix(byHost, host.toLowerCase()),
    senderByReporter: (host) => bySuffix(senders, host.toLowerCase())[0],
    leadsTo: (host) => {
      pages ??= linkedHosts(content.shelves);
      return pages.has(host.toLowerCase()) || bySuffix(byHost, host.toLowerCase()).length > 0;
    },
    shelvesByDomain: (domain) => byDomain.get(domain.toLowerCase()) ?? NONE,
  };
}

/** Hosts of all pages that replies, steps and lists name; not of the sources, which are ours. */
function linkedHosts(shelves: readonly Shelf[]): ReadonlySet<string> {
  const text = JSON.stringify(shelves, (key, value: unknown) => (key === 'sources' ? undefined : value));
  return new Set([...text.matchAll(/https?:\/\/([\w.-]{3,253})/g)].map(([, host = '']) => host.toLowerCase()));
}

/** By id, name and alias in lower case; where two shelves share a name, the first has it. */
function byName(shelves: readonly Shelf[]): Map<string, Shelf> {
  const names = new Map<string, Shelf>();
  for (const shelf of shelves)
    for (const name of [shelf.id, shelf.name, ...(shelf.aliases ?? [])])
      if (!names.has(name.toLowerCase())) names.set(name.toLowerCase(), shelf);
  return names;
}

const NONE: readonly never[] = [];

function bySuffix<Kept>(hosts: ReadonlyMap<string, readonly Kept[]>, host: string): readonly Kept[] {
  for (let from = 0; from >= 0 && from < host.length; ) {
    const found = hosts.get(from === 0 ? host : host.slice(from));
    if (found) return found;
    const dot = host.indexOf('.', from);
    from = dot < 0 ? -1 : dot + 1;
  }
  return NONE;
}
