import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseActivity } from '../../adapters/teams/activity.ts';
import { textOfHtml } from '../../adapters/teams/html.ts';
import { askedOf, typed, typedBody } from '../../adapters/teams/text.ts';
import { examplePastes } from '../support/examples.ts';
import { mentionSpan, teamsHtml } from '../support/teams-html.ts';

const BOT = { id: '28:bot', name: 'Bouncedesk' };
const PEER = { id: '29:eli', name: 'Eli' };

function read(text: string, html?: string, mentioned: { id: string; name: string }[] = []): string {
  const activity = parseActivity({
    type: 'message',
    serviceUrl: 'https://smba.trafficmanager.net/emea/',
    recipient: BOT,
    conversation: { id: 'c' },
    text,
    entities: mentioned.map((one) => ({ type: 'mention', mentioned: one, text: `<at>${one.name}</at>` })),
    ...(html !== undefined && { attachments: [{ contentType: 'text/html', content: html }] }),
  });
  if (activity === undefined) throw new Error('That is no activity.');
  return typed(activity);
}

/** What a paste is after blanks at its ends, which nobody can see. */
const seen = (text: string): string =>
  text
    .replace(/^[\s,:]+/, '')
    .trimEnd()
    .replace(/^[ \t]+$/gm, '');

describe('a paste in Teams’ html', () => {
  const pastes = examplePastes();

  it('arrives as it was pasted, for every example of the catalog', () => {
    expect(pastes.length).toBeGreaterThan(500);
    const changed = pastes.filter((paste) => {
      const html = teamsHtml(paste, mentionSpan(BOT.name, 0));
      return read(`<at>Bouncedesk</at> ${paste.replaceAll('\n', ' ')}`, html, [BOT]) !== seen(paste);
    });
    expect(changed).toEqual([]);
  });

  it('arrives as it was pasted in the forms of a code block and of lines in one paragraph', () => {
    const changed = pastes.filter((paste) => {
      const escaped = paste.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
      const block = `<codeblock class="Plaintext"><code>${escaped.replaceAll('\n', '<br>')}</code></codeblock>`;
      const lines = `<p>${escaped.replace(/^ | (?= )/gm, '&nbsp;').replaceAll('\n', '<br>\n')}</p>`;
      return read('', block) !== seen(paste) || read('', lines) !== seen(paste).replace(/ +$/gm, '');
    });
    expect(changed).toEqual([]);
  });

  it('survives whatever is typed', () => {
    const line = fc.string({ unit: 'binary', maxLength: 40 }).map((text) => text.replace(/[\p{Cc}\u00a0]/gu, ''));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
        const paste = lines.join('\n');
        expect(read('', teamsHtml(paste))).toBe(seen(paste));
      }),
    );
  });
});

describe('textOfHtml', () => {
  it.each([
    ['blocks and breaks', '<div>a</div><div>b<br>c</div><p>d</p>e', 'a\nb\nc\nd\ne'],
    ['empty lines', '<p>a</p><p>&nbsp;</p><div><br></div><p>b</p>', 'a\n\n\nb'],
    ['blanks', '<p>  a   b &nbsp;&nbsp;c </p>\n<p> d</p>', 'a b   c\nd'],
    ['addresses', '<p>to &lt;dana@example.net&gt;: 550</p>', 'to <dana@example.net>: 550'],
    ['an address that nobody escaped', '<P>to <Dana@example.net>: 550</P><p>b</p>', 'to <Dana@example.net>: 550\nb'],
    ['links', '<p><a href="mailto:dana@example.net" title="x">dana@example.net</a></p>', 'dana@example.net'],
    ['entities, once', '<p>&amp;lt;b&amp;gt; &#8212; &quot;</p>', '&lt;b&gt; — "'],
    ['a pre', '<pre>a\n  b\n\n c</pre>', 'a\n  b\n\n c'],
    ['a table', '<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>', 'a\tb\nc'],
    ['a smiley', '<p>Dear <img itemtype="http://schema.skype.com/Emoji" alt="🙂">,</p>', 'Dear 🙂,'],
    ['what nobody sees', '<style>p{}</style><attachment id="1">x</attachment><p>a</p>', 'a'],
    ['what is not closed', '<div><span>a<p>b', 'a\nb'],
  ])('reads %s', (_, html, text) => {
    expect(textOfHtml(html)).toBe(text);
  });

  it('takes time in proportion to what it reads', () => {
    const nested = `${'<div><span>'.repeat(20_000)}a&amp;`;
    expect(textOfHtml(nested)).toContain('a');
    expect(textOfHtml('&amp;'.repeat(100_000))).toHaveLength(100_000);
  });
});

describe('mentions', () => {
  it('leave out the bot and keep everybody else', () => {
    const html = `<p>${mentionSpan('Eli', 0)}${mentionSpan('Bouncedesk', 1)}550 5.1.1 no</p>`;
    expect(read('', html, [PEER, BOT])).toBe('Eli  550 5.1.1 no');
    expect(read('', '<p><at id="0">Bouncedesk</at>&nbsp;550 no</p>', [BOT])).toBe('550 no');
  });

  it('leave plain text alone but for the bot’s own', () => {
    const text = '<at>Bouncedesk</at> <at>Eli</at> 550 <user@example.com> no';
    expect(read(text, undefined, [BOT, PEER])).toBe('<at>Eli</at> 550 <user@example.com> no');
  });
});

it('reads the message that somebody points at', () => {
  expect(typedBody({ contentType: 'html', content: '<div><at id="0">Eli</at> 550&nbsp;no</div>' })).toBe('Eli 550 no');
  expect(typedBody({ contentType: 'text', content: '550 <b> no' })).toBe('550 <b> no');
  expect(typedBody({})).toBe('');
});

describe('words for the bot', () => {
  it.each([
    ['', 'help'],
    ['help', 'help'],
    ['Bounce help', 'help'],
    ['/bounce', 'help'],
    ['bounce drafts', 'drafts'],
    ['explain 5.7.1', 'explain 5.7.1'],
    ['/bounce explain gmail', 'explain gmail'],
    ['explain', 'explain'],
  ])('%j asks for %j', (text, command) => {
    expect(askedOf(text, true)).toEqual({ kind: 'command', text: command });
  });

  it.each([
    ['bounce 550 5.1.1 no', '550 5.1.1 no'],
    ['/bounce 550 5.1.1 no', '550 5.1.1 no'],
    ['Bounce message from mx.example.com', 'Bounce message from mx.example.com'],
    ['explain this:\n550 no', 'explain this:\n550 no'],
  ])('%j is a paste', (text, paste) => {
    expect(askedOf(text, true)).toEqual({ kind: 'paste', text: paste, direct: true });
  });

  it('open the settings, which have no page of their own here', () => {
    expect(askedOf('settings', true)).toEqual({ kind: 'press', button: 'settings', value: '' });
  });

  it('are talk where nobody spoke to the bot', () => {
    expect(askedOf('help', false)).toEqual({ kind: 'paste', text: 'help', direct: false });
  });
});
