import type { Rendered } from './render.ts';

const TIMEOUT_MS = 10_000;

/** Slack's answer for a response URL that was used five times or is older than half an hour. */
const USED_UP: readonly number[] = [403, 404, 410];

/**
 * Shows a message to the asker alone. It needs no membership of the channel.
 *
 * @param url the response URL of a command or an interaction: five uses within 30 minutes
 * @param replace changes the message that was pressed instead of adding one
 * @returns false when the URL is used up
 * @throws Error when Slack did not take it
 */
export function respond(
  url: string,
  { blocks, text }: Pick<Rendered, 'blocks' | 'text'>,
  replace: boolean,
): Promise<boolean> {
  return post(url, { blocks, text, replace_original: replace });
}

/** As `respond`, for one plain sentence of ours. */
export function respondPlainly(url: string, text: string): Promise<boolean> {
  return post(url, { text, replace_original: false });
}

async function post(url: string, message: object): Promise<boolean> {
  const body = JSON.stringify({ response_type: 'ephemeral', ...message });
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(TIMEOUT_MS) });
  await answer.body?.cancel();
  if (USED_UP.includes(answer.status)) return false;
  if (!answer.ok) throw new Error(`Slack refused an answer with ${answer.status}`);
  return true;
}
