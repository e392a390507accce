import { columns, styled, wrap } from './wrap.ts';

const GAP = 2;
const NARROW = 8;

/**
 * A table in columns, its cells wrapped; where the screen is too narrow for that, one block per row.
 *
 * @param head and rows already safe for a terminal
 */
export function tableLines(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  { colour, width }: { colour: boolean; width: number },
): string[] {
  const widths = share(
    head.map((_, column) => Math.max(...[head, ...rows].map((row) => columns(row[column] ?? '')))),
    width,
  );
  if (widths === undefined) return rows.flatMap((row) => stacked(head, row, width, colour));
  const line = (row: readonly string[], bold: boolean): string[] => {
    const cells = widths.map((size, column) =>
      wrap([{ text: row[column] ?? '', ...(bold && { style: 'bold' as const }) }], size, colour),
    );
    const plain = widths.map((size, column) => wrap([{ text: row[column] ?? '' }], size, false));
    const height = Math.max(...cells.map((cell) => cell.length));
    return Array.from({ length: height }, (_, index) =>
      cells
        .map((cell, column) => {
          const room = (widths[column] ?? 0) - columns(plain[column]?.[index] ?? '');
          return `${cell[index] ?? ''}${column === cells.length - 1 ? '' : ' '.repeat(Math.max(0, room))}`;
        })
        .join(' '.repeat(GAP))
        .trimEnd(),
    );
  };
  const rule = styled(widths.map((size) => '─'.repeat(size)).join(' '.repeat(GAP)), 'dim', colour);
  return [...line(head, true), rule, ...rows.flatMap((row) => line(row, false))];
}

/** Gives each column what it needs; when that is too much, the widest give way first. */
function share(needs: readonly number[], width: number): number[] | undefined {
  const room = width - GAP * (needs.length - 1);
  if (room < needs.length * NARROW) return undefined;
  const sizes = [...needs];
  let over = sizes.reduce((sum, size) => sum + size, 0) - room;
  while (over > 0) {
    const widest = sizes.indexOf(Math.max(...sizes));
    const next = Math.max(NARROW, ...sizes.filter((_, index) => index !== widest));
    const less = Math.max(1, Math.min(over, (sizes[widest] ?? 0) - next));
    sizes[widest] = (sizes[widest] ?? 0) - less;
    over -= less;
  }
  return sizes;
}

function stacked(head: readonly string[], row: readonly string[], width: number, colour: boolean): string[] {
  return row.flatMap((cell, column) =>
    wrap([{ text: `${head[column] ?? ''}: `, style: 'dim' }, { text: cell }], width, colour),
  );
}
