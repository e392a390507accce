import { gunzipSync } from 'node:zlib';

/** What a file is, where its first bytes show that it is no text. */
export type Format = 'gzip' | 'zip' | 'bzip2' | 'xz' | 'zstd' | 'picture' | 'outlook' | 'pdf';

/** Bytes of the longest input that is read whole: a single mail, which may carry the message that failed with all it holds. */
export const WHOLE_MAIL = 4 * 1024 * 1024;

/** Beginnings of files that are no text (their "magic numbers"). */
const MAGIC: readonly (readonly [Format, readonly number[]])[] = [
  ['gzip', [0x1f, 0x8b]],
  ['zip', [0x50, 0x4b, 0x03, 0x04]],
  ['bzip2', [0x42, 0x5a, 0x68]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
  ['picture', [0x89, 0x50, 0x4e, 0x47]],
  ['picture', [0xff, 0xd8, 0xff]],
  ['picture', [0x47, 0x49, 0x46, 0x38]],
  // RIFF, the container of WebP.
  ['picture', [0x52, 0x49, 0x46, 0x46]],
  // OLE compound file, [MS-CFB] §2.2: .msg of Outlook.
  ['outlook', [0xd0, 0xcf, 0x11, 0xe0]],
  ['pdf', [0x25, 0x50, 0x44, 0x46]],
];

/** @param head at least the first four bytes of a file */
export function formatOf(head: Uint8Array): Format | undefined {
  return MAGIC.find(([, magic]) => magic.every((byte, index) => head[index] === byte))?.[0];
}

/**
 * Unpacks a gzip file (RFC 1952) that holds no more than one paste.
 *
 * @param most bytes it may unpack to
 * @returns undefined when it is longer or damaged; whoever streams it can tell which
 */
export function unpackWhole(bytes: Uint8Array, most: number): Buffer | undefined {
  try {
    return gunzipSync(bytes, { maxOutputLength: most });
  } catch {
    return undefined;
  }
}
