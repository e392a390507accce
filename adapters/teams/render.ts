import type { Button, Reply, Tone } from '../../src/types.ts';
import { type Action, type Card, type Container, cardOf, type Element } from './card.ts';
import { LIMITS } from './limits.ts';
import { heading, rich, run } from './parts.ts';
import { pagesOf } from './split.ts';
import { WORDS } from './words.ts';

/** Which message the buttons of a card stand under. It comes back with a press. */
export interface Stand {
  thread: string;
  key: string;
}

/** How it is written into a button. (A field named `key` there stops the playground's renderer.) */
export function dataOf({ thread, key }: Stand): Readonly<Record<string, string>> {
  return { thread, answer: key };
}

/** A reply as Teams takes it: one message, or several that follow each other. */
export interface Rendered {
  cards: Card[];
  /** For notifications and screen readers. */
  summary: string;
}

const BAND: Readonly<Record<Tone, Container['style']>> = {
  act: 'attention',
  wait: 'warning',
  info: 'accent',
  good: 'good',
  problem: 'emphasis',
};

/** Renders a reply inside Teams' limits. The buttons are on the first card, which is the one that is replaced later. */
export function render(reply: Reply, stand: Stand): Rendered {
  return { cards: cardsOf(reply, actionsOf(reply, stand), LIMITS.pages), summary: summaryOf(reply) };
}

/** What only the asker sees, in a card's place or in a dialog: one card, which says what has no room on it, with more buttons at the end. */
export function renderView(reply: Reply, stand: Stand, more: readonly Action[]): Card {
  const [card = cardOf([])] = cardsOf(reply, [...actionsOf(reply, stand), ...more], 1);
  return card;
}

function cardsOf(reply: Reply, actions: readonly Action[], most: number): Card[] {
  const head = bandOf(reply.title, reply.tone);
  const taken = sizeOf(withActions(cardOf([head], [], fallback(reply)), actions)) + LIMITS.envelope;
  const { pages, left } = pagesOf(reply.parts, Math.max(LIMITS.messageBytes - taken, LIMITS.leastRoom), most);
  return pages.map((elements, index) => {
    const page = pages.length > 1 ? [footer(WORDS.page(index + 1, pages.length))] : [];
    const rest = left > 0 && index === pages.length - 1 ? [footer(WORDS.rest(left))] : [];
    const body = [...elements, ...rest, ...page];
    return index === 0 ? withActions(cardOf([head, ...body], [], fallback(reply)), actions) : cardOf(body);
  });
}

/** More than a row of buttons goes into rows of the body, of which there may be several. */
function withActions(card: Card, actions: readonly Action[]): Card {
  if (actions.length <= LIMITS.buttons) return { ...card, actions: [...actions] };
  return { ...card, body: [...card.body, ...rowsOf(actions)] };
}

/** Bytes of a card as it is sent, which is what Teams limits. */
export function sizeOf(card: unknown): number {
  return Buffer.byteLength(JSON.stringify(card));
}

/** The title on a band of the tone's colour. */
function bandOf(title: string, tone: Tone): Container {
  const style = BAND[tone];
  return {
    type: 'Container',
    bleed: true,
    ...(style !== undefined && { style }),
    items: [heading(title, 'Medium')],
  };
}

function footer(text: string): Element {
  return rich([run(text, { isSubtle: true })]);
}

function actionsOf({ buttons }: Reply, stand: Stand): Action[] {
  return buttons.map(({ id, label, value, style }: Button) => ({
    type: 'Action.Execute',
    title: cut(label, LIMITS.buttonText),
    verb: id,
    data: { value, ...dataOf(stand) },
    ...(style === 'primary' && { style: 'positive' }),
    ...(style === 'danger' && { style: 'destructive' }),
  }));
}

function rowsOf(buttons: readonly Action[]): Element[] {
  const rows = Array.from({ length: Math.ceil(buttons.length / LIMITS.buttons) }, (_, row) =>
    buttons.slice(row * LIMITS.buttons, (row + 1) * LIMITS.buttons),
  );
  return rows.map((actions) => ({ type: 'ActionSet', actions }));
}

function fallback({ text }: Reply): string {
  return cut(text, 1_000);
}

function summaryOf({ title, text }: Reply): string {
  const rest = text.startsWith(title) ? text.slice(title.length) : '';
  return cut(`${title}${rest === '' ? '' : '.'} ${rest}`.replace(/\s+/g, ' ').trim(), LIMITS.summary);
}

/** Never splits a character in two. */
export function cut(value: string, max: number): string {
  return value.length <= max ? value : `${value.slice(0, max - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** Teams takes no file from a bot in a channel, so its words follow the answer. */
export function withFile(reply: Reply, file: { name: string; text: string } | undefined): Reply {
  if (file === undefined) return reply;
  return { ...reply, parts: [...reply.parts, { kind: 'quote', by: file.name, text: file.text }] };
}
