import type { Readable } from 'node:stream';
import type { Reply } from '../../../src/types.ts';
import type { StreamEngine } from '../streaming.ts';
import { openSource } from './source.ts';
import { sum } from './sum.ts';
import { summaryReply } from './summary.ts';

/** Examples in a chat, where a message is one among many. */
const EXAMPLES = 5;

/** What summing up for a chat needs: `mask` hides in shown examples what is nobody's business there. */
export type SummaryOptions = StreamEngine & {
  mask(text: string): string;
};

/**
 * The summary of a big input as a reply, for a platform that renders it itself. Its `text` is the title alone.
 *
 * @throws Unreadable
 */
export async function summarise(input: Readable, { mask, ...engine }: SummaryOptions): Promise<Reply> {
  const { outcome } = await sum({ source: await openSource(input) }, () => Promise.resolve(engine));
  const worst = outcome.summary.worst.slice(0, EXAMPLES).map(({ sample, ...one }) => {
    const { recipient, words, steps } = sample;
    const shown = { words: mask(words), steps: steps.map(mask), ...(recipient && { recipient: mask(recipient) }) };
    return { ...one, sample: { ...sample, ...shown } };
  });
  return summaryReply({ ...outcome, summary: { ...outcome.summary, worst } }, engine.library);
}
