import { describe, expect, it } from 'vitest';
import { explain, explains } from '../../src/reply/explain.ts';
import { help, hint } from '../../src/reply/help.ts';
import { bookOf } from '../support/book.ts';

const library = bookOf();
const text = (what: string): string => explain(what, library).text;

describe('explain', () => {
  it.each([
    ['550', 'Reply code 550'],
    ['5.7.1', 'Status 5.7.1'],
    ['#5.7.1', 'Status 5.7.1'],
    ['550 5.7.1', '550 5.7.1'],
    ['550 5.1.1 <dana@example.net>: User unknown', '550 5.1.1'],
    ['gmail', 'Gmail'],
    ['Google Workspace', 'Gmail'],
    ['mailbox-full', 'The mailbox is full'],
    ['Mailbox full', 'The mailbox is full'],
    ['the mailbox is full', 'The mailbox is full'],
    ['gmail/reputation', 'Gmail: The receiver does not trust your mail'],
    ['fix-authentication', 'Fix authentication'],
    ['prevention', 'Keeping bounces away'],
    ['FAQ', 'Questions people ask'],
  ])('%s', (what, title) => {
    expect(explain(what, library).title).toBe(title);
    expect(explains(what, library)).toBe(true);
  });

  it('puts the meanings of an overloaded code side by side, with the words that tell them apart', () => {
    const rows = explain('5.7.1', library).parts.flatMap((part) => (part.kind === 'table' ? part.rows : []));
    expect(rows).toHaveLength(3);
    expect(rows).toContainEqual([
      "The server won't pass your mail on",
      'Fix authentication',
      '"relaying denied"',
      'many servers',
    ]);
    expect(rows).toContainEqual([
      'The receiver does not trust your mail',
      'Fix the reputation',
      '"very low reputation"',
      'Gmail',
    ]);
    expect(rows.flat()).toContain('"blocked using …"');
  });

  it('narrows by both codes', () => {
    const rows = explain('554 5.7.1', library).parts.flatMap((part) => (part.kind === 'table' ? part.rows : []));
    expect(rows.map(([meaning]) => meaning)).toEqual(['The sending server is on a blocklist']);
  });

  it('says how a bare code is judged, and what would settle it', () => {
    expect(text('5.7.1')).toMatch(/With no words beside it\n\n.*It could also be: .*To settle it: /s);
  });

  it('shows how the large providers word a cause', () => {
    const rows = explain('low-reputation', library).parts.flatMap((part) => (part.kind === 'table' ? part.rows : []));
    expect(rows).toEqual([
      ['Gmail', '550 5.7.1', '550 5.7.1 very low reputation of the sending domain'],
      ['Yahoo', '', 'no wording of its own known'],
    ]);
  });

  it('leaves no placeholder in what is read', () => {
    for (const { id } of library.causes) expect(text(id)).not.toMatch(/\{\w+/);
  });

  it('explains a well-formed status that is in no registry by its class and subject', () => {
    expect(text('4.2.199')).toContain('the mailbox');
  });

  it.each([
    ['gmial', 'gmail'],
    ['mailbox-ful', 'mailbox-full'],
    ['greylist', 'greylisted'],
  ])('%s: asks whether %s was meant', (what, meant) => {
    expect(explains(what, library)).toBe(false);
    expect(text(what)).toMatch(new RegExp(`Did you mean:.*\\b${meant}\\b`));
  });

  it.each(['', ' ', 'no such thing at all', '<script>', 'x'.repeat(100_000), '\u0000', '..', '9.9.9'])(
    'answers %j without an example of its own',
    (what) => {
      expect(text(what).length).toBeLessThan(2000);
    },
  );

  it('shortens tables on request and says by how much', () => {
    const reply = explain('5.7.1', library, { rows: 1 });
    expect(reply.parts.flatMap((part) => (part.kind === 'table' ? part.rows : []))).toHaveLength(1);
    expect(reply.text).toContain('2 more wordings');
  });

  it('links to the code reference only where there is one', () => {
    expect(explain('5.7.1', library, { publicUrl: 'https://bounce.example' }).text).toContain(
      'https://bounce.example/codes/5.7.1',
    );
    expect(text('5.7.1')).not.toContain('/codes/');
  });
});

it('helps', () => {
  expect(help('/bounce').text).toContain('/bounce explain 5.7.1');
  expect(hint().title).toMatch(/^Paste the bounce/);
});
