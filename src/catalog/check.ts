import type { z } from 'zod';
import { alike } from './alike.ts';
import { compilePhrase, type Phrase } from './phrase.ts';
import {
  type Article,
  type Ask,
  type BucketEntry,
  type Cause,
  type Desk,
  files,
  type ReplyCode,
  type Shelf,
  type StatusCode,
} from './schema.ts';

/** A file of the catalog, by its path inside the folder; without text when it is not there. */
export interface SourceFile {
  name: string;
  text?: string;
}

/** The checked content of all files. */
export interface Content {
  causes: Cause[];
  buckets: BucketEntry[];
  asks: Ask[];
  desks: Desk[];
  prevention: Article[];
  faq: Article[];
  replies: ReplyCode[];
  statuses: StatusCode[];
  shelves: Shelf[];
  /** Every phrase of the shelves, compiled, by its source. */
  phrases: ReadonlyMap<string, Phrase>;
}

export type Checked = Content | { problems: string[] };

/** Which kind of shelf a folder holds. */
const KIND_OF_FOLDER: Readonly<Record<string, Shelf['kind']>> = {
  standard: 'standard',
  providers: 'provider',
  gateways: 'gateway',
  relays: 'relay',
  blocklists: 'blocklist',
  clients: 'client',
};

/**
 * Checks every file by its schema, then everything that refers to something in another place.
 *
 * @returns the content, or one line per problem: file, field, what to do
 */
export function check(sources: readonly SourceFile[]): Checked {
  const problems: string[] = [];
  const one = <T extends z.ZodType>(name: string, shape: T): z.infer<T> | undefined => {
    const source = sources.find((file) => file.name === name);
    return parse(source ?? { name }, shape, problems);
  };
  const causes = one('causes.json', files.causes);
  const buckets = one('buckets.json', files.buckets);
  const asks = one('asks.json', files.asks);
  const desks = one('desks.json', files.desks);
  const articles = one('articles.json', files.articles);
  const replies = one('codes/replies.json', files.replies);
  const statuses = one('codes/statuses.json', files.statuses);
  const shelves: { name: string; shelf: Shelf }[] = [];
  for (const source of sources) {
    const [folder = '', file] = source.name.split('/');
    const kind = file === undefined ? undefined : KIND_OF_FOLDER[folder];
    if (kind === undefined) continue;
    const shelf = parse(source, files.shelf, problems);
    if (!shelf) continue;
    shelves.push({ name: source.name, shelf });
    if (shelf.kind !== kind)
      problems.push(
        `${source.name}: kind: is "${shelf.kind}", but this folder holds "${kind}"; move the file or change it`,
      );
    if (`${shelf.id}.json` !== file)
      problems.push(`${source.name}: id: is "${shelf.id}"; name the file ${shelf.id}.json, or change the id`);
  }
  if (!causes || !buckets || !asks || !desks || !articles || !replies || !statuses || problems.length > 0)
    return { problems };

  const rules = alike(shelves.flatMap(({ shelf }) => shelf.rules));
  for (const { shelf } of shelves) shelf.rules = rules.splice(0, shelf.rules.length);
  const made = alike(shelves.map(({ shelf }) => shelf));
  const fileOf = new Map(made.map((shelf, place) => [shelf, shelves[place]?.name ?? '']));
  const content: Content = {
    causes: alike(causes.causes),
    buckets: buckets.buckets,
    asks: asks.asks,
    desks: desks.desks,
    prevention: articles.prevention,
    faq: articles.faq,
    replies: replies.replies,
    statuses: statuses.statuses,
    shelves: made,
    phrases: compileAll(fileOf, problems),
  };
  problems.push(...crossProblems(content, fileOf));
  return problems.length > 0 ? { problems } : content;
}

/** Compiles the phrases of all shelves, each once; a phrase that doesn't compile is a problem of every place it stands in. */
function compileAll(fileOf: ReadonlyMap<Shelf, string>, problems: string[]): Map<string, Phrase> {
  const phrases = new Map<string, Phrase>();
  const compile = (where: () => string, list: readonly string[] | undefined, ends = false): void => {
    for (const said of list ?? []) {
      if (phrases.has(said)) continue;
      const phrase = compilePhrase(said, ends);
      if (typeof phrase === 'string') problems.push(`${where()}: "${said}" ${phrase}`);
      else phrases.set(said, phrase);
    }
  };
  for (const [{ marks, rules }, file] of fileOf) {
    compile(() => `${file}: marks.says`, marks?.says);
    compile(() => `${file}: marks.links`, marks?.links);
    compile(() => `${file}: marks.frames`, marks?.frames);
    compile(() => `${file}: marks.references`, marks?.references, true);
    for (const rule of rules)
      for (const field of ['says', 'with', 'without'] as const)
        compile(() => `${file}: ${rule.id}: ${field}`, rule[field]);
  }
  return phrases;
}

