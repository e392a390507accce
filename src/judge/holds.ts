import type { Cut } from '../catalog/edge.ts';
import { fold } from '../catalog/fold.ts';
import type { Hit, PhraseIndex } from '../catalog/index.ts';
import type { PhraseUse, RuleEntry } from '../catalog/rules.ts';
import type { Cause, Rule, Shelf } from '../catalog/schema.ts';
import type { Failure } from '../types.ts';
import type { Known } from './answered.ts';
import type { Codes } from './codes.ts';
import type { looseGate } from './loose.ts';
import { fitsWhen } from './when.ts';

/** Where words stand: in the innermost answer, in the reporter's prose, in the answer wrapped around. */
export type Source = 'words' | 'notice' | 'outer';

/** A rule whose conditions hold. */
export interface Match {
  entry: RuleEntry;
  source: Source;
  /** The phrase that decided. */
  hit: Hit;
  /** Letters and digits of that phrase. */
  letters: number;
  /** The codes that its rule asks for stand there; where they don't, the text has none. */
  coded: boolean;
  /** 1: the shelf is seen to have answered; 2: words that identify their shelf; 3: words that anybody uses; 4: such a word in a link. */
  level: 1 | 2 | 3 | 4;
  /** The shelf counts only because the recipient's domain lets one presume it. */
  presumed: boolean;
  /** The shelf is known only by what is left of its signature. */
  halfSigned: boolean;
  /** No code shows that anything failed, and the words may be somebody's talk. */
  hearsay: boolean;
  /** Present where only a part of the phrase is left, at an edge of the text. */
  torn?: Torn;
}

/** What is left of a phrase at an edge of the text. */
export interface Torn {
  /** Too little to go before anything else that tells. */
  weak: boolean;
  /** Letters and digits that are gone. */
  gone: number;
  /** The cut goes through a word. */
  inside: boolean;
  /** It does, or nearly all is left, or the provider whose words they are is seen. */
  sure: boolean;
  /** Causes of other rules whose words it may be as well. */
  others: readonly Cause[];
}

/** What a rule's conditions are held against. */
export interface Around {
  text: string;
  source: Source;
  codes: Codes;
  failure: Failure;
  known: Known;
  signed: readonly Shelf[];
  /** The one of these whose signature breaks off. */
  broken: Shelf | undefined;
  /** Just after it scanned the text, and what it found. */
  index: PhraseIndex;
  hits: readonly Hit[];
  /** Of phrases that were asked about: whether they stand in names only. */
  names: Map<number, boolean>;
  counts: ReturnType<typeof looseGate> | undefined;
  /** The text holds an address. */
  addressed: boolean;
  /** The text holds a link. */
  linked: boolean;
}

/** The match of a phrase for one of its rules; undefined where the rule's other conditions don't hold. */
export function matchOf(entry: RuleEntry, hit: Hit, use: PhraseUse, around: Around, cut?: Cut): Match | undefined {
  const { text, source, codes, failure, known, signed, broken, counts, addressed, linked } = around;
  const { shelf, rule } = entry;
  const { words, letters } = cut ?? use;
  const standard = shelf.kind === 'standard';
  if (addressed && standard && inAddress(text, hit)) return undefined;
  const seen = !standard && isSeen(shelf, source, known, signed);
  const worth = counts ? counts(hit, words, entry, seen, cut) : 'hint';
  if (worth === 'nothing') return undefined;
  // A word that says what an answer is about makes no answer of a notice's prose.
  if (standard && words < 2 && rule.atMost === 'guess' && failure.reply === undefined && failure.status === undefined)
    return undefined;
  const hearsay =
    failure.form === 'loose' && worth !== 'plain' && !(ofPrograms(shelf) && !rule.needsMail && letters >= OWN && !cut);
  const coded = !rule.when || fitsWhen(rule.when, codes, failure);
  if (!coded && !((seen || isOwn(entry, use)) && mayBeLost(rule.when, codes, failure))) return undefined;
  if (!holds(entry, around)) return undefined;
  if (standard) {
    const level = linked && inLink(text, hit) ? 4 : 3;
    return { entry, source, hit, letters, coded, level, presumed: false, halfSigned: false, hearsay };
  }
  const presumed = Boolean(rule.needsProvider) && !seen;
  if (presumed && (rule.needsProvider === 'seen' || !known.presumed.includes(shelf))) return undefined;
  const level = seen ? 1 : isForeign(shelf, source, known) ? 3 : 2;
  return { entry, source, hit, letters, coded, level, presumed, halfSigned: shelf === broken, hearsay };
}

