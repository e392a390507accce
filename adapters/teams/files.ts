import { z } from 'zod';
import { ATTACHMENT, type Content, type ReadAttachment, refused } from '../attachments.ts';
import type { Activity } from './activity.ts';
import { type Cloud, isFileHost, isLoopback } from './cloud.ts';
import { LIMITS } from './limits.ts';
import { WORDS } from './words.ts';

/** A file of a personal chat, as its message names it. Only there Teams hands files to a bot. */
export interface Attached {
  name: string;
  type?: string;
  /** Absent for what Teams gives no address of, such as a picture inside the text. */
  url?: string;
}

export interface Fetcher {
  cloud: Cloud;
  /** Whether this machine counts as Microsoft, for the local playground. */
  local: boolean;
  read: ReadAttachment;
}

const DOWNLOAD = 'application/vnd.microsoft.teams.file.download.info';
const download = z.object({ downloadUrl: z.string() });

/** https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4#receive-files-in-personal-chat */
export function attachedFiles({ attachments }: Activity): Attached[] {
  return attachments.flatMap(({ contentType, content, name = WORDS.file }): Attached[] => {
    if (contentType.startsWith('image/')) return [{ name, type: contentType }];
    const info = contentType === DOWNLOAD ? download.safeParse(content) : undefined;
    return info?.success ? [{ name, url: info.data.downloadUrl }] : [];
  });
}

/**
 * Fetches a file from Microsoft's file hosts. Its address carries its own permission for some minutes, so nothing of ours goes along.
 *
 * @throws Error when it may work later
 */
export async function fetchFile({ name, type, url }: Attached, { cloud, local, read }: Fetcher): Promise<Content> {
  const unread = refused(name, type);
  if (unread !== undefined) return { unread };
  if (url === undefined || !(isFileHost(url, cloud) || (local && isLoopback(url))))
    return { unread: ATTACHMENT.unreadable(name, WORDS.foreignFile) };
  // A redirect could lead anywhere, so none is followed.
  const answer = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(LIMITS.fileMs) });
  if (!answer.ok || answer.body === null) {
    await answer.body?.cancel();
    if (answer.status >= 500 || answer.status === 429) throw new Error(`a file could not be fetched: ${answer.status}`);
    return { unread: ATTACHMENT.unreadable(name, WORDS.fileGone) };
  }
  try {
    return await read(name, capped(answer.body));
  } catch (error) {
    if (!(error instanceof TooLarge)) throw error;
    return { unread: ATTACHMENT.tooBig(name, LIMITS.fileBytes / 1024 / 1024) };
  }
}

class TooLarge extends Error {}

async function* capped(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > LIMITS.fileBytes) throw new TooLarge();
    yield chunk;
  }
}
