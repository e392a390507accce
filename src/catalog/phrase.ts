import { type Anchors, anchorsOf, type Edges } from './anchor.ts';
import { fold } from './fold.ts';

/**
 * A phrase of the catalog, compiled: literal stretches with classes of bounded length between them. Phrases are matched by
 * hand-written scanning (compare.ts), never by a regular expression made from data, so that no paste can make matching slow.
 */

/** What a brace may hold, with the most characters it may take. */
export const CLASSES = {
  ip: 45,
  host: 255,
  address: 320,
  url: 500,
  code: 12,
  number: 24,
  word: 200,
  any: 160,
} as const;
export type ClassName = keyof typeof CLASSES;

export interface Literal extends Edges {
  kind: 'literal';
  /** Folded; blanks single. */
  text: string;
}

export interface Brace {
  kind: 'brace';
  class: ClassName;
  /** Fact under which the matched text is kept. */
  name?: string;
}

export interface Phrase {
  /** As written in the catalog. */
  source: string;
  /** Literals and braces in turn. */
  segments: readonly (Literal | Brace)[];
  /** Letters and digits of the literals: how much of the text it pins down. */
  letters: number;
  /** Words of the literals. */
  words: number;
  /** The words and pairs of words by which it can be found. */
  anchors: Anchors;
}

/**
 * Compiles a phrase.
 *
 * @param source a phrase as schema.ts describes it
 * @param ends whether it may begin or end with a brace (for the reference ids of a shelf, which stand beside a fixed word)
 * @returns the compiled phrase, or what is wrong with it and what to write instead
 */
export function compilePhrase(source: string, ends = false): Phrase | string {
  const raw = split(source);
  if (typeof raw === 'string') return raw;
  const first = raw.segments[0];
  const last = raw.segments.at(-1);
  if (!first || !last) return 'is empty; write the words of the reply';
  if (!ends && (first.kind === 'brace' || last.kind === 'brace'))
    return 'begins or ends with a brace; leave that brace out, a phrase matches in the middle of a text';
  for (let at = 1; at < raw.segments.length; at++)
    if (raw.segments[at]?.kind === 'brace' && raw.segments[at - 1]?.kind === 'brace')
      return 'has two braces with no words between them; use one {any}';
  const anchors: number[] = [];
  let letters = 0;
  let words = 0;
  for (const [at, segment] of raw.segments.entries()) {
    if (segment.kind === 'brace') continue;
    // The ends of a phrase are ends of words, but for an open one.
    if (at === 0) segment.wholeLeft = true;
    if (at === raw.segments.length - 1 && !raw.open) segment.wholeRight = true;
    const counted = anchorsOf(segment.text, at, segment, anchors);
    letters += counted.letters;
    words += counted.words;
  }
  if (anchors.length === 0)
    return 'has no word of three letters or more to find it by; add one that is not as common as "the"';
  return { source, segments: raw.segments, letters, words, anchors };
}

/** Cuts the source at its braces; folds, joins blanks. */
function split(source: string): { segments: (Literal | Brace)[]; open: boolean } | string {
  // Most phrases are written folded already.
  let text = /[^!-@[-~ ]|\s\s|^\s|\s$/.test(source) ? fold(source).replace(/ +/g, ' ').trim() : source;
  // And most of them are words alone.
  if (text !== '' && !/[{}*]/.test(text)) return { segments: [literal(text)], open: false };
  // Names of facts keep their case: only the letters outside braces are folded.
  const names = source.includes('{')
    ? [...source.matchAll(/\{\s{0,9}([a-z]{1,9})(?::([a-zA-Z]{1,40}))?\s{0,9}\}/g)].map((brace) => brace[2])
    : [];
  const open = text.endsWith('*');
  if (open) text = text.slice(0, -1);
  if (text.includes('*')) return 'has a * that is not at its end; use {any} or {word} in the middle';
  const segments: (Literal | Brace)[] = [];
  let at = 0;
  let count = 0;
  while (at < text.length) {
    const from = text.indexOf('{', at);
    const stretch = text.slice(at, from < 0 ? text.length : from);
    if (stretch.includes('}')) return 'has a } without its {';
    if (stretch !== '') segments.push(literal(stretch));
    if (from < 0) break;
    const to = text.indexOf('}', from);
    if (to < 0) return 'has a { without its }';
    const [name = ''] = text.slice(from + 1, to).split(':');
    if (!(name.trim() in CLASSES))
      return `has {${name}}, which is none of ${Object.keys(CLASSES)
        .map((known) => `{${known}}`)
        .join(' ')}`;
    const fact = names[count];
    count += 1;
    segments.push({ kind: 'brace', class: name.trim() as ClassName, ...(fact !== undefined && { name: fact }) });
    at = to + 1;
  }
  if (open && segments.at(-1)?.kind !== 'literal') return 'has a * after a brace; leave one of them out';
  return loosen(segments) ?? { segments, open };
}

const literal = (text: string): Literal => ({ kind: 'literal', text, wholeLeft: false, wholeRight: false });

/** `{any}` may stand for nothing but the blank around it: it takes the blanks of its neighbours, whose words then end there. */
function loosen(segments: (Literal | Brace)[]): string | undefined {
  for (const [at, segment] of segments.entries()) {
    if (segment.kind !== 'brace' || segment.class !== 'any') continue;
    const before = segments[at - 1];
    const after = segments[at + 1];
    if (before?.kind === 'literal' && before.text.endsWith(' ')) {
      before.text = before.text.slice(0, -1);
      before.wholeRight = true;
    }
    if (after?.kind === 'literal' && after.text.startsWith(' ')) {
      after.text = after.text.slice(1);
      after.wholeLeft = true;
    }
    if (isEmpty(before) || isEmpty(after)) return 'has {any} beside another brace; one {any} is enough';
  }
  return undefined;
}

const isEmpty = (segment: Literal | Brace | undefined): boolean => segment?.kind === 'literal' && segment.text === '';
