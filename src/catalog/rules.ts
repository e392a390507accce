import { EdgeIndex, type Side } from './edge.ts';
import { PhraseIndex } from './index.ts';
import type { Phrase } from './phrase.ts';
import type { Cause, Rule, Shelf } from './schema.ts';
import { fitsStatus, statusPattern } from './status.ts';

/** A rule with everything it refers to. */
export interface RuleEntry {
  /** Global id, `shelf/rule`. */
  id: string;
  rule: Rule;
  shelf: Shelf;
  cause: Cause;
  /** Phrases, by index, that all have to be there as well, and those that may not. */
  with: readonly number[];
  without: readonly number[];
  /** Place in the catalog: the earlier rule wins where nothing else decides. */
  order: number;
}

/** What a phrase stands for: a phrase may serve several rules and shelves. */
export interface PhraseUse {
  /** Letters and digits it pins down. */
  letters: number;
  /** Words it is made of. */
  words: number;
  /** Rules that this phrase may decide. */
  says: RuleEntry[];
  /** Shelves whose signature or link it is: seeing it tells who answered. */
  signs: Shelf[];
  /** Shelves whose reference it captures. */
  references: Shelf[];
  /** It stands in the frames of a trace of something that sends mail. */
  frames: boolean;
}

/** All rules, ready to be looked up. */
export interface RuleBook {
  readonly entries: readonly RuleEntry[];
  /** Rules that go without words and may fit this status. */
  wordless(status: string): readonly RuleEntry[];
  readonly index: PhraseIndex;
  /** The phrases alone that tell who wrote a text: signatures, links and references; built at the first use. */
  readonly marks: PhraseIndex;
  /** The phrases that decide or sign, found by what is left of them at an edge of a text; built at the first use. */
  edge(side: Side): EdgeIndex;
  /** By index of the phrase. */
  readonly uses: readonly PhraseUse[];
}

/**
 * Puts the phrases of all shelves into one index.
 *
 * @param shelves checked shelves: every cause exists
 * @param compiled every phrase of theirs, by its source
 */
export function ruleBook(
  shelves: readonly Shelf[],
  causes: ReadonlyMap<string, Cause>,
  compiled: ReadonlyMap<string, Phrase>,
): RuleBook {
  const phrases: Phrase[] = [];
  const uses: PhraseUse[] = [];
  const known = new Map<string, number>();
  const phraseOf = (source: string): number => {
    const there = known.get(source);
    if (there !== undefined) return there;
    const phrase = compiled.get(source);
    if (!phrase) throw new TypeError(`"${source}" was not compiled`);
    known.set(source, phrases.length);
    phrases.push(phrase);
    uses.push({ letters: phrase.letters, words: phrase.words, says: [], signs: [], references: [], frames: false });
    return phrases.length - 1;
  };

  const entries: RuleEntry[] = [];
  for (const shelf of shelves) {
    for (const said of shelf.marks?.says ?? []) uses[phraseOf(said)]?.signs.push(shelf);
    for (const link of shelf.marks?.links ?? []) uses[phraseOf(link)]?.signs.push(shelf);
    for (const reference of shelf.marks?.references ?? []) uses[phraseOf(reference)]?.references.push(shelf);
    for (const frame of shelf.marks?.frames ?? []) (uses[phraseOf(frame)] as PhraseUse).frames = true;
    for (const rule of shelf.rules) {
      const cause = causes.get(rule.cause);
      if (!cause) throw new TypeError(`${shelf.id}/${rule.id}: no cause "${rule.cause}"`);
      const entry: RuleEntry = {
        id: `${shelf.id}/${rule.id}`,
        rule,
        shelf,
        cause,
        with: (rule.with ?? []).map((said) => phraseOf(said)),
        without: (rule.without ?? []).map((said) => phraseOf(said)),
        order: entries.length,
      };
      entries.push(entry);
      for (const said of new Set(rule.says)) uses[phraseOf(said)]?.says.push(entry);
    }
  }
  const edges: Partial<Record<Side, EdgeIndex>> = {};
  let marks: PhraseIndex | undefined;
  return {
    entries,
    wordless: wordlessOf(entries),
    index: new PhraseIndex(phrases),
    get marks() {
      marks ??= new PhraseIndex(phrases, (phrase) => {
        const use = uses[phrase];
        return use !== undefined && use.signs.length + use.references.length > 0;
      });
      return marks;
    },
    edge: (side) => {
      edges[side] ??= new EdgeIndex(phrases, side, (phrase) => {
        const use = uses[phrase];
        return use !== undefined && use.says.length + use.signs.length > 0;
      });
      return edges[side];
    },
    uses,
  };
}

/** More statuses than there are; those that a paste makes up are not kept without end. */
const KEPT = 2000;

/** Rules without words by the statuses they name, worked out once for each status that is met: those that name it, then ranges. */
function wordlessOf(entries: readonly RuleEntry[]): (status: string) => readonly RuleEntry[] {
  const wordless = entries
    .filter(({ rule }) => rule.says.length === 0)
    .map((entry) => {
      const named = entry.rule.when?.status ?? [];
      return {
        entry,
        patterns: named.map(statusPattern),
        range: named.some((status) => !/^[45]\.\d+\.\d+$/.test(status)),
      };
    })
    .sort((a, b) => Number(a.range) - Number(b.range));
  const known = new Map<string, readonly RuleEntry[]>();
  return (status) => {
    let own = known.get(status);
    if (!own) {
      own = wordless.filter(({ patterns }) => fitsStatus(patterns, status)).map(({ entry }) => entry);
      if (known.size < KEPT) known.set(status, own);
    }
    return own;
  };
}
