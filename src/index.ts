import type { Catalog } from './catalog/catalog.ts';
import { loadCatalog } from './catalog/load.ts';
import type { Rule } from './catalog/schema.ts';
import { openFor } from './escalate/checklist.ts';
import { ticket } from './escalate/ticket.ts';
import { createJudge, type Judge, type JudgeOptions } from './judge/judge.ts';
import { kindOf, kindOfAll } from './judge/kind.ts';
import { suggestRule } from './judge/suggest.ts';
import { bucketOfGroups, triage } from './judge/triage.ts';
import { mayBeMail } from './read/headers.ts';
import { read } from './read/read.ts';
import { SIGN, signsOf } from './read/signs.ts';
import { hideSecrets } from './redact.ts';
import type { Library } from './reply/book.ts';
import { type Checklist, checklist } from './reply/checklist.ts';
import { type ComposeOptions, compose } from './reply/compose.ts';
import { customerWords } from './reply/customer.ts';
import { type ExplainOptions, explain, explains } from './reply/explain.ts';
import { maskAddresses } from './reply/mask.ts';
import { suggestedFile, suggestion, unknownOf } from './reply/suggestion.ts';
import { NOT_A_BOUNCE, scopeSentence } from './reply/words.ts';
import type { Decoded, Failure, Group, Kind, Reading, Reply, Scope, Verdict } from './types.ts';

export type { Catalog } from './catalog/catalog.ts';
export { CatalogError, loadCatalog } from './catalog/load.ts';
export type { Library } from './reply/book.ts';
export { type Checklist, checklistMarkdown, checklistReply } from './reply/checklist.ts';
export type { ComposeOptions } from './reply/compose.ts';
export type { ExplainOptions } from './reply/explain.ts';
export type * from './types.ts';

export interface DecoderOptions {
  /** Folder of the catalog; by default the one that comes with this package. */
  catalogDir?: string;
  /** Id, name or alias of the sending service that advice is written for where a paste does not tell. */
  relay?: string;
}

/** Text of a bounce in, what it means out. Synchronous and pure; never throws, whatever the text. */
export type Decoder = (text: string) => Decoded;

/** A rule that a person may propose. */
export interface Suggestion {
  rule: Rule;
  /** Where it belongs, inside the catalog: `providers/gmail.json`. */
  file: string;
  /** Rule and way, to be shown. */
  reply: Reply;
}

/** The whole engine over one catalog, for doors (command line, workbench, bot) that need more than decoding. */
export interface Engine {
  /** @param relay sending service that advice is written for, in place of the engine's own; one that the catalog doesn't know changes nothing */
  decode(text: string, relay?: string): Decoded;
  /** Judges one failure that was read elsewhere (a streamed log); `paste` is where its quotes are looked for. */
  judge(failure: Failure, paste?: string): Verdict;
  /** How far the same failure reaches over these verdicts. */
  scope(verdicts: readonly Verdict[]): Scope | undefined;
  /** Several pastes of one case as if they had been one. */
  combine(decoded: readonly Decoded[]): Decoded;
  compose(decoded: Decoded, options?: ComposeOptions): Reply;
  explain(what: string, options?: ExplainOptions): Reply;
  explains(what: string): boolean;
  /**
   * A rule for the first reply that none could tell the meaning of, with nothing personal in it, ready for a pull request.
   *
   * @param today ISO date, for the rule's `checked`
   * @returns undefined when every reply is known, or when the words are too few to recognise it by
   */
  suggest(decoded: Decoded, today: string): Suggestion | undefined;
  /**
   * The escalation checklist of the most serious failure; undefined when nothing failed.
   *
   * @param options `now` in milliseconds since 1970; `paste` is the text that was decoded, from which the reply is quoted with its lines
   * @throws TypeError when there is no such desk
   */
  draft(decoded: Decoded, options: { desk?: string; paste?: string; now: number }): Checklist | undefined;
  readonly library: Library;
  readonly catalog: Catalog;
}

/**
 * Loads the catalog once and returns the decoder.
 *
 * @throws CatalogError when the catalog has problems (all of them, each with file, field and remedy)
 * @throws TypeError when `relay` names no sending service of the catalog
 */
