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
  const words = new Set(
    phrases
      .join('\n')
      .toLowerCase()
      .match(/[a-z0-9]+\*?/g),
  );
  const starts = [...words].filter((word) => word.endsWith('*')).map((word) => word.slice(0, -1));
  const begun = new RegExp(`(?:^|[._+=-])(?:${starts.join('|')})`);
  return (name) => {
    const lower = name.toLowerCase();
    return begun.test(lower) || lower.split(/[._+=-]/).some((word) => words.has(word));
  };
}
