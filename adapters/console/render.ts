import { VERDICT } from '../../src/reply/words.ts';
import type { DraftField, Inline, Line, Part, Reply, Span } from '../../src/types.ts';
import { safe } from './safe.ts';
import { tableLines } from './table.ts';
import { type Piece, styled, wrap } from './wrap.ts';

export interface Screen {
  colour: boolean;
  width: number;
}

/**
 * A reply as text for a terminal.
 *
 * @returns lines ending in `\n`; nothing of a paste in it can move the cursor, colour or hide anything
 */
export function render(reply: Reply, screen: Screen): string {
  const title = wrap([{ text: safe(reply.title), style: reply.tone }], screen.width, screen.colour);
  const blocks = reply.parts.map((part) => partLines(part, screen)).filter((lines) => lines.length > 0);
  return `${[title, ...blocks].map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function partLines(part: Part, screen: Screen): string[] {
  switch (part.kind) {
    case 'line':
      return wrap(pieces(part.line), screen.width, screen.colour);
    case 'note':
      return indented('  ', wrap(pieces(part.line), screen.width - 2, screen.colour));
    case 'heading':
      return wrap([{ text: safe(part.text), style: 'bold' }], screen.width, screen.colour);
    case 'anatomy':
      return wrap(anatomy(part.items), screen.width, screen.colour);
    case 'steps':
      return part.steps.flatMap((step, index) => numbered(index + 1, step, screen));
    case 'quote':
      return quote(part.text, part.by, part.marks ?? [], screen);
    case 'table':
      return tableLines(
        part.head.map(safe),
        part.rows.map((row) => row.map(safe)),
        screen,
      );
    case 'links':
      return part.links.flatMap(({ label, href }) =>
        wrap([{ text: `${safe(label)}: ` }, { text: safe(href), style: 'link' }], screen.width, screen.colour),
      );
    case 'time':
      return wrap(
        [{ text: `${safe(part.label)}: `, style: 'dim' }, { text: safe(part.iso) }],
        screen.width,
        screen.colour,
      );
    case 'fields':
      return part.fields.flatMap((field) => indented('', wrap(fieldPieces(field), screen.width, screen.colour)));
    case 'checks':
      return part.checks.flatMap(({ text, by }) =>
        wrap(
          [{ text: `[${by === undefined ? ' ' : 'x'}] ${safe(text)}${by === undefined ? '' : ` (${safe(by)})`}` }],
          screen.width,
          screen.colour,
        ),
      );
    default:
      return part satisfies never;
  }
}

function pieces(line: Line): Piece[] {
  return line.map(piece);
}

function piece(inline: Inline): Piece {
  if (typeof inline === 'string') return { text: safe(inline) };
  if ('code' in inline) return { text: `\`${safe(inline.code)}\``, style: 'code' };
  if ('strong' in inline) return { text: safe(inline.strong), style: 'bold' };
  if ('thread' in inline) return { text: safe(inline.thread) };
  const text = inline.link === inline.href ? inline.href : `${inline.link} (${inline.href})`;
  return { text: safe(text), style: 'link' };
}

function anatomy(items: readonly { label: string; value: string }[]): Piece[] {
  return items.flatMap(({ label, value }, index): Piece[] => [
    { text: `${index > 0 ? '  ·  ' : ''}${safe(label)} `, style: 'dim' },
    { text: safe(value) },
  ]);
}

function numbered(number: number, step: Line, { colour, width }: Screen): string[] {
  const lead = `${String(number).padStart(2)}. `;
  const lines = wrap(pieces(step), width - lead.length, colour);
  return lines.map((line, index) => `${index === 0 ? lead : ' '.repeat(lead.length)}${line}`);
}

function quote(text: string, by: string | undefined, marks: readonly Span[], { colour, width }: Screen): string[] {
  const parts: Piece[] = [];
  let done = 0;
  for (const [from, to] of marks) {
    // Without colour the deciding words would look like all others.
    const [open, close] = colour ? ['', ''] : ['[', ']'];
    parts.push(
      { text: safe(text.slice(done, from)) },
      { text: `${open}${safe(text.slice(from, to))}${close}`, style: 'mark' },
    );
    done = to;
  }
  parts.push({ text: safe(text.slice(done)) });
  const said = by === undefined ? [] : [styled(`${safe(by)}:`, 'dim', colour)];
  return [...said, ...indented(styled('│ ', 'dim', colour), wrap(parts, width - 2, colour))];
}

function fieldPieces(field: DraftField): Piece[] {
  const lead = `[${field.value === undefined ? ' ' : 'x'}] ${safe(field.label)}`;
  if (field.value !== undefined) {
    const from = field.from === undefined ? '' : ` (${safe(field.from)})`;
    return [{ text: `${lead}: `, style: 'bold' }, { text: `${safe(field.value)}${from}` }];
  }
  const wanted = field.required ? VERDICT.required : VERDICT.optional;
  return [
    { text: `${lead} (${wanted}): ` },
    { text: safe([field.why, field.where].filter(Boolean).join(' ')), style: 'dim' },
  ];
}

const indented = (lead: string, lines: readonly string[]): string[] => lines.map((line) => `${lead}${line}`);
