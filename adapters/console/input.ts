import { open } from 'node:fs/promises';
import { type Format, formatOf } from '../bytes/formats.ts';
import { Unreadable } from './streaming.ts';
import type { Terminal } from './terminal.ts';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'this is a folder',
  EACCES: 'reading it is not allowed',
  EPERM: 'reading it is not allowed',
  ELOOP: 'its links go round in circles',
  ENAMETOOLONG: 'its name is too long',
  ENOTDIR: 'a part of its path is no folder',
};

/**
 * Reads a file whole.
 *
 * @param most bytes it may have
 * @returns undefined when it is longer than that, and has to be streamed
 * @throws Unreadable
 */
export async function readFile(path: string, most: number): Promise<Buffer | undefined> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      if (size > most) return undefined;
      // A pipe or a device has no size.
      const bytes = Buffer.alloc(size > 0 ? size + 1 : most + 1);
      let filled = 0;
      for (;;) {
        const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, null);
        filled += bytesRead;
        if (bytesRead === 0 || filled === bytes.length) break;
      }
      return filled > most ? undefined : bytes.subarray(0, filled);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw unreadable(error);
  }
}

/**
 * True where the input has to be unpacked.
 *
 * @param head at least its first four bytes
 * @throws Unreadable when it is neither text nor packed text
 */
export function isPacked(head: Uint8Array): boolean {
  const format = formatOf(head);
  if (format === undefined || format === 'gzip') return format === 'gzip';
  throw new Unreadable(NO_TEXT[format]);
}

const archive = (name: string): string => `this is a ${name} archive; unpack it first (only .gz is read as it is)`;

const NO_TEXT: Readonly<Record<Exclude<Format, 'gzip'>, string>> = {
  zip: archive('zip'),
  bzip2: archive('bzip2'),
  xz: archive('xz'),
  zstd: archive('zstd'),
  picture: 'this is a picture; copy the text out of it and paste that',
  outlook: "this is in Outlook's own format; save the mail as .eml, or paste its text",
  pdf: 'this is a PDF; copy the text out of it and paste that',
};

/** What the system said about an input, in words. */
export function unreadable(error: unknown): Unreadable {
  const code = (error as { code?: unknown }).code;
  const reason = typeof code === 'string' ? (REASONS[code] ?? `the system says ${code}`) : 'it broke off';
  return new Unreadable(`can't be read: ${reason}`);
}

/**
 * Reads standard input up to a size.
 *
 * @param stop as in `Terminal.input`
 * @returns the whole of it when it is not longer than `most` bytes, else what was read and the rest to come, as one stream again
 */
export async function readInput(
  terminal: Terminal,
  most: number,
  stop?: AbortSignal,
): Promise<{ bytes: Buffer } | { stream: AsyncIterable<Uint8Array> }> {
  const source = terminal.input(stop)[Symbol.asyncIterator]();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (let next = await source.next(); next.done !== true; next = await source.next()) {
    chunks.push(next.value);
    size += next.value.length;
    if (size > most) return { stream: rejoined(chunks, source) };
  }
  return { bytes: Buffer.concat(chunks) };
}

async function* rejoined(chunks: readonly Uint8Array[], rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* chunks;
  for (;;) {
    const next = await rest.next();
    if (next.done === true) return;
    yield next.value;
  }
}

/** Lines of standard input, split at `\n` only: JSON may hold other line separators. An unfinished last line counts. */
export async function* inputLines(terminal: Terminal): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of terminal.input()) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  rest += decoder.decode();
  if (rest !== '') yield rest;
}
