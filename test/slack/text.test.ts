import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeMarkup } from '../../adapters/slack/escape.ts';
import { fromMrkdwn, typed } from '../../adapters/slack/text.ts';
import { examplePastes } from '../support/examples.ts';

/** What Slack makes links of, as it comes by: web addresses, mail addresses, bare domains. */
const LINKABLE = /(https?:\/\/[^\s<>&|]+)|([\w.+-]+@[\w-]+(?:\.[\w-]+)+)|((?:[\w-]+\.)+(?:com|net|org|example)\b)/g;

interface Piece {
  text: string;
  url?: string;
}

function pieces(paste: string): Piece[] {
  const found: Piece[] = [];
  let done = 0;
  for (const match of paste.matchAll(LINKABLE)) {
    const [text, web, mail] = match;
    if (match.index > done) found.push({ text: paste.slice(done, match.index) });
    found.push({ text, url: web ?? (mail === undefined ? `http://${text}` : `mailto:${text}`) });
    done = match.index + text.length;
  }
  if (done < paste.length) found.push({ text: paste.slice(done) });
  return found;
}

/** A paste in the `text` of a message: entities escaped, links marked up. */
function asSlackText(paste: string): string {
  return pieces(paste)
    .map(({ text, url }) => {
      if (url === undefined) return escapeMarkup(text);
      return url === text ? `<${escapeMarkup(url)}>` : `<${escapeMarkup(url)}|${escapeMarkup(text)}>`;
    })
    .join('');
}

/** A paste in the `blocks` of a message: what Slack's composer makes of it. */
function asRichText(paste: string, type: 'rich_text_section' | 'rich_text_preformatted' | 'rich_text_quote') {
  const elements = pieces(paste).map(({ text, url }) => {
    if (url === undefined) return { type: 'text', text };
    return url === text ? { type: 'link', url } : { type: 'link', url, text };
  });
  return { text: 'ignored', blocks: [{ type: 'rich_text', elements: [{ type, elements }] }] };
}

describe('a paste arrives as it was typed', () => {
  const pastes = [
    '550-5.1.1 <dana@example.net> unknown & gone\n550 5.1.1 see https://example.com/?a=1',
    '>>> RCPT To:<dana@example.net>\n<<< 550 5.1.1 unknown',
    ...examplePastes(),
  ];
  for (const paste of pastes)
    it(JSON.stringify(paste.slice(0, 70)), () => {
      const expected = paste.replace(/^[\s,:]+/, '').trimEnd();
      expect(typed({ text: asSlackText(paste) })).toBe(expected);
      for (const type of ['rich_text_section', 'rich_text_preformatted', 'rich_text_quote'] as const)
        expect(typed(asRichText(paste, type))).toBe(expected);
    });

  it('leaves the mention of the bot out and keeps those of others', () => {
    expect(typed({ text: '<@UBOT> 550 5.1.1 asked by <@U2|dana>' }, 'UBOT')).toBe('550 5.1.1 asked by @dana');
  });

  it('keeps the line ends between lists, quotes and code', () => {
    const elements = [
      { type: 'rich_text_quote', elements: [{ type: 'text', text: '550-5.7.1 first\n550 5.7.1 second' }] },
      { type: 'rich_text_section', elements: [{ type: 'text', text: 'any idea?' }] },
    ];
    expect(typed({ blocks: [{ type: 'rich_text', elements }] })).toBe('550-5.7.1 first\n550 5.7.1 second\nany idea?');
  });

  it('gives back what Slack has made something of: lists, colours, smileys, names of groups and channels', () => {
    const section = (...elements: object[]) => ({ type: 'rich_text_section', elements });
    const text = (words: string) => ({ type: 'text', text: words });
    const elements = [
      {
        type: 'rich_text_list',
        style: 'ordered',
        offset: 1,
        elements: [section(text('450 4.2.1 busy')), section(text('550 5.1.1 gone'))],
      },
      { type: 'rich_text_list', style: 'bullet', elements: [section(text('one'))] },
      section(
        { type: 'color', value: '#550511' },
        { type: 'emoji', name: '100' },
        { type: 'broadcast', range: 'here' },
      ),
      section(
        { type: 'channel', channel_id: 'C1' },
        { type: 'usergroup', usergroup_id: 'S1' },
        { type: 'date', fallback: 'Tue' },
      ),
    ];
    expect(typed({ blocks: [{ type: 'rich_text', elements }] })).toBe(
      '2. 450 4.2.1 busy\n3. 550 5.1.1 gone\n- one\n#550511:100:@here\n#C1@S1Tue',
    );
  });

  it('reads what other apps post in sections and attachments, but no preview of a link', () => {
    const blocks = [
      { type: 'section', text: { type: 'mrkdwn', text: 'Mail to <mailto:a@example.net|a@example.net> failed' } },
    ];
    const attachments = [
      { from_url: 'https://example.com/', text: 'preview' },
      { fallback: '550 5.1.1 &lt;a@example.net&gt;' },
    ];
    expect(typed({ text: '', blocks, attachments })).toBe('Mail to a@example.net failed\n550 5.1.1 <a@example.net>');
  });

  it('decodes entities once, whatever was typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('&', 'amp;', 'lt;', 'a', ' ') }), (text) => {
        expect(fromMrkdwn(escapeMarkup(text))).toBe(text);
      }),
    );
  });
});
