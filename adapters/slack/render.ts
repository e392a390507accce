import type { ActionsBlock, KnownBlock, RichTextBlock, RichTextSection, TableBlock } from '@slack/types';
import type { Button, DraftField, Line, Part, Place, Reply } from '../../src/types.ts';
import { escapeMarkup } from './escape.ts';
import { LIMITS } from './limits.ts';

/** A reply as Slack takes it. What did not fit stands whole in `file`. */
export interface Rendered {
  blocks: KnownBlock[];
  /** For notifications and screen readers. */
  text: string;
  file?: { name: string; text: string };
  /** All of it, for when even these blocks are refused. */
  whole: { name: string; text: string };
}

type Inline = RichTextSection['elements'][number];

export interface RenderOptions {
  /** Said at the end when parts went into the file (plain words). */
  note?: string;
  /** Key of the message: stands in its row of buttons, so that a press tells it. */
  key?: string;
  /** Where the workspace's own pages are, with a slash at the end; without it a thread is named, not linked. */
  url?: string | undefined;
  /** Blocks that fit; those of a message unless told. */
  most?: number;
}

/**
 * Renders a reply inside Slack's limits. Words of a paste only ever stand in rich_text and plain_text, where Slack reads no
 * markup: nothing of it can ping, link or format.
 */
export function render(
  reply: Reply,
  { note = '', key, url, most = LIMITS.blocksPerMessage }: RenderOptions = {},
): Rendered {
  const blocks: KnownBlock[] = [
    { type: 'header', text: { type: 'plain_text', text: cut(reply.title, LIMITS.header), emoji: false } },
  ];
  const actions = buttons(reply.buttons, key);
  const roomForBlocks = most - actions.length - 2;
  let left = LIMITS.message - reply.title.length;
  let fits = reply.title.length <= LIMITS.header;
  let tables = 0;
  for (const part of reply.parts) {
    const made = partBlocks(part, { tables, url });
    const size = JSON.stringify(made).length;
    // A part that does not fit is left to the file, and so is all after it: an answer with a hole misleads.
    if (size > left || blocks.length + made.length > roomForBlocks || tooLarge(part)) {
      fits = false;
      break;
    }
    if (part.kind === 'table') tables += 1;
    blocks.push(...made);
    left -= size;
  }
  if (!fits) blocks.push(rich([section([text(note, { italic: true })])]));
  blocks.push(...actions);
  const fallback = escapeMarkup(reply.text);
  const whole = { name: 'bounce.txt', text: reply.text };
  return {
    blocks,
    text: cut(fallback, LIMITS.fallbackText),
    whole,
    ...((!fits || fallback.length > LIMITS.fallbackText) && { file: whole }),
  };
}

interface Surroundings {
  tables: number;
  url: string | undefined;
}

/** Slack takes one table a message; a second one reads as lines. */
function partBlocks(part: Part, around: Surroundings): KnownBlock[] {
  const { tables, url } = around;
  switch (part.kind) {
    case 'line':
      return [rich([section(inline(part.line, url))])];
    case 'note':
      return [rich([section(inline(part.line, url).map(italic))])];
    case 'heading':
      return [rich([section([text(part.text, { bold: true })])])];
    case 'anatomy':
      return [
        rich([
          section(
            part.items.flatMap(({ label, value }, index) => [
              text(`${index > 0 ? '  ·  ' : ''}${label} `),
              text(value, { code: true }),
            ]),
          ),
        ]),
      ];
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
          { type: 'rich_text_preformatted', elements: [{ type: 'text', text: part.text }] },
        ]),
      ];
    case 'table':
      return [
        tables === 0
          ? table(part.head, part.rows)
          : rich(part.rows.map((row) => section([text(`${row.join('  ·  ')}\n`)]))),
      ];
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
      return part.fields.map((field) => rich([section(fieldLine(field))]));
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

function fieldLine(field: DraftField): Inline[] {
  const label = text(`${field.label}${field.required ? '' : ' (optional)'}: `, { bold: true });
  if (field.value !== undefined)
    return [
      label,
      text(field.value, { code: true }),
      ...(field.from ? [text(`  ${field.from}`, { italic: true })] : []),
    ];
  return [label, text(`${field.why}${field.where ? ` ${field.where}` : ''}`)];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): TableBlock {
  const cell = (value: string) => ({ type: 'raw_text' as const, text: value === '' ? '–' : value });
  return { type: 'table', rows: [head, ...rows].map((row) => row.slice(0, LIMITS.tableColumns).map(cell)) };
}

function tooLarge(part: Part): boolean {
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
function time(iso: string): Inline {
  const at = Date.parse(iso);
  return Number.isNaN(at)
    ? text(iso)
    : { type: 'date', timestamp: Math.floor(at / 1000), format: '{date_short_pretty} {time_secs}', fallback: iso };
}

function buttons(list: readonly Button[], key: string | undefined): ActionsBlock[] {
  if (list.length === 0) return [];
  const elements = list.slice(0, LIMITS.actionElements).map(({ id, label, value, style }) => ({
    type: 'button' as const,
    action_id: id,
    text: { type: 'plain_text' as const, text: cut(label, LIMITS.buttonText), emoji: false },
    ...(value !== '' && { value }),
    ...(style && { style }),
  }));
  const id = key !== undefined && key !== '' && key.length <= LIMITS.blockId ? { block_id: key } : {};
  return [{ type: 'actions', ...id, elements }];
}

function rich(elements: RichTextBlock['elements']): RichTextBlock {
  return { type: 'rich_text', elements };
}

function section(elements: Inline[]): RichTextSection {
  return { type: 'rich_text_section', elements };
}

function text(value: string, style?: { bold?: boolean; italic?: boolean; code?: boolean }): Inline {
  return { type: 'text', text: value, ...(style && { style }) };
}

function italic(element: Inline): Inline {
  return element.type === 'text' ? { ...element, style: { ...element.style, italic: true } } : element;
}

/** Never splits a character in two. */
export function cut(value: string, max: number): string {
  return value.length <= max ? value : `${value.slice(0, max - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
