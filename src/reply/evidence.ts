import type { Answer, Because, Part, Span } from '../types.ts';
import { maskAddresses } from './mask.ts';

/** Longest quote shown; the JSON keeps the whole answer. */
const QUOTE_LIMIT = 420;

/**
 * The server's answer as one line: codes, then words.
 *
 * @returns '' when there was neither
 */
export function answerText(answer: Partial<Answer>): string {
  return [answer.reply, answer.status, answer.words?.trim()]
    .filter((piece) => piece !== undefined && piece !== '')
    .join(' ');
}

/**
 * The answer as a quote with the deciding words marked. Where the words that decided are not part of the answer (they
 * stood in the notice around it), those words are quoted themselves.
 *
 * @param by who said it, a noun phrase
 * @param mask whether addresses are hidden
 * @returns undefined when there is nothing to quote
 */
export function evidence(
  answer: Partial<Answer>,
  because: readonly Because[],
  by: string | undefined,
  mask: boolean,
): Part | undefined {
  const show = mask ? maskAddresses : (text: string): string => text;
  const whole = show(oneLine(answerText(answer)));
  const quotes = because.map(({ quote }) => show(oneLine(quote))).filter((quote) => quote !== '');
  const marks = found(whole, quotes);
  const text = marks.length > 0 || quotes.length === 0 ? whole : quotes.join(' … ');
  if (text === '') return undefined;
  const shown = cut(text, marks.length > 0 ? marks : quotes.length > 0 ? found(text, quotes) : []);
  return {
    kind: 'quote',
    text: shown.text,
    ...(by !== undefined && { by }),
    ...(shown.marks.length > 0 && { marks: shown.marks }),
  };
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** Where the quotes stand, in order and apart; quotes that don't occur are left out. */
function found(text: string, quotes: readonly string[]): Span[] {
  // Lower case may be longer than the text it came from (İ); then only exact words are found.
  const lower = text.toLowerCase();
  const low = lower.length === text.length ? lower : text;
  const spans = quotes
    .map((quote): Span => {
      const from = low.indexOf(low === lower ? quote.toLowerCase() : quote);
      return [from, from + quote.length];
    })
    .filter(([from, to]) => from >= 0 && to <= text.length)
    .sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  const apart: Span[] = [];
  for (const span of spans) if (span[0] >= (apart.at(-1)?.[1] ?? 0)) apart.push(span);
  return apart;
}

/** Keeps the stretch around the first mark when the text is too long. */
function cut(text: string, marks: readonly Span[]): { text: string; marks: Span[] } {
  if (text.length <= QUOTE_LIMIT) return { text, marks: [...marks] };
  const [first, last] = marks[0] ?? [0, 0];
  const from = last <= QUOTE_LIMIT ? 0 : Math.max(0, first - 60);
  const to = Math.min(text.length, from + QUOTE_LIMIT);
  const lead = from > 0 ? '… ' : '';
  const shift = lead.length - from;
  return {
    text: `${lead}${text.slice(from, to)}${to < text.length ? ' …' : ''}`,
    marks: marks
      .filter((mark) => mark[0] >= from && mark[0] < to)
      .map((mark): Span => [mark[0] + shift, Math.min(mark[1], to) + shift]),
  };
}
