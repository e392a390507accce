import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { formCard } from '../../adapters/teams/form.ts';
import { LIMITS } from '../../adapters/teams/limits.ts';
import { render, renderView, sizeOf } from '../../adapters/teams/render.ts';
import type { InputField, InputForm } from '../../src/conversation.ts';
import { type Engine, openEngine } from '../../src/index.ts';
import type { Part, Reply } from '../../src/types.ts';
import { cardFaults } from '../support/adaptive-cards.ts';
import { examplePastes } from '../support/examples.ts';
import { wordsOf } from '../support/teams-workspace.ts';

const STAND = { thread: 'm1', key: 'paste:m1' };
const HOSTILE =
  '[bank](https://evil.example/) **bold** _it_ `c` <at>all</at> # h\n- list\n1. one {{DATE(2026-03-04T09:12:29Z)}}';
/** A character of markdown that nothing takes its meaning from. */
const LIVE = /(?:^|[^\\])(?:\\\\)*[*_`[\]<>]|\{\{/;

function reply(parts: readonly Part[], change: Partial<Reply> = {}): Reply {
  return { tone: 'act', title: 'Fix authentication', parts, buttons: [], text: 'all of it as text', ...change };
}

/** Every text of a card in which markdown is read. */
function live(value: unknown): string[] {
  const texts: string[] = [];
  JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner === 'object' && inner !== null && 'type' in inner && inner.type === 'TextBlock' && 'text' in inner)
      texts.push(String(inner.text));
    return inner;
  });
  return texts;
}

/** Our own way to write a time; nothing of a paste can stand in it. */
const withoutTimes = (text: string): string =>
  text.replace(/\{\{(?:DATE\(\d{4}-\d\d-\d\dT[\d:]{8}Z, SHORT|TIME\(\d{4}-\d\d-\d\dT[\d:]{8}Z)\)\}\}/g, '');

describe('the cards of all examples of the catalog', () => {
  let engine: Engine;
  beforeAll(() => {
    engine = openEngine();
  });

  it('are valid, small enough, and let no markup of the paste through', () => {
    const pastes = examplePastes();
    const wrong = pastes.flatMap((paste) => {
      const ref = JSON.stringify({ thread: 'm1', paste: 'm1' });
      const { cards } = render(engine.compose(engine.decode(paste), { mask: true, ref }), STAND);
      const faults = cards.flatMap((card) => [
        ...cardFaults(card),
        ...(sizeOf(card) < LIMITS.messageBytes ? [] : [`${sizeOf(card)} bytes`]),
        ...live(card)
          .map(withoutTimes)
          .filter((text) => LIVE.test(text)),
      ]);
      return faults.length === 0 ? [] : [{ paste, faults }];
    });
    expect(wrong).toEqual([]);
  });
});

const ALL: Part[] = [
  {
    kind: 'line',
    line: [
      HOSTILE,
      { code: HOSTILE },
      { strong: HOSTILE },
      { link: HOSTILE, href: 'https://example.com/codes' },
      { thread: HOSTILE, place: { channel: '19:a@thread.tacv2', thread: '1', personal: false } },
    ],
  },
  { kind: 'note', line: [HOSTILE] },
  { kind: 'heading', text: HOSTILE },
  { kind: 'anatomy', items: [{ label: 'Code', value: HOSTILE }] },
  { kind: 'steps', steps: [[HOSTILE]] },
  { kind: 'quote', text: HOSTILE, by: HOSTILE, marks: [[1, 5]] },
  { kind: 'table', head: ['a', 'b'], rows: [[HOSTILE, '']] },
  { kind: 'links', links: [{ label: HOSTILE, href: 'https://example.com/' }] },
  { kind: 'time', label: 'Tried', iso: '2026-03-04T09:12:29+01:00' },
  { kind: 'time', label: 'Tried', iso: '*Tuesday*' },
  {
    kind: 'fields',
    fields: [{ id: 'x', label: HOSTILE, value: HOSTILE, from: HOSTILE, required: true, why: HOSTILE }],
  },
  { kind: 'checks', checks: [{ id: 'x', text: HOSTILE, by: HOSTILE }] },
];

describe('render', () => {
  it('shows every kind of part, and nothing of a paste can link, mention or format', () => {
    const { cards, summary } = render(reply(ALL, { title: HOSTILE }), STAND);
    expect(cards.flatMap(cardFaults)).toEqual([]);
    expect(
      live(cards)
        .map(withoutTimes)
        .filter((text) => LIVE.test(text)),
    ).toEqual([]);
    expect(JSON.stringify(cards).replace(/\{\{(?:DATE|TIME)\(2026-03-04T08:12:29Z/g, '')).not.toContain('{{');
    expect(summary).toContain('bank');
  });

  it('leads nowhere but to the web', () => {
    const href = 'javascript:alert(1)';
    const { cards } = render(reply([{ kind: 'links', links: [{ label: 'x', href }] }]), STAND);
    expect(JSON.stringify(cards)).not.toContain('javascript:');
  });

  it('marks the deciding words of a quote', () => {
    const { cards } = render(reply([{ kind: 'quote', text: 'one two\nthree', marks: [[4, 10]] }]), STAND);
    const runs = JSON.stringify(cards)
      .match(/\{[^{}]*"highlight":true[^{}]*\}/g)
      ?.map((run) => JSON.parse(run).text);
    expect(runs).toEqual(['two', 'th']);
  });

  it('carries in each button what comes back, and has no row too long', () => {
    const buttons = Array.from({ length: 8 }, (_, index) => ({ id: `b${index}`, label: 'Do it', value: `v${index}` }));
    const [card] = render(reply([], { buttons }), STAND).cards;
    const rows = card?.body.flatMap((element) => (element.type === 'ActionSet' ? [element.actions] : []));
    expect(rows?.map(({ length }) => length)).toEqual([6, 2]);
    expect(rows?.[0]?.[0]).toMatchObject({ type: 'Action.Execute', verb: 'b0', data: { value: 'v0', thread: 'm1' } });
    expect(cardFaults(card)).toEqual([]);
  });

  it('splits a long answer at its lines and loses none of them', () => {
    const lines = Array.from({ length: 400 }, (_, index) => `line ${index} of the reply that goes on and on`);
    const { cards } = render(reply([{ kind: 'quote', text: lines.join('\n') }]), STAND);
    expect(cards.length).toBeGreaterThan(1);
    const words = wordsOf(cards);
    expect(lines.filter((line) => !words.includes(line))).toEqual([]);
    expect(words).toContain('Part 1 of');
  });

  it('says how much is left of what fits no number of messages', () => {
    const { cards } = render(reply([{ kind: 'quote', text: 'words of a log\n'.repeat(20_000) }]), STAND);
    expect(cards).toHaveLength(LIMITS.pages);
    const { length } = 'words of a log\n'.repeat(20_000);
    const [, left = ''] = /(\d+) more characters do not fit here/.exec(wordsOf(cards)) ?? [];
    const shown = wordsOf(cards).match(/words of a log/g)?.length ?? 0;
    // An empty line at the end counts as a blank.
    expect(Number(left) - (length - 20_000 - shown * 'words of a log'.length)).toBeLessThanOrEqual(1);
  });

  it('says so too where only one card can be shown', () => {
    const quote: Part = { kind: 'quote', text: 'words of a log\n'.repeat(2_000) };
    const card = renderView(reply([quote], { buttons: [{ id: 'b', label: 'Do it', value: 'v' }] }), STAND, []);
    expect(wordsOf(card)).toMatch(/\d+ more characters do not fit here/);
    expect(card.actions).toMatchObject([{ verb: 'b' }]);
    expect(sizeOf(card)).toBeLessThan(LIMITS.messageBytes);
  });

  it('stays inside its limits and valid, whatever it is given', () => {
    const words = fc.string({ unit: 'grapheme', maxLength: 3_000 });
    const part: fc.Arbitrary<Part> = fc.oneof(
      words.map((text): Part => ({ kind: 'quote', text })),
      words.map((text): Part => ({ kind: 'line', line: [text] })),
      words.map((text): Part => ({ kind: 'heading', text })),
      fc.array(words, { maxLength: 20 }).map((steps): Part => ({ kind: 'steps', steps: steps.map((step) => [step]) })),
      fc
        .array(words, { minLength: 1, maxLength: 60 })
        .map((cells): Part => ({ kind: 'table', head: ['a'], rows: cells.map((cell) => [cell]) })),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 20 }), fc.string({ maxLength: 200 }), (parts, title) => {
        const buttons = Array.from({ length: 6 }, (_, index) => ({ id: `b${index}`, label: title, value: 'v' }));
        const { cards, summary } = render(reply(parts, { title, buttons }), STAND);
        expect(cards.length).toBeLessThanOrEqual(LIMITS.pages);
        expect(summary.length).toBeLessThanOrEqual(LIMITS.summary);
        for (const card of cards) {
          expect(sizeOf(card)).toBeLessThan(LIMITS.messageBytes);
          expect(cardFaults(card)).toEqual([]);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('a form', () => {
  const KINDS = ['text', 'long', 'choice', 'choices', 'file', 'channel', 'people'] as const;
  const field = (kind: InputField['kind'], more: Partial<InputField> = {}): InputField => ({
    id: kind,
    label: HOSTILE,
    kind,
    required: true,
    ...(kind.startsWith('choice') && { options: [{ value: 'a', label: 'A' }] }),
    ...more,
  });
  const form = (fields: InputField[]): InputForm => ({
    id: 'f',
    title: HOSTILE,
    intro: [HOSTILE],
    submit: 'Send',
    value: 'v',
    fields,
  });

  it.each(KINDS)('has a valid input of kind %s, with what is wrong with it', (kind) => {
    const card = formCard(form([field(kind, { value: 'a', hint: HOSTILE, error: `No. ${HOSTILE}` })]), {
      stand: STAND,
    });
    // The picker of people is Teams' own and in no version of the schema.
    const own = kind === 'people' ? 2 : 0;
    expect(cardFaults(card)).toHaveLength(own);
    expect(wordsOf(card.body)).toContain('No.');
    expect(live(card).filter((text) => LIVE.test(text))).toEqual([]);
  });

  it('offers the channels that Teams has told', () => {
    const channels = [{ id: '19:general@thread.tacv2' }, { id: '19:ops@thread.tacv2', name: 'ops' }];
    const card = formCard(form([field('channel')]), { stand: STAND, channels });
    expect(JSON.stringify(card)).toContain('"choices":[{"value":"19:general@thread.tacv2","title":"General"}');
    expect(cardFaults(card)).toEqual([]);
    const before = formCard(form([field('channel', { value: '19:far@thread.tacv2' })]), { stand: STAND, channels });
    expect(JSON.stringify(before)).toContain('"choices":[{"value":"19:far@thread.tacv2"');
  });
});
