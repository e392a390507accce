import type { Catalog } from '../catalog/catalog.ts';
import type { Rule, Shelf } from '../catalog/schema.ts';
import type { Because, Failure, Verdict } from '../types.ts';
import { answers, type Known, knownOf, providerOf } from './answered.ts';
import { type Doubt, doubtOf } from './doubt.ts';
import { locate } from './evidence.ts';
import { factsOf, waitIn } from './facts.ts';
import { numbersOf } from './numbers.ts';
import { bucketOf, ownerOf, retryOf, stepsOver, tenseOf } from './outcome.ts';
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
  const numbers = numbersOf(catalog);
  const over = stepsOver();
  // One list per prevention sentence, so that it is cut once like the steps.
  const preventions = new Map<string, readonly string[]>();
  const preventionOf = (sentence: string): readonly string[] => {
    let list = preventions.get(sentence);
    if (!list) {
      list = [sentence];
      preventions.set(sentence, list);
    }
    return list;
  };

  return (failure, paste) => {
    const known = knownOf(failure, catalog);
    const ranked = rank(failure, known, catalog, numbers, endsPaste(failure, paste));
    const { first } = ranked;
    const entry = first.match?.entry ?? first.entry;
    const rule = entry?.rule;
    const tense = tenseOf(failure);
    const bucket = bucketOf(first.cause, tense, rule);
    const retry = retryOf(first.cause, tense, rule);
    const sure = doubtOf(failure, ranked, tense, catalog);
    const facts = factsOf(failure, first.match, ranked.found, bucket, catalog);
    const wait = waitOf(failure, retry, tense.wire, rule);
    const signed =
      ranked.found.length === 1 ? (ranked.found[0]?.signed ?? []) : ranked.found.flatMap((one) => one.signed);
    const who = providerOf(entry?.shelf, known, signed);
    const recognised = relayOf(known, signed);
    const relay = recognised ?? preset;
    const values = (): Values => valuesOf(failure, facts, wait, who, catalog);
    const steps = rule?.steps ?? first.cause.steps;
    const prevention = preventionOf(rule?.prevention ?? first.cause.prevention);
    const verdict: Verdict = {
      ...failure,
      bucket,
      cause: first.cause.id,
      rule: first.rule,
      retry,
      owner: ownerOf(first.cause, tense, rule),
      confidence: sure.confidence,
      because: because(first, sure, ranked, failure, paste),
      facts,
      steps: fillSteps(retry === 'automatic' ? steps : over(steps, first.cause), relay, values),
      sources: rule ? [...rule.sources] : [],
    };
    // Absent facts are left out.
    if (recognised) verdict.relay = recognised.id;
    if (tense.wire) verdict.wire = tense.wire;
    if (wait !== undefined) verdict.waitSeconds = wait;
    if (who) verdict.provider = who.provider;
    if (who?.presumed) verdict.presumed = true;
    if (sure.candidates.length > 0) verdict.candidates = sure.candidates;
    if (sure.question !== undefined) verdict.question = sure.question;
    if (sure.runnerUp) verdict.runnerUp = sure.runnerUp;
    const [sentence] = fillSteps(prevention, relay, values);
    if (sentence !== undefined) verdict.prevention = sentence;
    if (rule) verdict.checked = rule.checked;
    return verdict;
  };
}

function presetRelay(catalog: Catalog, name: string | undefined): Shelf | undefined {
  if (name === undefined) return undefined;
  const shelf = catalog.relay(name);
  if (shelf) return shelf;
  const relays = catalog.shelves.filter(({ relay }) => relay !== undefined).map(({ id }) => id);
  throw new TypeError(`"${name}" is no sending service of the catalog; use one of ${relays.join(', ')}`);
}

/** What closes a quotation or a fence around a paste. */
const CLOSING = 8;

/** Whether an answer ends where the paste does: there, and at the end of any line of a log, it may have been cut off. */
const endsPaste = ({ at, form }: Failure, paste: string): boolean =>
  form === 'loose' || form === 'log' || (at !== undefined && at[1] + CLOSING >= paste.length);

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
