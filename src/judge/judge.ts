import type { Catalog } from '../catalog/catalog.ts';
import type { Rule, Shelf } from '../catalog/schema.ts';
import type { Because, Failure, Verdict } from '../types.ts';
import { answers, type Known, knownOf, providerOf } from './answered.ts';
import { wireOf } from './codes.ts';
import { type Doubt, doubt } from './doubt.ts';
import { locate } from './evidence.ts';
import { factsOf, waitIn } from './facts.ts';
import { outcomeOf } from './outcome.ts';
import { type Choice, type Ranked, rank } from './rank.ts';
import { stepFiller, type Values } from './steps.ts';
import { inWords } from './wait.ts';

export interface JudgeOptions {
  /** Id, name or alias of the sending service that advice is written for where the paste does not tell. */
  relay?: string;
}

/** Judges one failure. `paste` is the text the failure was read from: quotes are located in it. */
export type Judge = (failure: Failure, paste: string) => Verdict;

/**
 * @param catalog the loaded catalog
 * @returns a pure function; a failure always gets a verdict, with a `guess` where nothing tells
 * @throws TypeError when `options.relay` names no shelf of the catalog
 */
export function createJudge(catalog: Catalog, options: JudgeOptions = {}): Judge {
  const preset = presetRelay(catalog, options.relay);
  const fillSteps = stepFiller(catalog);

  return (failure, paste) => {
    const known = knownOf(failure, catalog);
    const ranked = rank(failure, known, catalog);
    const [first] = ranked.choices;
    const entry = first.match?.entry ?? first.entry;
    const outcome = outcomeOf(first.cause, failure, entry?.rule);
    const wire = wireOf(failure);
    const sure = doubt(failure, ranked, catalog);
    const facts = factsOf(failure, first.match, ranked.found, outcome.bucket, catalog);
    const wait = waitOf(failure, outcome.retry, wire, entry?.rule);
    const signed =
      ranked.found.length === 1 ? (ranked.found[0]?.signed ?? []) : ranked.found.flatMap((one) => one.signed);
    const who = providerOf(entry?.shelf, known, signed);
    const relay = relayOf(known, signed) ?? preset;
    const values = (): Values => valuesOf(failure, facts, wait, who, catalog);
    const prevention = entry?.rule.prevention ?? first.cause.prevention;
    return {
      ...failure,
      bucket: outcome.bucket,
      cause: first.cause.id,
      rule: first.rule,
      ...(wire && { wire }),
      retry: outcome.retry,
      ...(wait !== undefined && { waitSeconds: wait }),
      owner: outcome.owner,
      ...who,
      confidence: sure.confidence,
      because: because(first, sure, ranked, failure, paste),
      ...(sure.candidates.length > 0 && { candidates: sure.candidates }),
      ...(sure.question !== undefined && { question: sure.question }),
      ...(sure.runnerUp && { runnerUp: sure.runnerUp }),
      facts,
      steps: fillSteps(entry?.rule.steps ?? first.cause.steps, relay, values),
      prevention: fillSteps([prevention], relay, values)[0] ?? prevention,
      sources: entry ? [...entry.rule.sources] : [],
      ...(entry && { checked: entry.rule.checked }),
    };
  };
}

function presetRelay(catalog: Catalog, name: string | undefined): Shelf | undefined {
  if (name === undefined) return undefined;
  const shelf = catalog.shelf(name);
  if (shelf?.relay) return shelf;
  const relays = catalog.shelves.filter(({ relay }) => relay !== undefined).map(({ id }) => id);
  throw new TypeError(`"${name}" is no sending service of the catalog; use one of ${relays.join(', ')}`);
}

/** The sending service: told by the form or the reporting host, else by its own words. */
function relayOf(known: Known, signed: readonly Shelf[]): Shelf | undefined {
  return (
    known.reporter.findLast(({ relay }) => relay !== undefined) ??
    signed.find(({ kind, relay }) => kind === 'relay' && relay !== undefined)
  );
}

function waitOf(failure: Failure, retry: string, wire: string | undefined, rule: Rule | undefined): number | undefined {
  if (rule?.waitSeconds !== undefined) return rule.waitSeconds;
  if (retry !== 'automatic' && retry !== 'later-once' && wire !== 'temporary') return undefined;
  return waitIn(failure.words);
}

/** The deciding words, those that a rule demands besides, and the number that speaks against them. */
function because(first: Choice, sure: Doubt, ranked: Ranked, failure: Failure, paste: string): Because[] {
  const quoted = (rule: string, quote: string): Because => {
    const at = locate(paste, failure.at, quote);
    return { rule, quote, ...(at && { at }) };
  };
  const { match } = first;
  const list: Because[] = [];
  if (match) {
    const found = ranked.found.find(({ source }) => source === match.source);
    const text = found?.text ?? '';
    list.push(quoted(first.rule, text.slice(match.hit.from, match.hit.to)));
    for (const hit of found?.hits ?? [])
      if (match.entry.with.includes(hit.phrase) && (hit.from < match.hit.from || hit.to > match.hit.to))
        list.push(quoted(first.rule, text.slice(hit.from, hit.to)));
  } else list.push(quoted(first.rule, first.quote));
  if (sure.against) list.push(quoted(sure.against.rule, sure.against.quote));
  return list;
}

function valuesOf(
  failure: Failure,
  facts: Record<string, string>,
  wait: number | undefined,
  who: { provider: string } | undefined,
  catalog: Catalog,
): Values {
  const { recipient, remote, from, sender } = failure;
  const shelf = who && catalog.shelvesById.get(who.provider);
  return {
    recipient,
    recipientDomain: domainOf(recipient),
    remote,
    provider: shelf && answers(shelf) ? shelf.name : remote,
    fromDomain: domainOf(from) ?? domainOf(sender),
    listedIp: failure.sendingIp,
    ...(wait !== undefined && { wait: inWords(wait) }),
    ...facts,
  };
}

const domainOf = (address: string | undefined): string | undefined =>
  address?.includes('@') ? address.slice(address.lastIndexOf('@') + 1) : undefined;
