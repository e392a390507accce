import { isIPv4, isIPv6 } from 'node:net';
import type { Catalog } from '../../src/catalog/catalog.ts';
import type { Cause, Rule, Shelf } from '../../src/catalog/schema.ts';
import type { Decoder } from '../../src/index.ts';

/**
 * What must hold for the data of the catalog beyond its schema. Each check takes data and returns one line per problem, so that
 * a test can hand it broken data as well as the real.
 */

type Part = Pick<Shelf, 'id' | 'rules'> & Partial<Shelf>;

/** Every example is decided by its own rule and yields the facts it promises. */
export function exampleProblems(shelf: Part, decode: Decoder): string[] {
  return shelf.rules.flatMap((rule) =>
    rule.examples.flatMap(({ paste, facts = {} }) => {
      const id = `${shelf.id}/${rule.id}`;
      const { failures, kind } = decode(paste);
      const own = failures.find((verdict) => verdict.rule === id);
      if (!own) {
        const [first] = failures;
        const got = first ? `${first.rule} by ${JSON.stringify(first.because[0]?.quote)}` : kind;
        return [`${id}: decided by ${got}: ${JSON.stringify(paste)}`];
      }
      return Object.entries(facts)
        .filter(([name, value]) => own.facts[name] !== value)
        .map(([name, value]) => `${id}: fact ${name} is ${own.facts[name]}, not ${value}: ${JSON.stringify(paste)}`);
    }),
  );
}

/** Texts of close neighbours are left alone. */
export function counterexampleProblems(shelf: Part, decode: Decoder): string[] {
  return shelf.rules.flatMap((rule) =>
    (rule.not ?? [])
      .filter((paste) => decode(paste).failures.some((verdict) => verdict.rule === `${shelf.id}/${rule.id}`))
      .map((paste) => `${shelf.id}/${rule.id}: must leave alone: ${JSON.stringify(paste)}`),
  );
}

/** Numbers written like an address that are none: Yahoo's number of a reason, a section of RFC 2821. */
const NO_ADDRESS = /^(?:4\.16\.\d{1,3}\.\d|4\.1\.1\.1)$/;
/** RFC 5737, RFC 3849, loopback (what blocklists answer with) and private ranges. */
const RESERVED_IP = /^(?:192\.0\.2|198\.51\.100|203\.0\.113|127|10|192\.168|0\.0\.0)\.|^2001:0?db8:|^::1$/i;
/** RFC 2606 and RFC 6761. */
const RESERVED_NAME = /(?:^|\.)(?:example(?:\.(?:com|net|org))?|invalid|test|localhost)$/i;

/** Examples name nobody: only reserved addresses and networks, and the hosts and desks of the mail systems themselves. */
export function nameProblems(shelf: Part, known: (domain: string) => boolean): string[] {
  return shelf.rules.flatMap((rule) =>
    [...rule.examples.map(({ paste }) => paste), ...(rule.not ?? [])].flatMap((paste) =>
      foreignNames(paste, known).map(
        (name) => `${shelf.id}/${rule.id}: ${name} is not reserved: ${JSON.stringify(paste)}`,
      ),
    ),
  );
}

function foreignNames(paste: string, known: (domain: string) => boolean): string[] {
  const ips =
    paste.match(/(?<![\w.:-])(?:(?:\d{1,3}\.){3}\d{1,3}|[0-9a-f]{1,4}(?::[0-9a-f]{0,4}){2,7})(?![\w.:]*\w)/gi) ?? [];
  const domains = [...paste.matchAll(/[\w.+-]{1,64}@([\w-]{1,63}(?:\.[\w-]{1,63}){1,8})/g)].map(
    (found) => found[1] ?? '',
  );
  return [
    ...ips.filter((ip) => (isIPv4(ip) || isIPv6(ip)) && !RESERVED_IP.test(ip) && !NO_ADDRESS.test(ip)),
    ...domains.filter((domain) => !RESERVED_NAME.test(domain) && !known(domain)),
  ];
}

