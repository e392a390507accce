import type { Library } from '../../../src/index.ts';

/**
 * Tells whether a name (the part of an address before the @) holds a word that phrases of the catalog are made of, and could so be
 * taken for a part of an answer.
 */
export function vocabulary({ shelves }: Library): (name: string) => boolean {
  const words = new Set<string>();
  const starts = new Set<string>();
  for (const { marks, rules } of shelves)
    for (const phrase of [
      ...(marks?.says ?? []),
      ...rules.flatMap(({ says, with: besides = [], without = [] }) => [...says, ...besides, ...without]),
    ])
      for (const word of phrase.toLowerCase().match(/[a-z0-9]+\*?/g) ?? [])
        if (word.endsWith('*')) starts.add(word.slice(0, -1));
        else words.add(word);
  const begun = new RegExp(`(?:^|[._+=-])(?:${[...starts].join('|')})`);
  return (name) => {
    const lower = name.toLowerCase();
    return begun.test(lower) || lower.split(/[._+=-]/).some((word) => words.has(word));
  };
}
