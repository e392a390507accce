import type { DraftField, Inline, Line, Part, Span } from '../../src/types.ts';
import { threadLink } from './activity.ts';
import type { Element, RichTextBlock, TextBlock, TextRun } from './card.ts';
import { escapeMarkdown, inert } from './escape.ts';

/** One part of a reply as elements of a card. */
export function partElements(part: Part): Element[] {
  switch (part.kind) {
    case 'line':
      return [rich(inlines(part.line))];
    case 'note':
      return [rich(inlines(part.line).map((each) => ({ ...each, isSubtle: true })))];
    case 'heading':
      return [heading(part.text, 'Default')];
    case 'anatomy':
      return part.items.map(({ label, value }, index) => ({
        ...rich([run(`${label}  `, { isSubtle: true }), run(value)]),
        spacing: index === 0 ? 'Medium' : 'None',
      }));
    case 'steps':
      return part.steps.map((step, index) => numbered(`${index + 1}.`, inlines(step)));
    case 'quote':
      return quote(part);
    case 'table':
      return part.rows.flatMap((row) => rowElements(part.head, row));
    case 'links':
      return [rich(part.links.flatMap(({ label, href }, index) => [...gap(index), link(label, href)]))];
    case 'time':
      return [{ type: 'TextBlock', text: `${escapeMarkdown(part.label)}: ${time(part.iso)}`, wrap: true }];
    case 'fields':
      return part.fields.map((field) => rich(fieldLine(field)));
    case 'checks':
      return part.checks.map(({ text, by }) =>
        numbered(by === undefined ? '☐' : '☑', [
          run(text),
          ...(by === undefined ? [] : [run(`  ${by}`, { isSubtle: true })]),
        ]),
      );
    default:
      return part satisfies never;
  }
}

/** Lines in the typewriter's font, the deciding words marked. A blank at a line's start would be lost as a plain one. */
function quote({ text, by, marks = [] }: Part & { kind: 'quote' }): Element[] {
  let at = 0;
  const items = text.split('\n').map((line, index): RichTextBlock => {
    const from = at;
    at += line.length + 1;
    return { ...rich(marked(line, from, marks)), spacing: index === 0 ? 'Small' : 'None' };
  });
  const box: Element = { type: 'Container', style: 'emphasis', items, spacing: 'Small' };
  return by === undefined ? [box] : [rich([run(`${by}:`, { isSubtle: true })]), box];
}

function marked(line: string, from: number, marks: readonly Span[]): TextRun[] {
  const runs: TextRun[] = [];
  let done = 0;
  const take = (end: number, highlight: boolean): void => {
    if (end <= done) return;
    const text = line.slice(done, end);
    runs.push(run(done === 0 ? indented(text) : text, { fontType: 'Monospace', ...(highlight && { highlight }) }));
    done = end;
  };
  for (const [start, end] of marks) {
    if (end <= from || start >= from + line.length) continue;
    take(start - from, false);
    take(Math.min(end - from, line.length), true);
  }
  take(line.length, false);
  return runs;
}

const indented = (text: string): string => text.replace(/^[ \t]+/, (blanks) => '\u00a0'.repeat(blanks.length));

function fieldLine(field: DraftField): TextRun[] {
  const label = run(`${field.label}${field.required ? '' : ' (optional)'}  `, { weight: 'Bolder' });
  if (field.value === undefined) return [label, run(`${field.why}${field.where ? ` ${field.where}` : ''}`)];
  const from = field.from === undefined ? [] : [run(`  ${field.from}`, { isSubtle: true })];
  return [label, run(field.value, { fontType: 'Monospace' }), ...from];
}

/** A row as two lines, what it is about and the rest of it: the columns of a table would be too narrow on a phone. */
function rowElements([, ...head]: readonly string[], [first = '', ...cells]: readonly string[]): Element[] {
  const rest = cells.flatMap((value, index) =>
    value === '' ? [] : [...gap(index), run(`${head[index] ?? ''}  `, { isSubtle: true }), run(value)],
  );
  return [
    { ...rich([run(first, { weight: 'Bolder' })]), spacing: 'Small' },
    ...(rest.length === 0 ? [] : [{ ...rich(rest), spacing: 'None' as const }]),
  ];
}

function numbered(sign: string, text: TextRun[]): Element {
  return {
    type: 'ColumnSet',
    spacing: 'Small',
    columns: [
      { type: 'Column', width: 'auto', items: [rich([run(sign)])] },
      { type: 'Column', width: 'stretch', items: [rich(text)] },
    ],
  };
}

function inlines(line: Line): TextRun[] {
  return line.flatMap((piece: Inline): TextRun[] => {
    if (typeof piece === 'string') return piece === '' ? [] : [run(piece)];
    if ('code' in piece) return [run(piece.code, { fontType: 'Monospace' })];
    if ('strong' in piece) return [run(piece.strong, { weight: 'Bolder' })];
    if ('thread' in piece) return [link(piece.thread, threadLink(piece.place))];
    return [link(piece.link, piece.href)];
  });
}

function link(label: string, href: string): TextRun {
  const web = /^https?:\/\//.test(href);
  return run(
    label,
    web ? { color: 'Accent', underline: true, selectAction: { type: 'Action.OpenUrl', url: href } } : {},
  );
}

function gap(index: number): TextRun[] {
  return index === 0 ? [] : [run('  ·  ')];
}

/**
 * A time in the reader's own zone; where it can't be read it stays as it was written.
 * https://learn.microsoft.com/adaptive-cards/authoring-cards/text-features#datetime-formatting-and-localization
 */
function time(iso: string): string {
  const at = Date.parse(iso);
  if (Number.isNaN(at)) return escapeMarkdown(iso);
  const zulu = new Date(at).toISOString().replace(/\.\d{3}Z$/, 'Z');
  return `{{DATE(${zulu}, SHORT)}} {{TIME(${zulu})}}`;
}

export function heading(text: string, size: NonNullable<TextBlock['size']>): TextBlock {
  return { type: 'TextBlock', text: escapeMarkdown(text), wrap: true, style: 'heading', size, weight: 'Bolder' };
}

export function rich(inlines: TextRun[]): RichTextBlock {
  return { type: 'RichTextBlock', inlines: inlines.length === 0 ? [run(' ')] : inlines };
}

export function run(text: string, style: Omit<Partial<TextRun>, 'type' | 'text'> = {}): TextRun {
  return { type: 'TextRun', text: inert(text), ...style };
}
