import { describe, expect, it } from 'vitest';
import { openEngine } from '../../src/index.ts';
import type { Reply } from '../../src/types.ts';

/** Everything the catalog holds can be asked for, by each of its names. */
const { catalog, explain, explains } = openEngine();
const { causes, replies, shelves, statuses, buckets } = catalog;

const names = {
  'reply code': replies.map(({ code }) => code),
  status: statuses.flatMap(({ code }) => (code.startsWith('X') ? [`4${code.slice(1)}`, `5${code.slice(1)}`] : [code])),
  cause: causes.flatMap(({ id, title }) => [id, title]),
  bucket: buckets.flatMap(({ id, title }) => [id, title]),
  shelf: shelves.flatMap(({ id, name, aliases = [] }) => [id, name, ...aliases]),
  rule: shelves.flatMap(({ id, rules }) => rules.map((rule) => `${id}/${rule.id}`)),
  article: ['prevention', 'faq'],
};

const tableOf = ({ parts }: Reply): (readonly string[])[] =>
  parts.flatMap((part) => (part.kind === 'table' ? part.rows : []));

it.each(Object.entries(names))('every %s is explained, and nothing is left to fill in', (_, all) => {
  expect(all.filter((name) => !explains(name))).toEqual([]);
  const unfilled = all.filter((name) =>
    explain(name).parts.some(
      (part) =>
        part.kind !== 'quote' && part.kind !== 'table' && /\{[a-z]/i.test(JSON.stringify(part).replace(/\{"/g, '')),
    ),
  );
  expect(unfilled).toEqual([]);
});

describe('codes that stand for several things', () => {
  it.each([
    ['550', ['The address does not exist', 'The sending server is on a blocklist', 'Refused under your DMARC policy']],
    [
      '554',
      ['The sending server is on a blocklist', 'A filter took it for spam', 'The receiver does not trust your mail'],
    ],
    ['552', ['The mailbox is full', 'The message is too large', 'The attachment is not allowed']],
    [
      '5.7.1',
      ["The server won't pass your mail on", 'The recipient has blocked you', 'The sending server is on a blocklist'],
    ],
    ['5.4.1', ['The address does not exist', 'That server does not host the domain']],
    [
      '5.1.0',
      ['The address does not exist', "The sender's domain can't be found", 'The sender address is not accepted'],
    ],
    ['5.2.2', ['The mailbox is full', 'Your sending limit is used up']],
  ])('%s: the meanings side by side, each with words that tell', (code, meanings) => {
    const rows = tableOf(explain(code));
    for (const meaning of meanings) {
      const row = rows.find(([first]) => first === meaning);
      expect(row, meaning).toBeDefined();
      expect(row?.[2], meaning).toMatch(/^"[^"]{3,}"/);
    }
  });

  it('tells them apart in English first', () => {
    expect(tableOf(explain('550'))[0]?.[2]).toContain('user unknown');
  });
});

it('a cause has the wording of Gmail, Microsoft and Yahoo side by side', () => {
  const said = tableOf(explain('unauthenticated')).map(([by]) => by);
  expect(said).toEqual(expect.arrayContaining(['Gmail', 'Microsoft 365', 'Outlook.com', 'Yahoo']));
});
