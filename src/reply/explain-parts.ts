import { fill } from '../catalog/fill.ts';
import type { Shelf } from '../catalog/schema.ts';
import type { Line, Part } from '../types.ts';
import type { Library } from './book.ts';
import type { Shelved } from './carried.ts';
import { clipped } from './clipped.ts';
import { EXPLAIN, GENERAL } from './explain-words.ts';
import { linked } from './linked.ts';
import { bucketTitle } from './verdict.ts';
import { VERDICT } from './words.ts';

export interface ExplainOptions {
  /** Address under which the code reference is reached; `''` for links within the same site; absent: no links to it. */
  publicUrl?: string;
  /** Most rows of a table; all unless told. */
  rows?: number;
  /** The most frequent replies that no rule knew, redacted, for `explain unknown`; absent where nobody counts them. */
  unknowns?: readonly { sample: string; count: number }[];
}

export interface Page {
  title: string;
  parts: Part[];
}

/** The providers whose wording is put side by side: those that most mail goes to. */
export const COMPARED = ['gmail', 'microsoft-365', 'outlook-com', 'yahoo'];

/** Standard shelves first, then the compared providers, then all others; wordings in other languages than English last. */
export const rank = ({ id, kind }: Shelf): number =>
  id === 'languages' ? 3 : kind === 'standard' ? 0 : COMPARED.includes(id) ? 1 : 2;

export const shelfName = (shelf: Shelf): string => (shelf.kind === 'standard' ? EXPLAIN.manyServers : shelf.name);
/** Of the rule's examples the first that has words: some rules also know their code standing alone. */
export function exampleOf({ rule: { examples } }: Shelved): string {
  const [first] = examples;
  return clipped((examples.find(({ paste }) => /\p{L}{2}/u.test(paste)) ?? first)?.paste ?? '', 220);
}

export const line = (text: string): Part => ({ kind: 'line', line: [text] });
export const heading = (text: string): Part => ({ kind: 'heading', text });
export const general = (sentence: string): string => fill(sentence, GENERAL);

export function bucketOf(cause: string, library: Library): string {
  const bucket = library.cause(cause)?.bucket;
  return bucket === undefined || bucket === null ? VERDICT.ownDevice : bucketTitle(bucket, library);
}

export function anatomy(pairs: readonly (readonly [string, string])[]): Part[] {
  const items = pairs.filter(([, value]) => value !== '').map(([label, value]) => ({ label, value }));
  return items.length === 0 ? [] : [{ kind: 'anatomy', items }];
}

export function steps(sentences: readonly string[]): Part[] {
  if (sentences.length === 0) return [];
  return [
    heading(EXPLAIN.stepsHeading),
    { kind: 'steps', steps: sentences.map((step): Line => linked(general(step))) },
  ];
}

export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  { rows: most }: ExplainOptions,
): Part[] {
  const shown = most === undefined ? rows : rows.slice(0, most);
  const left = rows.length - shown.length;
  return [
    { kind: 'table', head, rows: shown },
    ...(left > 0 ? [{ kind: 'note' as const, line: [EXPLAIN.moreRules(left)] }] : []),
  ];
}

export function links(pairs: readonly (readonly [string, string])[]): Part[] {
  return pairs.length === 0 ? [] : [{ kind: 'links', links: pairs.map(([label, href]) => ({ label, href })) }];
}

/** Where something was read: web pages as links that show whose they are; an RFC has no link. */
export function sources(all: readonly string[]): Part[] {
  const pages = all.filter((source) => source.startsWith('https://'));
  return links(pages.map((page) => [EXPLAIN.source(page.slice('https://'.length).split('/', 1)[0] ?? ''), page]));
}

/** Links to pages of the code reference, where there is one. */
export function see({ publicUrl }: ExplainOptions, names: readonly string[], when: unknown = true): Part[] {
  if (publicUrl === undefined || publicUrl === '' || !when) return [];
  return links(names.map((name) => [name, `${publicUrl}/codes/${name}`]));
}
