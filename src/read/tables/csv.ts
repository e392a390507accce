import type { Span } from '../../types.ts';

/** A cell without its quotes, and where it stands. */
export interface Cell {
  text: string;
  span: Span;
}

export interface Row {
  cells: Cell[];
  span: Span;
  /** Offset of the next row. */
  next: number;
}

/** Longer quoted cells are a quote that was never closed. */
const CELL = 20_000;

/**
 * One row of delimiter-separated values (RFC 4180): quoted cells may hold the delimiter, doubled quotes and line ends.
 * @param from offset of its first character
 */
export function rowAt(text: string, from: number, delimiter: string): Row {
  const cells: Cell[] = [];
  let at = from;
  for (;;) {
    const cell = text.charAt(at) === '"' ? quoted(text, at, delimiter) : undefined;
    if (cell === undefined) {
      const end = bareEnd(text, at, delimiter);
      cells.push({ text: text.slice(at, end).trim(), span: [at, end] });
      at = end;
    } else {
      cells.push(cell);
      at = cell.span[1] + 1;
    }
    if (text.charAt(at) !== delimiter) break;
    at += 1;
  }
  const newline = text.indexOf('\n', at);
  return {
    cells,
    span: [from, newline === -1 ? text.length : Math.max(at, newline)],
    next: newline === -1 ? text.length : newline + 1,
  };
}

function bareEnd(text: string, from: number, delimiter: string): number {
  let end = from;
  while (end < text.length && text.charAt(end) !== delimiter && text.charAt(end) !== '\n') end += 1;
  return end;
}

/** Undefined where the quote is not closed before a delimiter or a line end: then it is just a character. */
function quoted(text: string, at: number, delimiter: string): Cell | undefined {
  for (let end = text.indexOf('"', at + 1); end !== -1 && end - at < CELL; end = text.indexOf('"', end + 1)) {
    const after = text.charAt(end + 1);
    if (after === '"') {
      end += 1;
      continue;
    }
    if (after !== '' && after !== delimiter && after !== '\n' && after !== '\r') return undefined;
    return { text: text.slice(at + 1, end).replaceAll('""', '"'), span: [at + 1, end] };
  }
  return undefined;
}
