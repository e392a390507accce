import { describe, expect, it } from 'vitest';
import { PhraseIndex } from '../../src/catalog/index.ts';
import { compilePhrase, type Phrase } from '../../src/catalog/phrase.ts';

function compiled(said: string, ends = false): Phrase {
  const phrase = compilePhrase(said, ends);
  if (typeof phrase === 'string') throw new Error(`"${said}" ${phrase}`);
  return phrase;
}

/** The words that a phrase finds in a text. */
function found(said: string, text: string): string | undefined {
  const [hit] = new PhraseIndex([compiled(said)]).scan(text);
  return hit && text.slice(hit.from, hit.to);
}

function facts(said: string, text: string): Record<string, string> | undefined {
  return new PhraseIndex([compiled(said, true)]).scan(text)[0]?.facts;
}

describe('a phrase', () => {
  it.each([
    ['user unknown', 'Recipient rejected: User unknown in table', 'User unknown'],
    ['user unknown', 'User   unknown', 'User   unknown'],
    ['user unknown', 'USER UNKNOWN', 'USER UNKNOWN'],
    ["couldn't be found", 'The address couldn’t be found', 'couldn’t be found'],
    ['boite du destinataire pleine', 'Boîte du destinataire pleine', 'Boîte du destinataire pleine'],
    ['greylist*', 'You are greylisted, come back', 'greylisted'],
    ['try greylist*', 'Try greylisting', 'Try greylisting'],
    [
      'low reputation of the {any} domain',
      'very low reputation of the sending domain.',
      'low reputation of the sending domain',
    ],
    ['low reputation of the {any} domain', 'low reputation of the domain', 'low reputation of the domain'],
    ['blocked using {host}; see', 'blocked using zen.spamhaus.org; see this', 'blocked using zen.spamhaus.org; see'],
    ['messages from [{ip}] were', 'Messages from [2001:db8::1] were refused', 'Messages from [2001:db8::1] were'],
    ['{word} - gsmtp'.slice(7), 'a1si1 - gsmtp', '- gsmtp'],
    ['(#{code} - chkusr)', 'no mailbox here (#5.1.1 - chkusr)', '(#5.1.1 - chkusr)'],
    ['(s3140)', 'on our block list (S3140).', '(S3140)'],
    ['邮件内容', '您的邮件内容被拒绝', '邮件内容'],
    ['почтовый ящик', 'Почтовый ящик переполнен', 'Почтовый ящик'],
  ])('"%s" finds its words in "%s"', (said, text, words) => {
    expect(found(said, text)).toBe(words);
  });

  it.each([
    ['user unknown', 'superuser unknown'],
    ['user unknown', 'user unknowns'],
    ['user unknown', 'user is unknown'],
    ['blocked using {host}; see', 'blocked using some list; see'],
    ['messages from {ip} were', 'messages from nowhere were'],
    ['size {number} exceeds', 'size large exceeds'],
    ['sent to {address} bounced', 'sent to dana bounced'],
    ['reputation of the {any} domain', `reputation of the ${'x '.repeat(100)} domain`],
  ])('"%s" leaves "%s" alone', (said, text) => {
    expect(found(said, text)).toBeUndefined();
  });

  it('keeps what a named brace held, as written', () => {
    expect(
      facts('listed at {host:blocklist} as {ip:listedIp} today', 'Listed at Zen.Example as 192.0.2.1 today'),
    ).toEqual({
      blocklist: 'Zen.Example',
      listedIp: '192.0.2.1',
    });
  });

  it('joins the parts of a reference', () => {
    const said = '[{host:reference}.protection.outlook.com {word:reference} {word:reference}]';
    expect(facts(said, 'denied [AM7.eop.protection.outlook.com 2026-01-01T00:00:00Z 08DC]')).toEqual({
      reference: 'AM7.eop.protection.outlook.com 2026-01-01T00:00:00Z 08DC',
    });
    expect(facts('{word:reference} - gsmtp', 'see support a1si1.42 - gsmtp')).toEqual({ reference: 'a1si1.42' });
  });

  it.each([
    ['', /is empty/],
    ['{host} is listed', /begins or ends with a brace/],
    ['blocked by {host}', /begins or ends with a brace/],
    ['blocked {word}{host} today', /two braces with no words/],
    ['blocked {any} {word} today', /\{any\} beside another brace/],
    ['blocked {mailbox} today', /\{mailbox\}, which is none of/],
    ['blocked {host today', /\{ without its \}/],
    ['blocked host} today', /\} without its \{/],
    ['bad * list', /\* that is not at its end/],
    ['to be', /no word of three letters/],
    ['the and', /no word of three letters/],
  ])('"%s" is refused with what to do', (said, problem) => {
    expect(compilePhrase(said)).toMatch(problem);
  });
});

describe('many phrases at once', () => {
  it('finds each, once, at its first place', () => {
    const index = new PhraseIndex(
      ['user unknown', 'unknown user', 'no such user', 'user'].map((said) => compiled(said)),
    );
    const hits = index.scan('No such user: unknown user, unknown user');
    expect(hits.map(({ phrase, from }) => [phrase, from])).toEqual([
      [2, 0],
      [3, 8],
      [1, 14],
    ]);
    expect(index.scan('')).toEqual([]);
    expect(index.scan('nothing of the kind')).toEqual([]);
  });

  it('answers every text for itself', () => {
    const index = new PhraseIndex([compiled('mailbox is full')]);
    expect(index.scan('mailbox is full')).toHaveLength(1);
    expect(index.scan('mailbox is')).toHaveLength(0);
    expect(index.scan(`${'x'.repeat(20_000)} mailbox is full`)).toHaveLength(1);
  });
});