export function createDecoder(options: DecoderOptions = {}): Decoder {
  const { decode } = openEngine(options);
  return (text) => decode(text);
}

/** The same with everything around it; throws like `createDecoder`. */
export function openEngine({ catalogDir, relay }: DecoderOptions = {}): Engine {
  return engineOf(loadCatalog(catalogDir), relay === undefined ? {} : { relay });
}

/** The engine over a catalog that is already loaded. */
export function engineOf(catalog: Catalog, options: JudgeOptions = {}): Engine {
  const judge = createJudge(catalog, options);
  const judges = new Map<string, Judge>();
  const judgeFor = (relay: string | undefined): Judge => {
    const id = relay === undefined ? undefined : catalog.relay(relay)?.id;
    if (id === undefined) return judge;
    const own = judges.get(id) ?? createJudge(catalog, { relay: id });
    judges.set(id, own);
    return own;
  };
  return {
    decode: (text, relay) => decode(text, judgeFor(relay), catalog),
    judge: (failure, paste = '') => judge(failure, paste),
    scope: (verdicts) => scopeOf(verdicts, catalog),
    combine: (decoded) => combine(decoded, catalog),
    compose: (decoded, how) => compose(decoded, catalog, how),
    explain: (what, how) => explain(what, catalog, how),
    explains: (what) => explains(what, catalog),
    suggest: (decoded, today) => suggest(decoded, today, catalog),
    draft: (decoded, how) =>
      draft(decoded, catalog, { ...how, ...(options.relay !== undefined && { relay: options.relay }) }),
    library: catalog,
    catalog,
  };
}

function suggest(decoded: Decoded, today: string, catalog: Catalog): Suggestion | undefined {
  const verdict = unknownOf(decoded);
  const rule = verdict && suggestRule(verdict, today);
  return verdict && rule && { rule, file: suggestedFile(verdict, catalog), reply: suggestion(rule, verdict, catalog) };
}

function decode(paste: string, judge: Judge, catalog: Catalog): Decoded {
  // Secrets are hidden before anything is read; the text keeps its length, so offsets stay those of the paste.
  // The parts of a whole mail are looked at one by one: most of what it is made of is never read.
  const signs = mayBeMail(paste) ? undefined : signsOf(paste);
  const { text, kinds, encoded } =
    signs === undefined || signs & SIGN.secret ? hideSecrets(paste) : { text: paste, kinds: [], encoded: false };
  const seen = read(text, text === paste ? signs : undefined);
  const reading = encoded ? withoutSecrets(seen, kinds) : seen;
  const verdicts = verdictsOf(reading, text, judge, catalog);
  const decoded = together(verdicts, kindOf(verdicts, reading.not, catalog), reading.cut, catalog);
  if (kinds.length > 0) decoded.secrets = kinds;
  return decoded;
}

/** Parts of a mail that were encoded show their secrets only once they are read. `kinds` takes up what is found. */
function withoutSecrets(reading: Reading, kinds: string[]): Reading {
  const hide = (text: string): string => {
    const hidden = hideSecrets(text);
    for (const kind of hidden.kinds) if (!kinds.includes(kind)) kinds.push(kind);
    return hidden.text;
  };
  const clean = (failure: Failure): Failure => {
    failure.words = hide(failure.words);
    if (failure.outer) failure.outer.words = hide(failure.outer.words);
    for (const name of ['notice', 'subject', 'authResults'] as const) {
      const text = failure[name];
      if (text !== undefined) failure[name] = hide(text);
    }
    return failure;
  };
  const { loose, besides } = reading;
  return {
    ...reading,
    failures: reading.failures.map(clean),
    ...(loose && { loose: clean(loose) }),
    ...(besides && { besides: besides.map(clean) }),
  };
}

function combine(decoded: readonly Decoded[], catalog: Catalog): Decoded {
  const verdicts = decoded.flatMap(({ failures }) => failures);
  const cut = decoded.reduce((sum, one) => sum + one.cut, 0);
  const secrets = [...new Set(decoded.flatMap((one) => one.secrets ?? []))];
  const whole = together(verdicts, kindOfAll(decoded.map(({ kind }) => kind)), cut, catalog);
  return { ...whole, ...(secrets.length > 0 && { secrets }) };
}

