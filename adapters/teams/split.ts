import type { Inline, Part } from '../../src/types.ts';
import type { Element } from './card.ts';
import { LIMITS } from './limits.ts';
import { partElements } from './parts.ts';

/** The parts of a reply on pages, and how many characters of them found no room on any. */
export interface Pages {
  pages: Element[][];
  left: number;
}

/**
 * Spreads parts over at most `most` pages of at most `room` bytes each. A part that is larger than a page is divided at its lines, rows or steps; what has
 * no room on the last page is counted, and so is all after it: an answer with a hole misleads.
 *
 * @returns at least one page
 */
export function pagesOf(parts: readonly Part[], room: number, most: number): Pages {
  const pages: Element[][] = [[]];
  let full = false;
  let left = 0;
  let used = 0;
  for (const piece of parts.flatMap((part) => divide(part, room))) {
    const made = partElements(piece);
    const size = bytes(made);
    if (!full && used > 0 && used + size > room) {
      if (pages.length < most) pages.push([]);
      else full = true;
      used = 0;
    }
    if (full) left += lettersIn(made);
    else pages.at(-1)?.push(...made);
    used += size;
  }
  return { pages, left };
}

/** A part as parts that each fit a page. */
function divide(part: Part, room: number): Part[] {
  if (part.kind === 'table' && part.rows.length > LIMITS.tableRows) {
    return halves(part.rows, (rows) => ({ ...part, rows })).flatMap((half) => divide(half, room));
  }
  return bytes(partElements(part)) <= room ? [part] : halve(part).flatMap((half) => divide(half, room));
}

/** Parts that say the same as one that is too large. Each is shorter, so that dividing comes to an end. */
function halve(part: Part): Part[] {
  switch (part.kind) {
    case 'table':
      return halves(
        part.rows,
        (rows) => ({ ...part, rows }),
        ([row = []]) => row.join(' | '),
      );
    case 'anatomy':
      return halves(
        part.items,
        (items) => ({ ...part, items }),
        ([one]) => `${one?.label}: ${one?.value}`,
      );
    case 'fields':
      return halves(
        part.fields,
        (fields) => ({ ...part, fields }),
        ([one]) => `${one?.label}: ${one?.value ?? one?.why}`,
      );
    case 'checks':
      return halves(
        part.checks,
        (checks) => ({ ...part, checks }),
        ([one]) => `${one?.text} ${one?.by ?? ''}`,
      );
    case 'links':
      return halves(
        part.links,
        (links) => ({ ...part, links }),
        ([one]) => `${one?.label}: ${one?.href}`,
      );
    case 'steps':
      // As lines, so that the second half goes on counting.
      return part.steps.map((step, index) => ({ kind: 'line', line: [`${index + 1}. `, ...step] }));
    case 'quote':
      return halveQuote(part);
    case 'line':
    case 'note':
      return halves(
        part.line,
        (line) => ({ ...part, line }),
        ([one = '']) => textOf(one),
      );
    case 'heading':
      return halveText(part.text);
    case 'time':
      return [{ kind: 'line', line: [`${part.label}: ${part.iso}`] }];
    default:
      return part satisfies never;
  }
}

/** Two halves of a list; of a single item the halves of its text. */
function halves<Item>(
  items: readonly Item[],
  make: (items: readonly Item[]) => Part,
  text: (items: readonly Item[]) => string = () => '',
): Part[] {
  const middle = items.length >> 1;
  return items.length < 2 ? halveText(text(items)) : [make(items.slice(0, middle)), make(items.slice(middle))];
}

/** The marks stay on their words; one that the cut goes through is lost, its words are not. */
function halveQuote({ text, by, marks = [] }: Part & { kind: 'quote' }): Part[] {
  const cut = cutAt(text);
  const from = text[cut] === '\n' ? cut + 1 : cut;
  const moved = marks.filter(([start]) => start >= from).map(([start, end]) => [start - from, end - from] as const);
  const first = marks.filter(([, end]) => end <= cut);
  return [
    { kind: 'quote', text: text.slice(0, cut), marks: first, ...(by !== undefined && { by }) },
    { kind: 'quote', text: text.slice(from), marks: moved },
  ];
}

function halveText(text: string): Part[] {
  const cut = cutAt(text);
  return [text.slice(0, cut), text.slice(cut)].map((half) => ({ kind: 'line', line: [half] }));
}

/** Near the middle: at a line's end if there is one, else at a blank, else between two characters. */
function cutAt(text: string): number {
  const middle = text.length >> 1;
  for (const end of ['\n', ' ']) {
    const at = text.lastIndexOf(end, middle);
    if (at > middle / 2) return at;
  }
  return /[\uD800-\uDBFF]/.test(text[middle - 1] ?? '') ? middle + 1 : middle;
}

function textOf(piece: Inline): string {
  if (typeof piece === 'string') return piece;
  if ('code' in piece) return piece.code;
  if ('strong' in piece) return piece.strong;
  return 'thread' in piece ? piece.thread : `${piece.link} ${piece.href}`;
}

function bytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

/** What a person would read of elements, in characters. */
function lettersIn(elements: readonly Element[]): number {
  let count = 0;
  JSON.stringify(elements, (name, value: unknown) => {
    if (name === 'text' && typeof value === 'string') count += value.length;
    return value;
  });
  return count;
}
