/** A stretch of text in one style. */
export interface Piece {
  text: string;
  style?: Style;
}

const CODES = {
  bold: '1',
  dim: '2',
  code: '36',
  link: '4;34',
  mark: '1;7',
  act: '1;31',
  wait: '1;33',
  info: '1;36',
  good: '1;32',
  problem: '1;31',
} as const;
export type Style = keyof typeof CODES;

export function styled(text: string, style: Style | undefined, colour: boolean): string {
  return colour && style !== undefined && text !== '' ? `\u001b[${CODES[style]}m${text}\u001b[0m` : text;
}

/**
 * Breaks styled text into lines at blanks; a word longer than a line is cut.
 *
 * @param width columns, counting wide characters as two
 * @returns lines without their line ends; at least one
 */
export function wrap(pieces: readonly Piece[], width: number, colour: boolean): string[] {
  const lines: Piece[][] = [[]];
  let used = 0;
  let gap: Piece | undefined;
  const flush = (): void => {
    lines.push([]);
    used = 0;
    gap = undefined;
  };
  const add = (text: string, style: Style | undefined): void => {
    lines.at(-1)?.push({ text, ...(style && { style }) });
    used += columns(text);
  };
  for (const { text, style } of pieces) {
    for (const token of text.split(/( +|\n)/)) {
      if (token === '') continue;
      if (token === '\n') flush();
      else if (token.startsWith(' ')) gap = { text: token, ...(style && { style }) };
      else {
        if (used > 0 && used + (gap?.text.length ?? 0) + columns(token) > width) flush();
        // A blank at the start of a line is dropped, one between words keeps its style only inside a styled stretch.
        if (used > 0 && gap !== undefined) add(gap.text, gap.style === style ? style : undefined);
        gap = undefined;
        for (const chunk of chunks(token, Math.max(1, width - used), width)) {
          if (used > 0 && used + columns(chunk) > width) flush();
          add(chunk, style);
        }
      }
    }
  }
  return lines.map((line) => lineText(line, colour));
}

/** One escape sequence per stretch of equal style, not one per word. */
function lineText(line: readonly Piece[], colour: boolean): string {
  const stretches: Piece[] = [];
  for (const piece of line) {
    const last = stretches.at(-1);
    if (last !== undefined && last.style === piece.style)
      stretches[stretches.length - 1] = { ...last, text: last.text + piece.text };
    else stretches.push(piece);
  }
  return stretches.map(({ text, style }) => styled(text, style, colour)).join('');
}

/** Cuts a word that fits no line; one that fits stays whole. */
function chunks(token: string, first: number, width: number): string[] {
  if (columns(token) <= first) return [token];
  const cut: string[] = [];
  let chunk = '';
  let used = 0;
  let room = first;
  for (const character of token) {
    const wide = columns(character);
    if (used + wide > room && chunk !== '') {
      cut.push(chunk);
      chunk = '';
      used = 0;
      room = width;
    }
    chunk += character;
    used += wide;
  }
  return [...cut, chunk];
}

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const NONE = /\p{Mn}|\p{Me}/u;

/** Columns a text takes on a screen. */
export function columns(text: string): number {
  let count = 0;
  for (const character of text) count += WIDE.test(character) ? 2 : NONE.test(character) ? 0 : 1;
  return count;
}