function together(verdicts: Verdict[], kind: Kind, cut: number, catalog: Catalog): Decoded {
  const { groups, scope } = triage(verdicts);
  const bucket = bucketOfGroups(groups);
  const failed = kind === 'bounce' || kind === 'delay' || kind === 'client-error';
  const decoded: Decoded = scope
    ? { v: 1, kind, bucket, failures: verdicts, groups, scope: spoken(scope, groups, catalog), cut }
    : { v: 1, kind, bucket, failures: verdicts, groups, cut };
  if (!failed) decoded.message = NOT_A_BOUNCE[kind].meaning;
  return decoded;
}

function verdictsOf(
  { failures, loose, besides, not }: Reading,
  text: string,
  judge: Judge,
  catalog: Catalog,
): Verdict[] {
  const verdicts: Verdict[] = [];
  for (const failure of failures)
    if (failure.action === 'failed' || failure.action === 'delayed') {
      const verdict = judge(failure, text);
      if (!isUntold(verdict)) verdicts.push(verdict);
    }
  if (besides) addErrors(verdicts, besides, text, judge);
  if (verdicts.length > 0 || loose === undefined || not !== undefined) return verdicts;
  // Loose words count only where a rule of the catalog knows them: anything may have been pasted.
  const verdict = judge(loose, text);
  const { checked, runnerUp } = verdict;
  return checked !== undefined || (runnerUp && catalog.rule(runnerUp.rule)) ? [verdict] : [];
}

/** Characters of words that are no mere mention. */
const SENTENCE = 16;

/**
 * Adds what stands beside failures and is one itself, in the order of the text: only where a rule knows most of its words, or is sure of a whole sentence. What explains the
 * failures says more.
 */
function addErrors(verdicts: Verdict[], besides: readonly Failure[], text: string, judge: Judge): void {
  for (const beside of besides) {
    const verdict = judge(beside, text);
    const known = verdict.checked === undefined ? 0 : (verdict.because[0]?.quote.length ?? 0);
    const sure = verdict.confidence === 'certain' && known >= SENTENCE;
    if (!sure && 2 * known < verdict.words.length) continue;
    if (verdicts.some(({ cause }) => cause === verdict.cause)) continue;
    verdicts.push(verdict);
  }
  verdicts.sort((a, b) => (a.at?.[0] ?? 0) - (b.at?.[0] ?? 0));
}

/** A number in a text that no standard and nobody in the field knows, beside words that no rule knows: "Error 404: page not found". */
const isUntold = ({ form, rule, status }: Verdict): boolean =>
  form === 'reply' && status === undefined && rule.startsWith('action/');

function scopeOf(verdicts: readonly Verdict[], catalog: Catalog): Scope | undefined {
  const { groups, scope } = triage(verdicts);
  return scope && spoken(scope, groups, catalog);
}

function spoken({ reach, providers }: Omit<Scope, 'sentence'>, groups: readonly Group[], catalog: Catalog): Scope {
  const names = providers.map((id) => catalog.shelvesById.get(id)?.name ?? id);
  const sentence = scopeSentence({ reach, bucket: bucketOfGroups(groups) }, names, groups.length > 1);
  return { reach, providers, sentence };
}

function draft(
  decoded: Decoded,
  catalog: Catalog,
  options: { desk?: string; relay?: string; paste?: string; now: number },
): Checklist | undefined {
  const opened = openFor(decoded, catalog, options);
  if (!opened) return undefined;
  const { draft, profile, verdicts, desks, tooEarly, where } = opened;
  const bucket = draft.bucket === null ? undefined : catalog.bucket(draft.bucket);
  const about = catalog.cause(draft.cause)?.title ?? draft.cause;
  const shared = { draft, asks: catalog.asks, ...(bucket && { bucket }) };
  const handoff = ticket({
    ...shared,
    profile,
    verdicts,
    nameOf: (id) => catalog.shelf(id)?.name ?? id,
    causeTitle: about,
    mask: maskAddresses,
  });
  const view = { ...shared, about, desk: profile, tooEarly, where };
  return checklist(view, { desks, handoff, customer: customerWords(verdicts[0], catalog, false) });
}