/** Placeholders that the sending service fills always. */
const OF_RELAY = ['logs', 'suppressions', 'lift', 'setup', 'retries', 'support', 'messageId', 'service'];
/** Placeholders that a failure may fill: each needs words for when it does not. */
const OF_FAILURE = [
  'recipient',
  'recipientDomain',
  'provider',
  'fromDomain',
  'remote',
  'wait',
  'listedIp',
  'listedDomain',
  'listedUrl',
  'limited',
  'blocklist',
  'lookupUrl',
  'helpUrl',
  'reference',
  'spf',
  'dkim',
  'dmarc',
  'dkimDomain',
  'spfDomain',
  'failing',
  'limit',
  'maxSize',
];

/** Every brace of a sentence is a known placeholder, with words to fall back on where it may stay empty. */
export function placeholderProblems(where: string, sentences: readonly string[]): string[] {
  return sentences.flatMap((sentence) =>
    [...sentence.matchAll(/\{([^{}]{0,200})\}/g)].flatMap((found) => {
      const [name = '', otherwise] = (found[1] ?? '').split('|');
      if (OF_RELAY.includes(name)) return [];
      if (!OF_FAILURE.includes(name)) return [`${where}: {${name}} is no placeholder: ${sentence}`];
      return otherwise === undefined || otherwise === ''
        ? [`${where}: {${name}} needs words after a bar, {${name}|…}: ${sentence}`]
        : [];
    }),
  );
}

export const sentencesOfRule = (rule: Pick<Rule, 'steps' | 'meaning' | 'prevention' | 'question'>): string[] => [
  ...(rule.steps ?? []),
  ...[rule.meaning, rule.prevention, rule.question].filter((text) => text !== undefined),
];

export const sentencesOfCause = ({ steps, over, meaning, prevention }: Cause): string[] => [
  ...steps,
  ...(over ? [over.step] : []),
  meaning,
  prevention,
];

/** Nobody checked anything tomorrow, and nothing is called verified without saying where. */
export function sourceProblems(shelf: Part, today: string): string[] {
  return shelf.rules.flatMap(({ id, checked, sources }) => [
    ...(checked > today ? [`${shelf.id}/${id}: checked on ${checked}, which is yet to come`] : []),
    ...(sources.length === 0 ? [`${shelf.id}/${id}: has no source`] : []),
  ]);
}

/** Two rules that say the same words under the same conditions and mean different causes: only their order would decide. */
export function twinProblems(shelves: readonly Part[]): string[] {
  const seen = new Map<string, { id: string; cause: string }>();
  const problems: string[] = [];
  for (const { id: shelf, kind, rules } of shelves)
    for (const { id, says, with: also = [], without = [], when, cause, needsProvider } of rules)
      for (const said of says) {
        const place = needsProvider || kind !== 'standard' ? shelf : 'standard';
        const key = JSON.stringify([place, said, also.toSorted(), without.toSorted(), when]);
        const other = seen.get(key);
        if (other && other.cause !== cause)
          problems.push(`${shelf}/${id}: says "${said}" for ${cause}, as ${other.id} does for ${other.cause}`);
        else seen.set(key, { id: `${shelf}/${id}`, cause });
      }
  return problems;
}

/** Domains that mail systems use themselves. */
export function ownDomains(catalog: Pick<Catalog, 'shelves'>): (domain: string) => boolean {
  const own = new Set(
    catalog.shelves.flatMap(({ marks, blocklist }) => [
      ...(marks?.hosts ?? []),
      ...(marks?.links ?? []),
      ...(marks?.domains ?? []),
      ...(blocklist?.zones ?? []),
    ]),
  );
  return (domain) => {
    const labels = domain.toLowerCase().split('.');
    return labels.some((_, at) => own.has(labels.slice(at).join('.')));
  };
}
