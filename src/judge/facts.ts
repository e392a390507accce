import type { Catalog } from '../catalog/catalog.ts';
import type { Shelf } from '../catalog/schema.ts';
import type { Bucket, Failure } from '../types.ts';
import type { Match } from './holds.ts';
import type { Found } from './match.ts';

export type Facts = Record<string, string>;

/**
 * Facts pulled out of the words: what the braces of the deciding rule held, what its words imply, and what any answer may carry (a
 * help page, the provider's reference, the results of authentication).
 *
 * @param seen shelves that answered, whose references count
 */
export function factsOf(
  failure: Failure,
  match: Match | undefined,
  found: readonly Found[],
  bucket: Bucket | null,
  catalog: Catalog,
): Facts {
  const facts: Facts = {};
  if (match) {
    const { hits } = found.find(({ source }) => source === match.source) ?? { hits: [] };
    Object.assign(facts, match.entry.rule.facts);
    // Whatever phrase of the rule decided, the facts of its other phrases are there as well.
    for (const { phrase, facts: held } of hits)
      if (held && (match.entry.with.includes(phrase) || catalog.rules.uses[phrase]?.says.includes(match.entry)))
        Object.assign(facts, held);
  }
  listing(facts, match, found, catalog);
  links(facts, found, catalog);
  reference(facts, found, catalog);
  if (bucket === 'fix-authentication') authentication(facts, failure);
  return facts;
}

/** Which list refused, by its name and its page. */
function listing(facts: Facts, match: Match | undefined, found: readonly Found[], catalog: Catalog): void {
  if (match === undefined || !/blocklisted$|^residential-ip$|^receiver-lookup-error$/.test(match.entry.cause.id))
    return;
  const zone = facts.blocklist?.toLowerCase();
  const list =
    match.entry.shelf.kind === 'blocklist'
      ? match.entry.shelf
      : ((zone === undefined ? undefined : shelfOfZone(zone, catalog)) ??
        found.flatMap(({ signed }) => signed).find(({ kind }) => kind === 'blocklist'));
  if (list) {
    facts.blocklist ??= list.name;
    if (list.blocklist?.lookup) facts.lookupUrl ??= list.blocklist.lookup;
  }
  if (match.entry.cause.id === 'domain-blocklisted' || facts.listedIp !== undefined) return;
  const text = found.find(({ source }) => source === match.source)?.text ?? '';
  const ip = /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.]*\d)/.exec(text)?.[0];
  if (ip !== undefined && !ip.startsWith('127.')) facts.listedIp = ip;
}

function shelfOfZone(zone: string, catalog: Catalog) {
  return catalog.shelves.find((shelf) =>
    shelf.blocklist?.zones.some((known) => zone === known || zone.endsWith(`.${known}`)),
  );
}

/** The first web address of the words; a blocklist's own page is where the listing is looked up. */
function links(facts: Facts, found: readonly Found[], catalog: Catalog): void {
  for (const { text, signed } of found) {
    const at = text.indexOf('http');
    if (at < 0) continue;
    const url = /https?:\/\/[^\s<>"')\]]{4,500}/i.exec(text.slice(at))?.[0].replace(/[.,;:]{1,9}$/, '');
    if (url === undefined) continue;
    const rest = url.slice(url.indexOf('//') + 2);
    const host = rest.slice(0, /[/?#:]|$/.exec(rest)?.index);
    const isList = ({ kind, marks }: Shelf): boolean =>
      kind === 'blocklist' && (marks?.links ?? []).some((link) => host === link || host.endsWith(`.${link}`));
    if (catalog.shelvesByHost(host).some(({ kind }) => kind === 'blocklist') || signed.some(isList))
      facts.lookupUrl = url;
    else facts.helpUrl ??= url;
    return;
  }
}

/** The provider's own id of the attempt. */
function reference(facts: Facts, found: readonly Found[], catalog: Catalog): void {
  if (facts.reference !== undefined) return;
  const { uses } = catalog.rules;
  // An id has a digit in it; without one the last word of the sentence was caught.
  for (const { hits } of found)
    for (const { phrase, facts: held } of hits)
      if (held?.reference !== undefined && /\d/.test(held.reference) && (uses[phrase]?.references.length ?? 0) > 0) {
        facts.reference = held.reference;
        return;
      }
}

const MECHANISMS = ['spf', 'dkim', 'dmarc'] as const;
const PATTERNS = {
  spf: /\bspf\s?=\s?([a-z]{4,13})\b/i,
  dkim: /\bdkim\s?=\s?([a-z]{4,13})\b/i,
  dmarc: /\bdmarc\s?=\s?([a-z]{4,13})\b/i,
} as const;

/** `Spf= Fail , Dkim= Pass , DMARC= Pass` in any order, or an Authentication-Results header beside the failure; names what failed. */
function authentication(facts: Facts, failure: Failure): void {
  const text = failure.authResults === undefined ? failure.words : `${failure.words} ${failure.authResults}`;
  const failing: string[] = [];
  for (const name of MECHANISMS) {
    const result = (facts[name] ?? PATTERNS[name].exec(text)?.[1])?.toLowerCase();
    if (result === undefined) continue;
    facts[name] = result;
    if (result !== 'pass' && result !== 'bestguesspass') failing.push(name.toUpperCase());
  }
  if (failing.length > 0) facts.failing ??= failing.join(', ');
}

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/**
 * The wait that the server names: "try again in 5 minutes", "greylisted for 300 seconds", "retry in 00:04:57".
 *
 * @returns seconds, up to a week
 */
export function waitIn(text: string): number | undefined {
  const found =
    /(?:again|retry|retries|wait|back|gr[ae]y\w{0,9}|deferred|later|resend)[^\d]{0,40}(?:(\d{1,2}):(\d\d):(\d\d)|(\d{1,6})\s?(seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?)\b)/i.exec(
      text,
    );
  if (!found) return undefined;
  const [, hours, minutes, seconds, count, unit = ''] = found;
  const wait =
    count === undefined
      ? Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)
      : Number(count) * (UNITS[unit.charAt(0).toLowerCase()] ?? 1);
  return wait > 0 && wait <= 7 * 86_400 ? wait : undefined;
}