/** Letters that no two programs write by chance. */
const OWN = 9;

/** Those who speak to people who send with them: what only they write is an error wherever it stands. */
const ofPrograms = ({ kind }: Shelf): boolean => kind === 'client' || kind === 'relay';

/** The rule asks only for a code, of a text that shows none: it may have stood in front of what was pasted. */
const mayBeLost = (when: Rule['when'], { reply, status }: Codes, { form }: Failure): boolean =>
  form === 'loose' && reply === undefined && status === undefined && !when?.phase && !when?.remote;

/** Words of one provider, and of nobody else. */
const isOwn = ({ shelf }: RuleEntry, { says }: PhraseUse): boolean =>
  shelf.kind !== 'standard' && says.every((other) => other.shelf === shelf);

/** A word that is part of somebody's address says nothing: `blacklist@example.net` may well be unknown. */
function inAddress(text: string, place: Place): boolean {
  if (text.slice(place.from, place.to).includes(' ')) return false;
  const [start, end] = nameAround(text, place);
  return text.charAt(end) === '@' || text.charAt(start - 1) === '@';
}

type Place = Pick<Hit, 'from' | 'to'>;

/** What a word is part of: the local part of an address, or the name of a host. */
function nameAround(text: string, { from, to }: Place): [start: number, end: number] {
  let end = to;
  while (end - to < 64 && isPartOfAddress(text.charCodeAt(end))) end++;
  let start = from;
  while (from - start < 255 && isPartOfAddress(text.charCodeAt(start - 1))) start--;
  return [start, end];
}

/** A word in a link: `see https://www.example.net/spam/answers/banned` calls nothing spam. */
function inLink(text: string, { from, to }: Hit): boolean {
  if (/[\s./]/.test(text.slice(from, to))) return false;
  let start = from;
  while (from - start < 255 && text.charCodeAt(start - 1) > 32) start--;
  return text.slice(start, from).includes('://');
}

/** Letters, digits, `+`, `-`, `.` and `_`. */
const isPartOfAddress = (code: number): boolean =>
  (code >= 48 && code <= 57) ||
  (code >= 65 && code <= 90) ||
  (code >= 97 && code <= 122) ||
  code === 43 ||
  code === 45 ||
  code === 46 ||
  code === 95;

/** Whether a rule's other phrases stand there, and none of those that speak against it. */
function holds(entry: RuleEntry, around: Around): boolean {
  const { index } = around;
  for (const phrase of entry.with) if (!index.saw(phrase)) return false;
  for (const phrase of entry.without) if (index.saw(phrase) && !isName(phrase, around)) return false;
  return true;
}

/** Three labels or more: the end of a sentence may be glued to the next one as well. */
const HOST = /^(?:[\w-]{1,63}\.){2,8}[a-z]{2,24}\.?$/i;

/** Whether a phrase is a word that stands in names of hosts and in addresses only: `dns.example.net` is no trouble with DNS. */
function isName(phrase: number, { text, hits, names }: Around): boolean {
  let known = names.get(phrase);
  if (known === undefined) {
    const hit = hits.find((one) => one.phrase === phrase);
    known = hit !== undefined && isInNames(text, hit);
    names.set(phrase, known);
  }
  return known;
}

function isInNames(text: string, { from, to }: Place): boolean {
  const word = fold(text.slice(from, to));
  if (/[^a-z]/.test(word) || !isInName(text, { from, to })) return false;
  const folded = fold(text);
  for (let at = folded.indexOf(word, to); at >= 0; at = folded.indexOf(word, at + 1))
    if (!isInName(text, { from: at, to: at + word.length })) return false;
  return true;
}

const isInName = (text: string, place: Place): boolean =>
  inAddress(text, place) || HOST.test(text.slice(...nameAround(text, place)));

/** Whether this shelf's owner is known to have written these words: by its signature in them, or by the host they came from. */
export function isSeen(shelf: Shelf, source: Source, known: Known, signed: readonly Shelf[]): boolean {
  if (signed.includes(shelf) || (source !== 'outer' && known.remote.includes(shelf))) return true;
  // Prose and wrapper are the reporter's own; a sending service also speaks for itself in the answer it made up.
  return known.reporter.includes(shelf) && (source !== 'words' || shelf.kind === 'relay');
}

/** Another provider is known by its host: then this one's words are only words. */
function isForeign(shelf: Shelf, source: Source, known: Known): boolean {
  return (
    source !== 'outer' &&
    shelf.kind === 'provider' &&
    known.remote.some(({ kind }) => kind === 'provider') &&
    !known.remote.includes(shelf)
  );
}
