/**
 * The beginning of a text that is too long, cut behind a word.
 *
 * @param most characters that are kept, a mark of the cut aside
 */
export function clipped(text: string, most: number): string {
  if (text.length <= most) return text;
  const kept = text.slice(0, most).replace(/[\uD800-\uDBFF]$/, '');
  // A word that is most of the text is cut: an address or a link.
  const word = kept.search(/\s\S*$/);
  return `${kept.slice(0, word > most / 2 ? word : most).trimEnd()} …`;
}
