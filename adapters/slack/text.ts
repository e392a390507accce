import { decodeEntities } from './escape.ts';

/** As much of a rich_text element as is needed to read it; unknown kinds are read by their `text` or `elements`. */
interface Element {
  type?: string;
  text?: unknown;
  url?: string;
  name?: string;
  value?: string;
  range?: string;
  fallback?: string;
  user_id?: string;
  channel_id?: string;
  usergroup_id?: string;
  style?: unknown;
  offset?: number;
  elements?: readonly Element[];
}

/** Deeper nesting than Slack's own editor makes is not followed. */
const MAX_DEPTH = 8;

/** As much of a message as is read for its text. */
interface Written {
  text?: string | undefined;
  blocks?: readonly unknown[] | undefined;
  attachments?: readonly Attachment[] | undefined;
}

/** What other apps hang below a message; with `from_url` it is a link's preview. */
interface Attachment {
  from_url?: string;
  pretext?: string;
  title?: string;
  text?: string;
  fallback?: string;
}

/**
 * What a person typed, from a message payload. Slack keeps line ends, quotes and code only in `blocks[].rich_text`; `text`
 * is the fallback. Messages of other apps, which people ask about too, may have all their words in sections and attachments.
 *
 * @param message `blocks`, `text` and `attachments` of an event, shortcut or history entry
 * @param botUser the bot's own user id: a mention of it at the start is not part of the paste
 * @returns the text with links and addresses as they were typed, entities decoded once
 */
export function typed(message: Written, botUser?: string): string {
  const rich = (message.blocks ?? []).filter(isRichText);
  const body =
    rich.length > 0
      ? rich.map((block) => inner(block, botUser, 0)).join('\n')
      : fromMrkdwn(plainBody(message), botUser);
  const below = (message.attachments ?? []).filter(({ from_url }) => from_url === undefined).map(attached);
  const text = [body, ...below].filter(Boolean).join('\n');
  return text.replace(/^[\s,:]+/, '').trimEnd();
}

function plainBody({ text = '', blocks = [] }: Written): string {
  if (text !== '') return text;
  return blocks
    .map((block) => (block as { text?: { text?: string } } | null)?.text?.text ?? '')
    .filter(Boolean)
    .join('\n');
}

function attached({ pretext, title, text, fallback }: Attachment): string {
  const words = [pretext, title, text].filter(Boolean).join('\n');
  return fromMrkdwn(words === '' ? (fallback ?? '') : words);
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
      return list(element, botUser, depth);
    case 'rich_text_section':
    case 'rich_text_preformatted':
    case 'rich_text_quote':
      // Slack ends each of them with the line end that the next one starts after.
      return children('').replace(/\n$/, '');
    case 'user':
      return element.user_id === botUser ? '' : `@${element.user_id ?? ''}`;
    case 'usergroup':
      return `@${element.usergroup_id ?? ''}`;
    case 'broadcast':
      return `@${element.range ?? ''}`;
    case 'channel':
      return `#${element.channel_id ?? ''}`;
    case 'emoji':
      // A smiley that Slack made of `:…:` or of `:)` inside a log line.
      return `:${element.name ?? ''}:`;
    case 'color':
      return element.value ?? '';
    case 'date':
      return element.fallback ?? '';
    case 'link':
      return typeof element.text === 'string' ? element.text : (element.url ?? '').replace(/^mailto:/, '');
    default:
      return typeof element.text === 'string' ? element.text : children('');
  }
}

/** Slack takes the marks of a list away as it makes one of "1. …" and "- …". */
function list({ elements = [], style, offset = 0 }: Element, botUser: string | undefined, depth: number): string {
  const mark = (index: number): string => (style === 'ordered' ? `${offset + index + 1}. ` : '- ');
  return elements.map((item, index) => mark(index) + inner(item, botUser, depth + 1)).join('\n');
}

/** Whether a message names the bot. */
export function mentions({ text }: { text?: string | undefined }, botUser: string | undefined): boolean {
  return botUser !== undefined && (text ?? '').includes(`<@${botUser}`);
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
