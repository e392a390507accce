import type { Asked } from '../../src/conversation.ts';
import { ATTACHMENT, type ReadAttachment, refused } from '../attachments.ts';
import { LIMITS } from './limits.ts';
import { WORDS } from './words.ts';
import type { Workspace } from './workspaces.ts';

/** As much of a file object as is read. https://docs.slack.dev/reference/objects/file-object */
export interface SlackFile {
  id: string;
  name?: string | null;
  mimetype?: string;
  size?: number;
  /** `hosted`, `snippet`; `external` and `tombstone` have no content here. */
  mode?: string;
  /** In channels shared with another company an event names a file without describing it: `check_file_info`. */
  file_access?: string;
  url_private?: string;
  url_private_download?: string;
}

/** What a message or a form brings besides its text. */
export type Attached = Pick<Asked & { kind: 'submit' }, 'files' | 'summaries' | 'unread'>;

/** Fetches what is attached to a message. Rejects where trying again may help. */
export type Files = (workspace: Workspace, files: readonly SlackFile[]) => Promise<Attached>;

const TIMEOUT_MS = 60_000;
type Fetched =
  | { file: { name: string; text: string } }
  | { summary: NonNullable<Attached['summaries']>[number] }
  | { unread: string };

/**
 * @param apiUrl another address of Slack's API (tests): files come from its host then
 */
export function createFiles(read: ReadAttachment, apiUrl: string | undefined): Files {
  const ours = apiUrl === undefined ? undefined : new URL(apiUrl).host;
  // The bot's token goes along, so it goes nowhere but to Slack.
  const trusted = (url: URL): boolean =>
    url.host === ours || (url.protocol === 'https:' && /^(?:[\w-]+\.)*slack(?:-files)?\.com$/.test(url.host));

  return async function fetchAll(workspace, files) {
    const fetched: Fetched[] = [];
    for (const file of files.slice(0, LIMITS.filesPerMessage)) fetched.push(await fetchOne(workspace, file));
    const more = files.length - LIMITS.filesPerMessage;
    if (more > 0) fetched.push({ unread: WORDS.moreFiles(more) });
    const texts = fetched.flatMap((one) => ('file' in one ? [one.file] : []));
    const summaries = fetched.flatMap((one) => ('summary' in one ? [one.summary] : []));
    const unread = fetched.flatMap((one) => ('unread' in one ? [one.unread] : []));
    return {
      ...(texts.length > 0 && { files: texts }),
      ...(summaries.length > 0 && { summaries }),
      ...(unread.length > 0 && { unread }),
    };
  };

  async function fetchOne(workspace: Workspace, named: SlackFile): Promise<Fetched> {
    const file = named.file_access === 'check_file_info' ? await describe(workspace, named) : named;
    const name = file.name ?? file.id;
    const no = refused(name, file.mimetype);
    if (no !== undefined) return { unread: no };
    if (file.mode === 'external') return { unread: WORDS.fileElsewhere(name) };
    const address = file.url_private_download ?? file.url_private;
    if (file.mode === 'tombstone' || address === undefined || !URL.canParse(address))
      return { unread: WORDS.fileGone(name) };
    if ((file.size ?? 0) > LIMITS.fileBytes) return { unread: tooBig(name) };
    const url = new URL(address);
    if (!trusted(url)) return { unread: WORDS.fileHost(name) };
    const body = await download(url, workspace.token, file);
    if ('unread' in body) return body;
    try {
      const content = await read(name, capped(body.stream));
      return 'text' in content ? { file: { name, text: content.text } } : content;
    } catch (error) {
      if (error instanceof TooBig) return { unread: tooBig(name) };
      throw error;
    }
  }
}

async function describe({ client }: Workspace, { id }: SlackFile): Promise<SlackFile> {
  const { file } = await client.files.info({ file: id });
  return { ...(file as SlackFile), id };
}

async function download(
  url: URL,
  token: string,
  { name, id, mimetype }: SlackFile,
): Promise<{ stream: AsyncIterable<Uint8Array> } | { unread: string }> {
  const answer = await fetch(url, {
    headers: { authorization: `Bearer ${token}` },
    // Without the scope Slack leads to its login page; and a token follows no redirect.
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const type = answer.headers.get('content-type') ?? '';
  const refuse = async (unread: string) => {
    await answer.body?.cancel();
    return { unread };
  };
  const called = name ?? id;
  if (answer.status === 404 || answer.status === 410) return refuse(WORDS.fileGone(called));
  const login = type.startsWith('text/html') && mimetype !== 'text/html';
  if (answer.status === 401 || answer.status === 403 || (answer.status >= 300 && answer.status < 400) || login)
    return refuse(WORDS.fileScope(called));
  if (!answer.ok || answer.body === null) {
    await answer.body?.cancel();
    throw new Error(`Slack answered a download with ${answer.status}`);
  }
  return { stream: answer.body };
}

class TooBig extends Error {}

/** What was announced may not be what comes. */
async function* capped(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > LIMITS.fileBytes) throw new TooBig();
    yield chunk;
  }
}

function tooBig(name: string): string {
  return ATTACHMENT.tooBig(name, LIMITS.fileBytes / 1024 / 1024);
}
