import { Readable } from 'node:stream';
import type { Engine } from '../src/index.ts';
import type { Reply } from '../src/types.ts';
import { type Format, formatOf, WHOLE_MAIL } from './bytes/formats.ts';
import { utf16Of } from './bytes/text.ts';
import { onePaste } from './bytes/whole.ts';
import { Unreadable } from './console/streaming.ts';

/** Looked at to tell what a file is. */
const HEAD = 4_096;

/** What became of a file: a paste, an answer of its own, or one sentence why it was not read. */
export type Content = { text: string } | { summary: Reply } | { unread: string };

/** Reads a file that somebody attached. Rejects only when `bytes` does. */
export type ReadAttachment = (name: string, bytes: AsyncIterable<Uint8Array>) => Promise<Content>;

/** What people read about files, whatever the platform. */
export const ATTACHMENT = {
  picture: (name: string): string => `${name} is a picture, which I can't read: please paste the text.`,
  document: (name: string): string =>
    `${name} can't be read: please paste the text, or attach it as .eml, .txt, .log or .csv.`,
  outlook: (name: string): string =>
    `${name} is in Outlook's own format: please paste the text, or save the mail as .eml.`,
  empty: (name: string): string => `${name} is empty.`,
  tooBig: (name: string, megabytes: number): string =>
    `${name} is larger than ${megabytes} MB: read it on the command line with "bounce decode".`,
  unreadable: (name: string, why: string): string => `${name}: ${why}.`,
} as const;

/** What is no text and is not unpacked either; the others are told by whoever reads them as a stream. */
const TOLD: Partial<Record<Format, (name: string) => string>> = {
  picture: ATTACHMENT.picture,
  outlook: ATTACHMENT.outlook,
  pdf: ATTACHMENT.document,
};

/** Says without a download what can't be read anyway; undefined when it is worth one. */
export function refused(name: string, type: string | undefined): string | undefined {
  if (type?.startsWith('image/') || /\.(?:png|jpe?g|gif|webp|heic|bmp|tiff?)$/i.test(name))
    return ATTACHMENT.picture(name);
  if (/\.msg$/i.test(name)) return ATTACHMENT.outlook(name);
  return type !== undefined && /^(?:video|audio|font)\//.test(type) ? ATTACHMENT.document(name) : undefined;
}

/**
 * @param mask hides addresses in the examples of a summary
 * @returns the reader of files in a chat; big ones are streamed and never held whole
 */
export function createAttachments(
  engine: Pick<Engine, 'judge' | 'decode' | 'scope' | 'library'>,
  mask: (text: string) => string,
): ReadAttachment {
  return async function read(name, bytes) {
    const source = bytes[Symbol.asyncIterator]();
    const { taken, ended } = await take(source, [], HEAD);
    const format = formatOf(taken);
    const told = format && TOLD[format];
    if (told !== undefined) return leave(source, told(name));
    if (taken.length === 0) return { unread: ATTACHMENT.empty(name) };
    // A text has no zero bytes, but UTF-16 is full of them.
    if (format === undefined && utf16Of(taken) === undefined && taken.includes(0))
      return leave(source, ATTACHMENT.document(name));
    const rest = ended ? { taken, ended } : await take(source, [taken], WHOLE_MAIL);
    const text = rest.ended && (format === undefined || format === 'gzip') ? onePaste(name, rest.taken) : undefined;
    return text === undefined ? sumUp(name, rest.taken, source) : { text };
  };

  async function sumUp(name: string, first: Buffer, source: AsyncIterator<Uint8Array>): Promise<Content> {
    // Loaded only when needed: most files are one paste.
    const { summarise } = await import('./console/big/summarise.ts');
    let broken: unknown;
    async function* all(): AsyncGenerator<Buffer> {
      yield first;
      try {
        for (let next = await source.next(); next.done !== true; next = await source.next())
          yield Buffer.from(next.value);
      } catch (error) {
        broken = error;
        throw error;
      }
    }
    try {
      return { summary: await summarise(Readable.from(all(), { objectMode: false }), { ...engine, mask }) };
    } catch (error) {
      if (broken !== undefined || !(error instanceof Unreadable)) throw broken ?? error;
      return { unread: ATTACHMENT.unreadable(name, error.message) };
    }
  }
}

async function leave(source: AsyncIterator<Uint8Array>, unread: string): Promise<Content> {
  await source.return?.();
  return { unread };
}

/** Reads on until there are `most` bytes or no more. */
async function take(
  source: AsyncIterator<Uint8Array>,
  chunks: Uint8Array[],
  most: number,
): Promise<{ taken: Buffer; ended: boolean }> {
  let size = chunks.reduce((sum, { length }) => sum + length, 0);
  while (size <= most) {
    const { done, value } = await source.next();
    if (done === true) return { taken: Buffer.concat(chunks), ended: true };
    chunks.push(value);
    size += value.length;
  }
  return { taken: Buffer.concat(chunks), ended: false };
}
