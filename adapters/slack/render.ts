import type { ActionsBlock, KnownBlock, Button as SlackButton } from '@slack/types';
import type { Button, Reply } from '../../src/types.ts';
import { escapeMarkup } from './escape.ts';
import { LIMITS } from './limits.ts';
import { partBlocks, remark, tooLarge } from './parts.ts';

/** A reply as Slack takes it. What did not fit stands whole in `file`. */
export interface Rendered {
  blocks: KnownBlock[];
  /** For notifications and screen readers. */
  text: string;
  file?: { name: string; text: string };
  /** All of it, for when even these blocks are refused. */
  whole: { name: string; text: string };
}

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
    { type: 'header', text: { type: 'plain_text', text: cut(reply.title || '–', LIMITS.header), emoji: false } },
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
  if (!fits) blocks.push(remark(note));
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

/** Rows of buttons; the first one tells which message it stands in. */
function buttons(list: readonly Button[], key: string | undefined): ActionsBlock[] {
  const rows: ActionsBlock[] = [];
  for (let from = 0; from < list.length; from += LIMITS.actionElements) {
    const elements = list.slice(from, from + LIMITS.actionElements).map(button);
    const id = from === 0 && key !== undefined && key !== '' && key.length <= LIMITS.blockId ? { block_id: key } : {};
    rows.push({ type: 'actions', ...id, elements });
  }
  return rows;
}

function button({ id, label, value, style }: Button): SlackButton {
  return {
    type: 'button',
    action_id: id,
    text: { type: 'plain_text', text: cut(label || '–', LIMITS.buttonText), emoji: false },
    ...(value !== '' && { value }),
    ...(style && { style }),
  };
}

/** Never splits a character in two. */
export function cut(value: string, max: number): string {
  return value.length <= max ? value : `${value.slice(0, max - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
