import type { Asked } from '../../src/conversation.ts';
import type { Activity } from './activity.ts';
import { textOfHtml } from './html.ts';

/** What a person typed: the html that comes along, plain text where there is none. The mention of the bot is no part of it. */
export function typed({ attachments, entities, recipient, text = '' }: Activity): string {
  const mentions = entities.filter(({ type, mentioned }) => type === 'mention' && mentioned !== undefined);
  const own = (index: number): boolean => mentions[index]?.mentioned?.id === recipient.id;
  const html = attachments.flatMap(({ contentType, content }) =>
    contentType === 'text/html' && typeof content === 'string' ? [content] : [],
  );
  if (html.length > 0) return tidy(html.map((one) => textOfHtml(one, own)).join('\n'));
  const names = mentions.flatMap((mention, index) => (own(index) && mention.text ? [mention.text] : []));
  return tidy(names.reduce((left, name) => left.replaceAll(name, ''), text));
}

/** What a message was that somebody points the bot at (a message action); every mention in it is somebody's words. */
export function typedBody(body: { contentType?: string | undefined; content?: string | undefined }): string {
  const { contentType = 'html', content = '' } = body;
  return tidy(contentType === 'html' ? textOfHtml(content) : content);
}

function tidy(text: string): string {
  return text.replace(/^[\s,:]+/, '').trimEnd();
}

const WORDS = /^(?:help|drafts|forget|explain(?: [^\n]{1,100})?)$/i;

/** A word for the bot, or a paste. The word `bounce` before either, as in the command menu, says nothing of its own. */
export function askedOf(text: string, direct: boolean): Asked {
  const command = text.replace(/^\/?bounce(?:\s+|$)/i, '');
  if (direct && command === '') return { kind: 'command', text: 'help' };
  // The bot has no page of its own in Teams, where its settings would be.
  if (direct && /^settings$/i.test(command)) return { kind: 'press', button: 'settings', value: '' };
  if (direct && WORDS.test(command)) return { kind: 'command', text: command };
  // A paste may well begin with the word "Bounce" itself.
  return { kind: 'paste', text: text.replace(/^\/?bounce\s+/, ''), direct };
}
