import type { Shelf } from '../../src/catalog/schema.ts';

/**
 * A text made of beginnings and middles of all phrases of the catalog, so that it almost matches everywhere: what a paste would
 * look like that was written to make matching slow.
 *
 * @param length characters
 */
export function hostileText(shelves: readonly Shelf[], length: number): string {
  const pieces = shelves.flatMap(({ rules, marks }) =>
    [...rules.flatMap((rule) => [...rule.says, ...(rule.with ?? [])]), ...(marks?.says ?? [])].flatMap(fragments),
  );
  let text = '550 5.7.1 ';
  // A stride that shares no factor with the number of pieces visits them in an order that puts strangers side by side.
  for (let at = 0; text.length < length; at = (at + 7919) % pieces.length) text += `${pieces[at] ?? ''} `;
  return text.slice(0, length);
}

/** A phrase without its last word, and its words with braces filled by what keeps a scan going longest. */
function fragments(said: string): string[] {
  const filled = said.replaceAll('*', '').replace(/\{(\w+)[^}]{0,60}\}/g, (_, name: string) => FILL[name] ?? 'x');
  return [filled.slice(0, filled.lastIndexOf(' ')), filled.slice(0, Math.ceil(filled.length / 2))].filter(Boolean);
}

const FILL: Readonly<Record<string, string>> = {
  ip: '192.0.2.1.1.1.1.1.1',
  host: 'a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a',
  address: 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
  url: 'https://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
  code: '5.5.5.5.5',
  number: '1234567890',
  word: 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
  any: 'aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa',
};
