import { open } from 'node:fs/promises';
import { textOf } from '../text.ts';
import type { Terminal } from './terminal.ts';

/** An input that could not be read; its message is a sentence for a person. */
export class UnreadableInput extends Error {}

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
 * Reads a file from its beginning.
 *
 * @param most bytes read at most
 * @returns the text, or undefined when the file is longer than that or packed, and has to be streamed
 * @throws UnreadableInput
 */
export async function readFileText(path: string, most: number): Promise<string | undefined> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      const head = Buffer.alloc(Math.min(most + 1, Math.max(size, 65_536)));
      let filled = 0;
      for (;;) {
        const { bytesRead } = await file.read(head, filled, head.length - filled, null);
        filled += bytesRead;
        if (bytesRead === 0 || filled === head.length) break;
      }
      if (filled > most || size > most || packed(head)) return undefined;
      return textOf(head.subarray(0, filled));
    } finally {
      await file.close();
    }
  } catch (error) {
    throw unreadable(error);
  }
}

/** gzip (RFC 1952 §2.3.1). */
const packed = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

export function unreadable(error: unknown): UnreadableInput {
  const code = (error as { code?: unknown }).code;
  const reason = typeof code === 'string' ? (REASONS[code] ?? `the system says ${code}`) : 'it broke off';
  return new UnreadableInput(`can't be read: ${reason}`);
}

/**
 * Reads standard input up to a size.
 *
 * @returns the whole text when it ended before `most` bytes, else what was read and the rest to come, as one stream again
 */
export async function readInput(
  terminal: Terminal,
  most: number,
): Promise<{ text: string } | { stream: AsyncIterable<Uint8Array> }> {
  const source = terminal.input()[Symbol.asyncIterator]();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const next = await source.next();
    if (next.done === true) break;
    chunks.push(next.value);
    size += next.value.length;
    const [first] = chunks;
    if (size > most || (first !== undefined && packed(first))) return { stream: rejoined(chunks, source) };
  }
  return { text: textOf(Buffer.concat(chunks)) };
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
