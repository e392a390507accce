import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { TextDecoder } from 'node:util';
import { createGunzip } from 'node:zlib';
import { utf16Of } from '../../bytes/text.ts';
import { isPacked, unreadable } from '../input.ts';
import { Unreadable } from '../streaming.ts';
import { STREAM } from './words.ts';

/** Bytes of one read. */
const CHUNK = 256 * 1024;
/** Reads between two turns of everything else. */
const TURNS = 16;

/**
 * How much bigger an archive may get. Logs pack to a tenth or a thirtieth, seldom to a hundredth; DEFLATE itself ends at about
 * 1 : 1,032 (zlib, "Maximum Compression Factor"), which is where made-up archives lie.
 */
const EXPANSION = 250;
/** Below this nothing is a bomb. */
const HARMLESS = 8 * 1024 * 1024;

/** Bytes to read, and how far one is. */
export interface Source {
  /** Each chunk may be overwritten when the next one is asked for. Rejects with `Unreadable`. */
  chunks: AsyncGenerator<Buffer, void, undefined>;
  /** Bytes of the file, packed as it is; absent for a pipe. */
  size?: number;
  /** Bytes of the file consumed so far. */
  consumed(): number;
  /** Descriptor, where the chunks are a file's own bytes: another thread may read it. */
  file?: number;
}

/** @throws Unreadable */
export async function openSource(input: string | Readable): Promise<Source> {
  return typeof input === 'string' ? openFile(input) : openStream(input);
}

function openFile(path: string): Source {
  try {
    const file = openSync(path, 'r');
    const stat = fstatSync(file);
    const head = Buffer.alloc(8);
    const begins = stat.isFile() ? head.subarray(0, readSync(file, head, 0, 8, 0)) : undefined;
    const packed = begins !== undefined && isPacked(begins);
    let consumed = 0;
    const bytes = fileChunks(file, (count) => {
      consumed += count;
    });
    return {
      chunks: utf8(packed ? unpacked(bytes) : bytes),
      ...(stat.isFile() ? { size: stat.size } : {}),
      consumed: () => consumed,
      ...(begins !== undefined && !packed && utf16Of(begins) === undefined ? { file } : {}),
    };
  } catch (error) {
    throw error instanceof Unreadable ? error : unreadable(error);
  }
}

/** Reads synchronously, which for a file is three times as fast, and lets Ctrl-C and the screen have a turn in between. */
async function* fileChunks(file: number, count: (bytes: number) => void): AsyncGenerator<Buffer, void, undefined> {
  const buffer = Buffer.allocUnsafeSlow(CHUNK);
  try {
    for (let turn = 1; ; turn += 1) {
      const bytesRead = readSync(file, buffer, 0, CHUNK, null);
      if (bytesRead === 0) return;
      count(bytesRead);
      yield buffer.subarray(0, bytesRead);
      if (turn % TURNS === 0) await setImmediate();
    }
  } catch (error) {
    throw unreadable(error);
  } finally {
    closeSync(file);
  }
}

async function openStream(input: Readable): Promise<Source> {
  let consumed = 0;
  const source = input[Symbol.asyncIterator]() as AsyncIterator<unknown>;
  async function* bytes(first: Buffer | undefined): AsyncGenerator<Buffer, void, undefined> {
    for (let chunk = first; chunk !== undefined; chunk = await nextChunk(source)) {
      consumed += chunk.length;
      yield chunk;
    }
  }
  const first = await nextChunk(source);
  const all = bytes(first);
  return { chunks: utf8(isPacked(first ?? Buffer.alloc(0)) ? unpacked(all) : all), consumed: () => consumed };
}

async function nextChunk(source: AsyncIterator<unknown>): Promise<Buffer | undefined> {
  try {
    const { done, value } = await source.next();
    if (done === true) return undefined;
    return Buffer.isBuffer(value) ? value : Buffer.from(value as Uint8Array | string);
  } catch (error) {
    throw unreadable(error);
  }
}

/** UTF-16, as PowerShell writes it, as UTF-8; everything else as it is. */
async function* utf8(chunks: AsyncGenerator<Buffer, void, undefined>): AsyncGenerator<Buffer, void, undefined> {
  let wide: TextDecoder | undefined;
  let begun = false;
  for await (const chunk of chunks) {
    const encoding = begun ? undefined : utf16Of(chunk);
    if (encoding !== undefined) wide = new TextDecoder(encoding);
    begun = true;
    yield wide === undefined ? chunk : Buffer.from(wide.decode(chunk, { stream: true }));
  }
  const rest = wide?.decode() ?? '';
  if (rest !== '') yield Buffer.from(rest);
}

async function* unpacked(packed: AsyncGenerator<Buffer, void, undefined>): AsyncGenerator<Buffer, void, undefined> {
  const gunzip = createGunzip({ chunkSize: CHUNK });
  let sent = 0;
  let got = 0;
  const feed = (async () => {
    for await (const chunk of packed) {
      sent += chunk.length;
      // A copy: the next read overwrites the chunk, and zlib may still hold it.
      if (!gunzip.write(Buffer.from(chunk))) await new Promise((resolve) => gunzip.once('drain', resolve));
      if (gunzip.destroyed) return;
    }
    gunzip.end();
  })();
  feed.catch((error: unknown) => gunzip.destroy(error instanceof Error ? error : new Error('reading failed')));
  try {
    for await (const chunk of gunzip) {
      got += (chunk as Buffer).length;
      if (got > HARMLESS && got > sent * EXPANSION) throw new Unreadable(STREAM.bomb(EXPANSION));
      yield chunk as Buffer;
    }
    await feed;
  } catch (error) {
    if (error instanceof Unreadable) throw error;
    throw new Unreadable(STREAM.brokenArchive);
  } finally {
    gunzip.destroy();
    await packed.return();
  }
}
