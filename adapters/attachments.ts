import { Readable } from 'node:stream';
import type { Engine } from '../src/index.ts';
import { kindOfStream } from '../src/stream.ts';
import type { Reply } from '../src/types.ts';
import { textOf } from './text.ts';

/** What of a file is read as one paste; from there on it is a log or an export and is summed up. */
const WHOLE = 256 * 1024;
/** The same for a single mail, which may carry the message that failed with all it holds. */
const WHOLE_MAIL = 4 * 1024 * 1024;
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

/** Beginnings of files that are no text (their "magic numbers"). */
const FORMATS: readonly { magic: readonly number[]; told: (name: string) => string }[] = [
  { magic: [0x89, 0x50, 0x4e, 0x47], told: ATTACHMENT.picture },
  { magic: [0xff, 0xd8, 0xff], told: ATTACHMENT.picture },
  { magic: [0x47, 0x49, 0x46, 0x38], told: ATTACHMENT.picture },
  // RIFF, the container of WebP.
  { magic: [0x52, 0x49, 0x46, 0x46], told: ATTACHMENT.picture },
  // OLE compound file, [MS-CFB] §2.2: .msg of Outlook.
  { magic: [0xd0, 0xcf, 0x11, 0xe0], told: ATTACHMENT.outlook },
  { magic: [0x25, 0x50, 0x44, 0x46], told: ATTACHMENT.document },
];
/** Packed files: .gz is unpacked on the way, others are refused by name. */
const PACKED: readonly (readonly number[])[] = [
  [0x1f, 0x8b],
  [0x50, 0x4b, 0x03, 0x04],
  [0x42, 0x5a, 0x68],
  [0xfd, 0x37, 0x7a, 0x58],
  [0x28, 0xb5, 0x2f, 0xfd],
];

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
    const { told } = FORMATS.find(({ magic }) => begins(taken, magic)) ?? {};
    if (told !== undefined) return leave(source, told(name));
    if (taken.length === 0) return { unread: ATTACHMENT.empty(name) };
    if (PACKED.some((magic) => begins(taken, magic))) return sumUp(name, taken, source);
    // A text has no zero bytes, but UTF-16 is full of them.
    if (!isUtf16(taken) && taken.includes(0)) return leave(source, ATTACHMENT.document(name));
    const mail = /\.eml$/i.test(name) || kindOfStream(textOf(taken)) === 'mail';
    const most = mail ? WHOLE_MAIL : WHOLE;
    const rest = ended ? { taken, ended } : await take(source, [taken], most);
    return rest.ended ? { text: textOf(rest.taken) } : sumUp(name, rest.taken, source);
  };

  async function sumUp(name: string, first: Buffer, source: AsyncIterator<Uint8Array>): Promise<Content> {
    // Loaded only when needed: most files are one paste.
    const { summarise, Unreadable } = await import('./console/big.ts');
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

function begins(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, index) => bytes[index] === byte);
}

function isUtf16([first, second]: Uint8Array): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}
