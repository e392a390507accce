import { type Clean, Mapped } from './clean.ts';
import { type LineAt, linesOf } from './lines.ts';

/** The time a log line begins with, behind the name of its file where it was found by a search. */
const STAMPED = /^(?:[^\s:]{1,80}:)?(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\d[T ]\d\d:\d\d)/;
const STAMP = 120;

/** Least widths of a window: told by several lines of its width, and by a single one. Narrower texts were wrapped at blanks. */
const WIDTHS = { several: 60, single: 100 };

/** A line of Postfix that has its end: that of the bracket with the reason, or the name that a client gave. */
const ENDED = /\)$|\bhelo=<[^<>\s]{0,300}>$/;
const END = 320;

/** A piece of a log line, and whether the next one goes on with it. */
interface Piece extends LineAt {
  first: boolean;
  cut: boolean;
}

/**
 * Log lines made whole that were copied from a terminal, which cuts them at the width of its window, within words too: all pieces of a line
 * but its last are then as long as the longest. Where anything else stands between the lines, nothing is changed.
 */
export function uncut(source: Clean): Clean {
  const { text } = source;
  if (!text.includes('\n') || !STAMPED.test(text)) return source;
  const pieces = piecesOf(text.trimEnd());
  const width = pieces.reduce((most, { from, to }) => Math.max(most, to - from), 0);
  if (!pieces.some(({ cut }) => cut) || !areCut(text, pieces, width)) return source;
  const out = new Mapped(source);
  for (const { from, to, first, cut } of pieces) {
    if (first && from > 0) out.copy(from - 1, from);
    out.copy(from, to);
    // A blank at the margin is not copied.
    if (cut && to - from < width) out.put(' ', to, to + 1);
  }
  return out.done();
}

function piecesOf(text: string): Piece[] {
  const lines = linesOf(text);
  const first = lines.map(({ from, to }) => STAMPED.test(text.slice(from, Math.min(to, from + STAMP))));
  return lines.map((line, at) => ({ ...line, first: first[at] === true, cut: first[at + 1] === false }));
}

/** Whether the pieces are a window's: several have its width, or one has whose line comes to its end only with the next. */
function areCut(text: string, pieces: readonly Piece[], width: number): boolean {
  if (!pieces.every(({ from, to, cut }) => !cut || to - from >= width - 1)) return false;
  const full = pieces.filter(({ from, to, cut }) => cut && to - from === width);
  if (full.length > 1) return width >= WIDTHS.several;
  return width >= WIDTHS.single && pieces.every((piece) => (piece.cut ? isOpen : hasEnd)(text, piece));
}

const hasEnd = (text: string, { from, to, first }: Piece): boolean =>
  first || ENDED.test(text.slice(Math.max(from, to - END), to));

/** A line of a delivery or a refusal that has not come to its end. */
function isOpen(text: string, { from, to }: Piece): boolean {
  const piece = text.slice(from, to);
  return piece.lastIndexOf('(') > piece.lastIndexOf(')') || /: (?:reject: |to=<)/.test(piece);
}
