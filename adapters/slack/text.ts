import { decodeEntities } from './escape.ts';

/** As much of a rich_text element as is needed to read it; unknown kinds are read by their `text` or `elements`. */
interface Element {
  type?: string;
  text?: unknown;
  url?: string;
  name?: string;
  unicode?: string;
  user_id?: string;
  elements?: readonly Element[];
}

/** Deeper nesting than Slack's own editor makes is not followed. */
const MAX_DEPTH = 8;

/**
 * What a person typed, from a message payload. Slack keeps line ends, quotes and code only in `blocks[].rich_text`; `text`
 * is the fallback.
 *
 * @param message `blocks` and `text` of an event, shortcut or history entry
 * @param botUser the bot's own user id: a mention of it at the start is not part of the paste
 * @returns the text with links and addresses as they were typed, entities decoded once
 */
export function typed(
  message: { blocks?: readonly unknown[] | undefined; text?: string | undefined },
  botUser?: string,
): string {
  const rich = (message.blocks ?? []).filter(isRichText);
  const text =
    rich.length > 0
      ? rich.map((block) => inner(block, botUser, 0)).join('\n')
      : fromMrkdwn(message.text ?? '', botUser);
  return text.replace(/^[\s,:]+/, '').trimEnd();
}

function isRichText(block: unknown): block is Element {
  return typeof block === 'object' && block !== null && 'type' in block && block.type === 'rich_text';
}

function inner(element: Element, botUser: string | undefined, depth: number): string {
  if (depth > MAX_DEPTH) return '';
  const children = (separator: string) =>
    (element.elements ?? []).map((child) => inner(child, botUser, depth + 1)).join(separator);
  switch (element.type) {
    case 'rich_text':
      return children('\n');
    case 'rich_text_list':
      return children('\n');
    case 'rich_text_section':
    case 'rich_text_preformatted':
    case 'rich_text_quote':
      // Slack ends each of them with the line end that the next one starts after.
      return children('').replace(/\n$/, '');
    case 'user':
      return element.user_id === botUser ? '' : `@${element.user_id ?? ''}`;
    case 'emoji':
      return emoji(element);
    case 'link':
      return typeof element.text === 'string' ? element.text : (element.url ?? '').replace(/^mailto:/, '');
    default:
      return typeof element.text === 'string' ? element.text : children('');
  }
}

/** A smiley that Slack made of `:…:` or of `:)` inside a log line reads as what was typed. */
function emoji(element: Element): string {
  return `:${element.name ?? ''}:`;
}

/**
 * Slack's own markup back to what was typed: `<mailto:a@b|a@b>` and `<http://x|x>` become their label, `<@U1>` goes when it is
 * the bot. https://docs.slack.dev/messaging/formatting-message-text#retrieving-messages
 */
export function fromMrkdwn(text: string, botUser?: string): string {
  const linked = text.replace(
    /<([@#!]?)([^<>|\n]{1,2000})(?:\|([^<>\n]{0,2000}))?>/g,
    (_, sign: string, target: string, label?: string) => {
      if (sign === '@') return target === botUser ? '' : `@${label ?? target}`;
      if (sign === '#') return `#${label ?? target}`;
      if (sign === '!') return label ?? `@${target.replace(/^subteam\^/, '')}`;
      return label ?? target.replace(/^mailto:/, '');
    },
  );
  return decodeEntities(linked);
}
