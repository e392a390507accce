import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeMarkup } from '../../adapters/slack/escape.ts';
import { fromMrkdwn, typed } from '../../adapters/slack/text.ts';
import { examplePastes } from '../support/examples.ts';

/** What Slack's composer makes of a paste: entities escaped, addresses and links marked up. */
function asSlackText(paste: string): string {
  return escapeMarkup(paste)
    .replace(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, (address) => `<mailto:${address}|${address}>`)
    .replace(/https?:\/\/[^\s<>&|]+/g, (url) => `<${url}>`);
}

function asRichText(paste: string, type: 'rich_text_section' | 'rich_text_preformatted') {
  const pieces = paste.split(/([\w.+-]+@[\w-]+(?:\.[\w-]+)+)/);
  const elements = pieces
    .filter(Boolean)
    .map((piece) =>
      piece.includes('@') && /^[\w.+-]+@/.test(piece)
        ? { type: 'link', url: `mailto:${piece}`, text: piece }
        : { type: 'text', text: piece },
    );
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
      expect(typed(asRichText(paste, 'rich_text_section'))).toBe(expected);
      expect(typed(asRichText(paste, 'rich_text_preformatted'))).toBe(expected);
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

  it('decodes entities once, whatever was typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('&', 'amp;', 'lt;', 'a', ' ') }), (text) => {
        expect(fromMrkdwn(escapeMarkup(text))).toBe(text);
      }),
    );
  });
});
