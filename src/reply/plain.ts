import type { DraftField, Line, Part, Reply } from '../types.ts';
import { VERDICT } from './words.ts';

/**
 * A reply as plain text: what a notification shows and a screen reader reads. Says everything the reply says, without
 * colour, markup or buttons.
 *
 * @param reply title and parts; `text` itself is not looked at
 * @returns lines joined by `\n`, parts apart by an empty line, no trailing line end
 */
export function plain(reply: { title: string; parts: readonly Part[] }): string {
  const blocks = [reply.title, ...reply.parts.map(partText)].filter((block) => block !== '');
  return blocks.join('\n\n');
}

/** Completes a reply with its own plain text. */
export function withText(reply: Omit<Reply, 'text'>): Reply {
  return { ...reply, text: plain(reply) };
}

/** Inline text without its marks; a link keeps its address where that says more than its words. */
export function lineText(line: Line): string {
  return line
    .map((piece) => {
      if (typeof piece === 'string') return piece;
      if ('code' in piece) return piece.code;
      if ('strong' in piece) return piece.strong;
      if ('thread' in piece) return piece.thread;
      return piece.link === piece.href ? piece.href : `${piece.link} (${piece.href})`;
    })
    .join('');
}

function partText(part: Part): string {
  switch (part.kind) {
    case 'line':
    case 'note':
      return lineText(part.line);
    case 'heading':
      return part.text;
    case 'anatomy':
      return part.items.map(({ label, value }) => `${label}: ${value}`).join(' · ');
    case 'steps':
      return part.steps.map((step, index) => `${index + 1}. ${lineText(step)}`).join('\n');
    case 'quote':
      return quoteText(part.text, part.by);
    case 'table':
      return [part.head, ...part.rows].map((row) => row.join(' | ')).join('\n');
    case 'links':
      return part.links.map(({ label, href }) => `${label}: ${href}`).join('\n');
    case 'time':
      return `${part.label}: ${part.iso}`;
    case 'fields':
      return part.fields.map(fieldText).join('\n');
    case 'checks':
      return part.checks.map(({ text, by }) => `[${by === undefined ? ' ' : 'x'}] ${text}${origin(by)}`).join('\n');
    default:
      return part satisfies never;
  }
}

function quoteText(text: string, by: string | undefined): string {
  const lines = text.split('\n').map((line) => `> ${line}`);
  return [...(by === undefined ? [] : [`${by}:`]), ...lines].join('\n');
}

function fieldText(field: DraftField): string {
  if (field.value !== undefined) return `[x] ${field.label}: ${field.value}${origin(field.from)}`;
  const wanted = field.required ? VERDICT.required : VERDICT.optional;
  const where = field.where === undefined ? '' : ` ${field.where}`;
  return `[ ] ${field.label} (${wanted}): ${field.why}${where}`;
}

const origin = (by: string | undefined): string => (by === undefined ? '' : ` (${by})`);
