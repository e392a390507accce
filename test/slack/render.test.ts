import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../adapters/slack/limits.ts';
import { type Rendered, render } from '../../adapters/slack/render.ts';
import type { Part, Reply } from '../../src/types.ts';
import { refused } from '../support/slack-limits.ts';

const NOTE = 'The rest is in the file.';

function reply(parts: Part[], change: Partial<Reply> = {}): Reply {
  return { tone: 'act', title: 'Fix authentication', parts, buttons: [], text: 'all of it as text', ...change };
}

/** Everything in a message where Slack would read markup. */
function live(rendered: Rendered): string {
  const texts: string[] = [rendered.text];
  JSON.stringify(rendered.blocks, (_, value: unknown) => {
    if (typeof value === 'object' && value !== null && 'type' in value && value.type === 'mrkdwn' && 'text' in value)
      texts.push(String(value.text));
    return value;
  });
  return texts.join('\n');
}

const HOSTILE = '<!channel> <@U1> <https://evil.example|bank> *bold* `code` & "';
const ALL: Part[] = [
  {
    kind: 'line',
    line: [HOSTILE, { code: HOSTILE }, { strong: HOSTILE }, { link: HOSTILE, href: 'https://example.com/codes' }],
  },
  { kind: 'note', line: [HOSTILE] },
  { kind: 'heading', text: HOSTILE },
  { kind: 'anatomy', items: [{ label: 'Code', value: HOSTILE }] },
  { kind: 'steps', steps: [[HOSTILE]] },
  { kind: 'quote', text: HOSTILE, by: HOSTILE },
  { kind: 'table', head: ['a', 'b'], rows: [[HOSTILE, '']] },
  { kind: 'links', links: [{ label: HOSTILE, href: 'https://example.com/' }] },
  { kind: 'time', label: 'Tried', iso: '2026-03-04T09:12:29Z' },
  {
    kind: 'fields',
    fields: [{ id: 'x', label: HOSTILE, value: HOSTILE, from: HOSTILE, required: true, why: HOSTILE }],
  },
  { kind: 'checks', checks: [{ id: 'x', text: HOSTILE, by: HOSTILE }] },
];

describe('render', () => {
  it('shows every kind of part, and nothing of a paste can ping, link or format', () => {
    const rendered = render(reply(ALL, { title: HOSTILE, text: HOSTILE }), { note: NOTE });
    expect(rendered.blocks).toHaveLength(1 + ALL.length);
    expect(rendered.file).toBeUndefined();
    expect(live(rendered)).not.toMatch(/<[!@#h]/);
  });

  it('hands what does not fit over as a file, whole, and says so', () => {
    const rendered = render(reply([{ kind: 'quote', text: 'x'.repeat(20_000) }]), { note: NOTE });
    expect(rendered.file).toEqual({ name: 'bounce.txt', text: 'all of it as text' });
    expect(JSON.stringify(rendered.blocks)).toContain(NOTE);
  });

  it('writes times so that each reader sees their own zone, and leaves unreadable ones as they were', () => {
    const [, good, bad] = render(
      reply([
        { kind: 'time', label: 'Tried', iso: '2026-03-04T09:12:29Z' },
        { kind: 'time', label: 'Tried', iso: 'Tuesday' },
      ]),
      { note: NOTE },
    ).blocks;
    expect(JSON.stringify(good)).toContain('"timestamp":1772615549');
    expect(JSON.stringify(bad)).toContain('Tuesday');
  });

  it('does so in tables as well', () => {
    const parts: Part[] = [{ kind: 'table', head: ['When'], rows: [['2026-03-04T09:12:29.000Z'], ['2026-03-04']] }];
    const [, table] = render(reply(parts), { note: NOTE }).blocks;
    expect(JSON.stringify(table)).toContain('"timestamp":1772615549');
    expect(JSON.stringify(table)).toContain('"text":"2026-03-04"');
  });

  it('stays inside every limit, whatever it is given', () => {
    const words = fc.string({ maxLength: 4000 });
    const part: fc.Arbitrary<Part> = fc.oneof(
      words.map((text): Part => ({ kind: 'quote', text })),
      words.map((text): Part => ({ kind: 'line', line: [text] })),
      fc
        .array(words, { maxLength: 150 })
        .map((cells): Part => ({ kind: 'table', head: ['a'], rows: cells.map((cell) => [cell]) })),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 60 }), words, words, (parts, title, text) => {
        const buttons = Array.from({ length: 30 }, (_, index) => ({ id: `b${index}`, label: title, value: 'v' }));
        const rendered = render(reply(parts, { title, text, buttons }), { note: NOTE });
        expect(refused(rendered)).toEqual([]);
        if (!rendered.file) expect(JSON.stringify(rendered.blocks).length).toBeLessThan(LIMITS.message * 1.3 + 6000);
      }),
      { numRuns: 60 },
    );
  });
});