function parse<T extends z.ZodType>(source: SourceFile, shape: T, problems: string[]): z.infer<T> | undefined {
  const { name, text } = source;
  if (text === undefined) {
    problems.push(`${name}: is missing; put the file back`);
    return undefined;
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    problems.push(`${name}: is no JSON (${error instanceof Error ? error.message : error}); mend it at that place`);
    return undefined;
  }
  // Each schema is used once: writing code for it costs more than that code saves.
  const result = shape.safeParse(json, { jitless: true });
  if (result.success) return result.data;
  for (const issue of result.error.issues) problems.push(`${name}: ${place(issue.path, json)}: ${issue.message}`);
  return undefined;
}

/** `rules.3 (mailbox-full).says.0`: the way to a field, with the id of the entry it stands in. */
function place(path: readonly PropertyKey[], json: unknown): string {
  let here: unknown = json;
  const steps = path.map((key) => {
    here = typeof here === 'object' && here !== null ? Reflect.get(here, key) : undefined;
    const id = typeof here === 'object' && here !== null && !Array.isArray(here) ? Reflect.get(here, 'id') : undefined;
    return typeof key === 'number' && typeof id === 'string' ? `${key} (${id})` : String(key);
  });
  return steps.join('.') || 'the file';
}

/** Whether a step waits for somebody's next try. */
export const waits = (step: string): boolean => step.includes('{retries}');

const goOn = (cause: string): string =>
  `wait for {retries}; say under "over" of the cause "${cause}" what to do once nobody tries any more`;

function crossProblems(content: Content, fileOf: ReadonlyMap<Shelf, string>): string[] {
  const problems: string[] = [];
  const causes = new Set(content.causes.map(({ id }) => id));
  const over = new Set(content.causes.filter((cause) => cause.over !== undefined).map(({ id }) => id));
  const asks = new Set(content.asks.map(({ id }) => id));
  const knownCause = (where: string, cause: string): void => {
    if (!causes.has(cause)) problems.push(`${where}: "${cause}" is not in causes.json; use one of its ids`);
  };
  const once = (where: string, ids: readonly string[]): void => {
    for (const id of new Set(ids.filter((one, at) => ids.indexOf(one) !== at)))
      problems.push(`${where}: "${id}" stands there twice; give one of them another id`);
  };
  once(
    'causes.json',
    content.causes.map(({ id }) => id),
  );
  once(
    'asks.json',
    content.asks.map(({ id }) => id),
  );
  once(
    'desks.json',
    content.desks.map(({ id }) => id),
  );
  once(
    'codes/replies.json',
    content.replies.map(({ code }) => code),
  );
  once(
    'codes/statuses.json',
    content.statuses.map(({ code }) => code),
  );
  once(
    'shelves',
    content.shelves.map(({ id }) => id),
  );

  for (const { id, steps, delayed } of content.causes) {
    if (delayed !== undefined) knownCause(`causes.json: ${id}: delayed`, delayed);
    if (steps.some(waits) && !over.has(id)) problems.push(`causes.json: ${id}: steps: ${goOn(id)}`);
  }

  for (const { code, bare } of content.replies)
    for (const cause of bare ? [bare.cause, ...(bare.candidates ?? [])] : [])
      knownCause(`codes/replies.json: ${code}`, cause);
  for (const { code, permanent, temporary } of content.statuses)
    for (const reading of [permanent, temporary])
      for (const cause of reading ? [reading.cause, ...(reading.candidates ?? [])] : [])
        knownCause(`codes/statuses.json: ${code}`, cause);
  for (const desk of content.desks)
    for (const ask of desk.asks)
      if (!asks.has(ask))
        problems.push(`desks.json: ${desk.id}: asks: "${ask}" is not in asks.json; use one of its ids`);

  for (const shelf of content.shelves) {
    const file = fileOf.get(shelf) ?? shelf.id;
    once(
      `${file}: rules`,
      shelf.rules.map(({ id }) => id),
    );
    for (const ask of shelf.support?.asks ?? [])
      if (!asks.has(ask)) problems.push(`${file}: support.asks: "${ask}" is not in asks.json; use one of its ids`);
    for (const rule of shelf.rules) {
      const where = `${file}: ${rule.id}`;
      if (rule.steps?.some(waits) && !over.has(rule.cause)) problems.push(`${where}: steps: ${goOn(rule.cause)}`);
      for (const cause of [rule.cause, ...(rule.candidates ?? [])]) knownCause(where, cause);
      if (rule.says.length === 0 && rule.when?.status === undefined)
        problems.push(
          `${where}: says: is empty; write the words of the reply, or name a status private to this shelf under "when"`,
        );
    }
  }
  return problems;
}
