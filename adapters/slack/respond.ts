import type { Reply } from '../../src/types.ts';
import { render } from './render.ts';
import { WORDS } from './words.ts';

const TIMEOUT_MS = 10_000;

/**
 * Shows a reply to the asker alone. It needs no membership of the channel.
 *
 * @param url the response URL of a command or an interaction: five uses within 30 minutes
 * @throws Error when Slack did not take it
 */
export function respond(url: string, reply: Reply): Promise<void> {
  const { blocks, text } = render(reply, WORDS.restElsewhere);
  return post(url, { blocks, text });
}

/** As `respond`, for one plain sentence of ours. */
export function respondPlainly(url: string, text: string): Promise<void> {
  return post(url, { text });
}

async function post(url: string, message: object): Promise<void> {
  const body = JSON.stringify({ response_type: 'ephemeral', replace_original: false, ...message });
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(TIMEOUT_MS) });
  await answer.body?.cancel();
  if (!answer.ok) throw new Error(`Slack refused an answer with ${answer.status}`);
}
