import { fold, IDEOGRAPH, LETTER, SEPARATOR, SORT } from './fold.ts';

/**
 * A phrase of the catalog, compiled: literal stretches with classes of bounded length between them. Phrases are matched by
 * hand-written scanning (index.ts), never by a regular expression made from data, so that no paste can make matching slow.
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

export interface Literal {
  kind: 'literal';
  /** Folded; blanks single. */
  text: string;
  /** The word at this side ends here although no blank is written: `{any}` took the blank. */
  wholeLeft: boolean;
  wholeRight: boolean;
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
  /** A `*` at the end: the last word may go on. */
  open: boolean;
  /** Letters and digits of the literals: how much of the text it pins down. */
  letters: number;
  /** Words of the literals. */
  words: number;
}

/** A word by which the index may find a phrase. */
export interface Anchor {
  /** Segment it stands in. */
  segment: number;
  /** Offset in the segment's text of the (first) word. */
  offset: number;
  key: string;
  /** `pair`: two words in a row, `one`: a single word, `start`: the first four letters of an open word. */
  kind: 'pair' | 'one' | 'start';
  /** For `pair`: the second word. */
  next?: string;
}

/** Letters an open word (`greylist*`) is found by. */
export const START = 4;

/** Words too common to find anything by. */
const STOP = new Set(
  (
    'the and for not you your are was were this that these from with has have had been can could its our will would ' +
    'who all any but may him her she they them there here when which what does did too per via into out one see ' +
    'der die das und ist den dem des von mit les des est une pas que por para con los las una del non per'
  ).split(' '),
);

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
  const literals = raw.segments.filter((segment) => segment.kind === 'literal');
  const phrase: Phrase = {
    source,
    segments: raw.segments,
    open: raw.open,
    letters: literals.reduce((sum, { text }) => sum + lettersIn(text), 0),
    words: literals.reduce((sum, { text }) => sum + wordsOf(text).length, 0),
  };
  if (anchors(phrase).length === 0)
    return 'has no word of three letters or more to find it by; add one that is not as common as "the"';
  return phrase;
}

/** The words and word pairs by which a phrase can be found. */
export function anchors(phrase: Phrase): Anchor[] {
  return phrase.segments.flatMap((segment, index) =>
    segment.kind === 'literal' ? segmentAnchors(phrase, segment, index) : [],
  );
}

function segmentAnchors(phrase: Phrase, literal: Literal, segment: number): Anchor[] {
  const found: Anchor[] = [];
  const words = wordsOf(literal.text);
  const isFirst = segment === 0;
  const isLast = segment === phrase.segments.length - 1;
  let before: { text: string; at: number } | undefined;
  for (const word of words) {
    const end = word.at + word.text.length;
    const wholeLeft = word.at > 0 || isFirst || literal.wholeLeft || word.ideograph;
    const wholeRight = end < literal.text.length || (isLast && !phrase.open) || literal.wholeRight || word.ideograph;
    const useful = word.text.length >= 3 && !STOP.has(word.text);
    if (wholeLeft && wholeRight) {
      if (useful) found.push({ segment, offset: word.at, key: word.text, kind: 'one' });
      if (before && (useful || usefulWord(before.text) || word.ideograph))
        found.push({ segment, offset: before.at, key: before.text, next: word.text, kind: 'pair' });
    } else if (wholeLeft && word.text.length >= START && !STOP.has(word.text))
      found.push({ segment, offset: word.at, key: word.text.slice(0, START), kind: 'start' });
    before = wholeLeft && wholeRight ? word : undefined;
  }
  return found;
}

const usefulWord = (word: string): boolean => word.length >= 3 && !STOP.has(word);

function wordsOf(text: string): { text: string; at: number; ideograph: boolean }[] {
  const words: { text: string; at: number; ideograph: boolean }[] = [];
  let from = -1;
  for (let at = 0; at <= text.length; at++) {
    const sort = at < text.length ? (SORT[text.charCodeAt(at)] ?? SEPARATOR) : SEPARATOR;
    if (sort === LETTER) {
      if (from < 0) from = at;
      continue;
    }
    if (from >= 0) words.push({ text: text.slice(from, at), at: from, ideograph: false });
    from = -1;
    if (sort === IDEOGRAPH) words.push({ text: text.charAt(at), at, ideograph: true });
  }
  return words;
}

function lettersIn(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) if (SORT[text.charCodeAt(at)] !== SEPARATOR) count++;
  return count;
}

/** Cuts the source at its braces; folds, joins blanks. */
function split(source: string): { segments: (Literal | Brace)[]; open: boolean } | string {
  let text = fold(source).replace(/ +/g, ' ').trim();
  // Names of facts keep their case: only the letters outside braces are folded.
  const names = [...source.matchAll(/\{\s{0,9}([a-z]{1,9})(?::([a-zA-Z]{1,40}))?\s{0,9}\}/g)].map((brace) => brace[2]);
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
    if (stretch !== '') segments.push({ kind: 'literal', text: stretch, wholeLeft: false, wholeRight: false });
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
