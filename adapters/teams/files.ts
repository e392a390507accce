import { z } from 'zod';
import { textOf } from '../text.ts';
import type { Activity } from './activity.ts';
import { type Cloud, isFileHost, isLoopback } from './cloud.ts';
import { LIMITS } from './limits.ts';
import { WORDS } from './words.ts';

/** A file of a personal chat, as its message names it. Only there Teams hands files to a bot. */
export interface Attached {
  name: string;
  /** Absent for what is no text file. */
  url?: string;
}

/** A file's words, or why there are none. */
export type Fetched = { name: string; text: string } | { name: string; why: string };

const DOWNLOAD = 'application/vnd.microsoft.teams.file.download.info';
const download = z.object({ downloadUrl: z.string(), fileType: z.string().optional() });
/** What holds a bounce as text. An .msg of Outlook is no text. */
const READABLE = /\.(?:eml|txt|log|csv|tsv|json|jsonl|ndjson|html?|md|mbox)$/i;

/** https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4#receive-files-in-personal-chat */
export function attachedFiles({ attachments }: Activity): Attached[] {
  return attachments.flatMap(({ contentType, content, name = 'file' }): Attached[] => {
    if (contentType.startsWith('image/')) return [{ name }];
    if (contentType !== DOWNLOAD) return [];
    const info = download.safeParse(content);
    return info.success && READABLE.test(name) ? [{ name, url: info.data.downloadUrl }] : [{ name }];
  });
}

export interface Fetcher {
  cloud: Cloud;
  /** Whether this machine counts as Microsoft, for the local playground. */
  local: boolean;
}

/**
 * Fetches a file from Microsoft's file hosts. Its address carries its own permission for some minutes.
 *
 * @throws Error when it may work later
 */
export async function fetchFile({ name, url }: Attached, { cloud, local }: Fetcher): Promise<Fetched> {
  if (url === undefined) return { name, why: WORDS.noTextFile };
  if (!(isFileHost(url, cloud) || (local && isLoopback(url)))) return { name, why: WORDS.foreignFile };
  // A redirect could lead anywhere, so none is followed.
  const answer = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(LIMITS.fileMs) });
  if (answer.status >= 500 || answer.status === 429) {
    await answer.body?.cancel();
    throw new Error(`a file could not be fetched: ${answer.status}`);
  }
  if (!answer.ok || answer.body === null) {
    await answer.body?.cancel();
    return { name, why: WORDS.fileGone };
  }
  const bytes = await atMost(answer.body, LIMITS.fileBytes);
  return bytes === undefined ? { name, why: WORDS.fileTooLarge } : { name, text: textOf(bytes) };
}

/** @returns undefined when there is more; the rest is not read then */
async function atMost(body: ReadableStream<Uint8Array>, most: number): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > most) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
