import type { KnownBlock, RichTextBlock, RichTextSection, TableBlock } from '@slack/types';
import type { DraftField, Line, Part, Place, Span } from '../../src/types.ts';
import { LIMITS } from './limits.ts';

type Inline = RichTextSection['elements'][number];

export interface Surroundings {
  /** Tables that stand in the message already. */
  tables: number;
  /** As in `RenderOptions`. */
  url: string | undefined;
}

/** One part as blocks. Slack takes one table a message; a second one reads as lines. */
export function partBlocks(part: Part, around: Surroundings): KnownBlock[] {
  const { tables, url } = around;
  switch (part.kind) {
    case 'line':
      return [rich([section(inline(part.line, url))])];
    case 'note':
      return [rich([section(inline(part.line, url).map(italic))])];
    case 'heading':
      return [rich([section([text(part.text, { bold: true })])])];
    case 'anatomy':
      return [rich([section(part.items.flatMap(labelled))])];
    case 'steps':
      return [
        rich([
          { type: 'rich_text_list', style: 'ordered', elements: part.steps.map((step) => section(inline(step, url))) },
        ]),
      ];
    case 'quote':
      return [
        rich([
          ...(part.by ? [section([text(`${part.by}:`)])] : []),
          { type: 'rich_text_quote', elements: marked(part.text, part.marks ?? []) },
        ]),
      ];
    case 'table':
      return [tables === 0 ? table(part.head, part.rows) : listing(part.head, part.rows)];
    case 'links':
      return [
        rich([
          section(
            part.links.flatMap(({ label, href }, index): Inline[] => [
              ...(index > 0 ? [text('  ·  ')] : []),
              { type: 'link', url: href, text: label },
            ]),
          ),
        ]),
      ];
    case 'time':
      return [rich([section([text(`${part.label}: `), time(part.iso)])])];
    case 'fields':
      return [rich(part.fields.flatMap(fieldLines))];
    case 'checks':
      return [
        rich([
          {
            type: 'rich_text_list',
            style: 'bullet',
            elements: part.checks.map(({ text: what, by }) =>
              section([text(`${by ? '✓ ' : ''}${what}${by ? ` (${by})` : ''}`)]),
            ),
          },
        ]),
      ];
    default:
      return part satisfies never;
  }
}

function labelled({ label, value }: { label: string; value: string }, index: number): Inline[] {
  return [text(`${index > 0 ? '  ·  ' : ''}${label} `), text(value, { bold: true })];
}

/** The words that decided stand out. */
function marked(quote: string, marks: readonly Span[]): Inline[] {
  const pieces: Inline[] = [];
  let at = 0;
  for (const [from, to] of marks) {
    if (from > at) pieces.push(text(quote.slice(at, from)));
    if (to > from) pieces.push(text(quote.slice(from, to), { bold: true }));
    at = Math.max(at, to);
  }
  if (at < quote.length) pieces.push(text(quote.slice(at)));
  return pieces.length > 0 ? pieces : [text(' ')];
}

function fieldLines(field: DraftField): RichTextBlock['elements'] {
  const label = text(`${field.label}${field.required ? '' : ' (optional)'}: `, { bold: true });
  if (field.value === undefined) return [section([label, text(`${field.why}${field.where ? ` ${field.where}` : ''}`)])];
  const from = field.from ? [text(` (${field.from})`, { italic: true })] : [];
  if (!field.value.includes('\n')) return [section([label, text(field.value), ...from])];
  return [
    section([label, ...from]),
    { type: 'rich_text_preformatted', elements: [{ type: 'text', text: field.value }] },
  ];
}

/** A time with its zone (RFC 3339), which Slack shows in the reader's own. */
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;
/** Longer cells are wrapped, shorter ones kept on a line. */
const WIDE = 24;

/** Cells of rich text: in them nothing of a paste becomes a link. Columns without a head only decorate where there is no other graphic. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): TableBlock {
  const shown = columns(head).slice(0, LIMITS.tableColumns);
  const cell = (value: string, bold: boolean) => {
    if (ISO.test(value)) return rich([section([time(value, '{date_num} {time}')])]);
    return rich([section([text(value === '' ? '–' : value, bold ? { bold } : undefined)])]);
  };
  return {
    type: 'table',
    column_settings: shown.map((column) => ({ is_wrapped: rows.some((row) => (row[column]?.length ?? 0) > WIDE) })),
    rows: [head, ...rows].map((row, index) => shown.map((column) => cell(row[column] ?? '', index === 0))),
  };
}

/** Slack takes one table a message; a further one is set in type of one width. */
function listing(head: readonly string[], rows: readonly (readonly string[])[]): RichTextBlock {
  const shown = columns(head);
  const all = [head, ...rows].map((row) => shown.map((column) => row[column] ?? ''));
  const widths = shown.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const lines = all.map((row) =>
    row
      .map((value, column) => value.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return rich([{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: lines.join('\n') || ' ' }] }]);
}

function columns(head: readonly string[]): number[] {
  return head.flatMap((name, column) => (name === '' ? [] : [column]));
}

/** Slack would refuse it. */
export function tooLarge(part: Part): boolean {
  return (
    part.kind === 'table' &&
    (part.rows.length + 1 > LIMITS.tableRows || JSON.stringify(part.rows).length > LIMITS.tableCharacters)
  );
}

function inline(line: Line, url: string | undefined): Inline[] {
  return line.flatMap((piece): Inline[] => {
    if (typeof piece === 'string') return piece === '' ? [] : [text(piece)];
    if ('code' in piece) return [text(piece.code, { code: true })];
    if ('strong' in piece) return [text(piece.strong, { bold: true })];
    if ('thread' in piece) return [threadLink(piece.thread, piece.place, url)];
    return [{ type: 'link', url: piece.href, text: piece.link }];
  });
}

/** https://docs.slack.dev/reference/methods/chat.getPermalink gives the same address, for one call each. */
function threadLink(words: string, { channel, thread }: Place, url: string | undefined): Inline {
  if (url === undefined || thread === '') return text(words);
  return { type: 'link', url: `${url}archives/${channel}/p${thread.replace('.', '')}`, text: words };
}

/** The reader's own zone is Slack's to know; where a time can't be read it stays as it was written. */
function time(iso: string, format = '{date_short_pretty} {time_secs}'): Inline {
  const at = Date.parse(iso);
  return Number.isNaN(at) ? text(iso) : { type: 'date', timestamp: Math.floor(at / 1000), format, fallback: iso };
}

/** Words of the message's own, set apart from those of the reply. */
export function remark(words: string): KnownBlock {
  return rich([section([text(words, { italic: true })])]);
}

function rich(elements: RichTextBlock['elements']): RichTextBlock {
  return { type: 'rich_text', elements };
}

/** Slack takes no empty text. */
function section(elements: Inline[]): RichTextSection {
  const full = elements.filter((element) => element.type !== 'text' || element.text !== '');
  return { type: 'rich_text_section', elements: full.length > 0 ? full : [text(' ')] };
}

function text(value: string, style?: { bold?: boolean; italic?: boolean; code?: boolean } | undefined): Inline {
  return { type: 'text', text: value, ...(style && { style }) };
}

function italic(element: Inline): Inline {
  return element.type === 'text' ? { ...element, style: { ...element.style, italic: true } } : element;
}
