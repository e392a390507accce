/** Controls (C1 too: some terminals take U+009B for "escape ["), and marks that turn, split or hide text; line ends stay. */
const UNSAFE = /(?!\n)[\p{Cc}\p{Bidi_Control}\u2028\u2029\u200b\u2060-\u2064\ufeff\ufff9-\ufffb]/gu;

/**
 * Text of a paste made harmless for a terminal: no escape sequence, no backspace, no reversed writing survives.
 * Line ends stay, tabs become a blank.
 */
export function safe(text: string): string {
  return text.replace(/\r\n?/g, '\n').replaceAll('\t', ' ').replace(UNSAFE, '');
}

/**
 * A value as one line of JSON in which everything a terminal could act on is written as `\uXXXX`: `JSON.stringify` leaves
 * U+007F to U+009F and the direction marks as they are.
 */
export function jsonLine(value: unknown): string {
  const escaped = JSON.stringify(value).replace(
    UNSAFE,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `${escaped}\n`;
}
