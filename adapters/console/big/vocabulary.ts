import type { Library } from '../../../src/index.ts';

/**
 * Tells whether a name (the part of an address before the @) holds a word that phrases of the catalog are made of, and could so be
 * taken for a part of an answer.
 */
export function vocabulary({ shelves }: Library): (name: string) => boolean {
  const phrases = shelves.flatMap(({ marks, rules }) => [
    ...(marks?.says ?? []),
    ...rules.flatMap(({ says, with: besides = [], without = [] }) => [...says, ...besides, ...without]),
  ]);
  // Each once, for the same few thousand make all phrases; joined words as names join their parts, with the mark of those that go on.
  const joined = [...new Set(plain(phrases.join('\n')).match(/[\p{L}\p{N}][\p{L}\p{N}._+=-]*\*?/gu))];
  const words = new Set(joined.flatMap((word) => word.match(/[\p{L}\p{N}]+/gu) ?? []));
  const starts = joined.filter((word) => word.endsWith('*')).map((word) => word.slice(0, -1).replace(/[.+]/g, '\\$&'));
  const begun = new RegExp(`(?:^|[._+=-])(?:${starts.join('|')})`);
  return (name) => {
    const lower = plain(name);
    return begun.test(lower) || lower.split(/[._+=-]/).some((word) => words.has(word));
  };
}

/** In small letters, without accents, as texts are compared with phrases. */
const plain = (text: string): string => {
  const lower = text.toLowerCase();
  return /^[ -~\n]*$/.test(lower) ? lower : lower.normalize('NFD').replace(/\p{M}/gu, '');
};
