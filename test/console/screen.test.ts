import { describe, expect, it } from 'vitest';
import { render } from '../../adapters/console/render.ts';
import { columns } from '../../adapters/console/wrap.ts';
import type { Part, Reply } from '../../src/types.ts';
import { bounce } from '../support/bounce.ts';

const ESC = String.fromCharCode(27);
/** Our own colours, and nothing else. */
const COLOURS = new RegExp(`${ESC}\\[[\\d;]*m`, 'g');

const HOSTILE =
  '550 5.1.1 <dana@example.net>: User unknown \u001b[31mred\u001b[0m \u001b]0;title\u0007 \u009b2J \u0008\u0008 \u202eesrever\u200b \u007f\r\n';

describe('what a paste can do to a terminal: nothing', () => {
  it.each([[['decode']], [['decode', '--why']], [['decode', '--json']]])('%j', async (args) => {
    const { out } = await bounce(args, HOSTILE, { FORCE_COLOR: '1' });
    expect(out).toContain('User unknown');
    // The only escapes are our own colours.
    expect(out.replace(COLOURS, '')).not.toMatch(/(?!\n)[\p{Cc}\p{Bidi_Control}]/u);
    expect(out).not.toContain('\u001b[31mred');
  });

  it('a file name is a paste as well', async () => {
    const { error } = await bounce(['decode', 'no\u001b[2Jsuch']);
    expect(error).not.toContain('\u001b');
  });
});

describe('colour', () => {
  it('is off in a pipe, on when forced, off with NO_COLOR whatever else is set', async () => {
    expect((await bounce(['decode'], HOSTILE)).out).not.toContain('\u001b');
    expect((await bounce(['decode'], HOSTILE, { FORCE_COLOR: '1' })).out).toContain('\u001b[1;31m');
    expect((await bounce(['decode'], HOSTILE, { FORCE_COLOR: '1', NO_COLOR: '1' })).out).not.toContain('\u001b');
  });
});

const PARTS: Part[] = [
  {
    kind: 'line',
    line: [
      'A long line '.repeat(20),
      { strong: 'strong' },
      ' ',
      { code: 'code' },
      ' ',
      { link: 'here', href: 'https://example.com/' },
    ],
  },
  { kind: 'heading', text: 'What to do' },
  {
    kind: 'anatomy',
    items: [
      { label: 'Code', value: '550 5.1.1' },
      { label: 'Recipient', value: 'dana@example.net' },
    ],
  },
  { kind: 'steps', steps: [['First '.repeat(30)], ['Second']] },
  { kind: 'quote', text: `550 ${'x'.repeat(300)} end`, by: 'Gmail', marks: [[0, 3]] },
  {
    kind: 'table',
    head: ['What', 'Who', 'Count'],
    rows: [
      ['A cause with a longer name', 'A provider with a longer name', '12'],
      ['漢字の見出し', 'ü', '1'],
    ],
  },
  { kind: 'links', links: [{ label: 'Page', href: `https://example.com/${'long'.repeat(30)}` }] },
  { kind: 'note', line: ['A note. '.repeat(20)] },
  { kind: 'time', label: 'Attempt', iso: '2026-11-24T05:00:00Z' },
  { kind: 'fields', fields: [{ id: 'a', label: 'Time', required: true, why: 'To find it in the log.' }] },
  { kind: 'checks', checks: [{ id: 'b', text: 'Checked', by: 'Dana' }] },
];
const REPLY: Reply = { tone: 'act', title: 'Fix the recipient: '.repeat(8), parts: PARTS, buttons: [], text: '' };

describe('every part', () => {
  it.each([40, 60, 100])('keeps to %i columns', (width) => {
    for (const colour of [false, true]) {
      const lines = render(REPLY, { width, colour }).replace(COLOURS, '').split('\n');
      expect(lines.filter((line) => columns(line) > width)).toEqual([]);
    }
  });

  it('says the same with and without colour, but for the brackets around the deciding words', () => {
    const coloured = render(REPLY, { width: 80, colour: true }).replace(COLOURS, '');
    const bare = (text: string): string => text.replace(/[\s[\]│─]/g, '');
    expect(bare(coloured)).toBe(bare(render(REPLY, { width: 80, colour: false })));
  });

  it('loses no word', () => {
    const text = render(REPLY, { width: 60, colour: false });
    for (const word of [
      'strong',
      'code',
      'https://example.com/',
      '550',
      'Second',
      '漢字の見出し',
      'Attempt',
      'Dana',
      '(needed)',
    ])
      expect(text).toContain(word);
  });
});
