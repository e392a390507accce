import { Readable, Writable } from 'node:stream';
import { streamFile } from '../../adapters/console/big.ts';
import type { StreamOptions, StreamResult, Summary } from '../../adapters/console/streaming.ts';
import { type Engine, openEngine } from '../../src/index.ts';
import type { Decoded } from '../../src/types.ts';

let engine: Engine | undefined;

/** Collects what is written. */
export class Sink extends Writable {
  text = '';
  isTTY = false;

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

/** Runs `streamFile` over a text, bytes or a path, and returns all that it wrote. */
export async function streamed(
  input: string | Buffer | { path: string } | Readable,
  format: StreamOptions['format'],
  more: Partial<StreamOptions> = {},
): Promise<{ out: string; err: string; result: StreamResult }> {
  engine ??= openEngine();
  const opened = engine;
  const out = new Sink();
  const err = new Sink();
  const source =
    typeof input === 'string' || Buffer.isBuffer(input)
      ? Readable.from([Buffer.from(input)], { objectMode: false })
      : input;
  const result = await streamFile(
    'path' in source && !(source instanceof Readable) ? (source.path as string) : (source as Readable),
    {
      engine: () => Promise.resolve(opened),
      format,
      out,
      err,
      ...more,
    },
  );
  return { out: out.text, err: err.text, result };
}

/** `--json` of it, parsed. */
export async function summed(
  ...args: [Parameters<typeof streamed>[0], Partial<StreamOptions>?]
): Promise<Decoded & { summary: Summary; source?: string }> {
  const { out } = await streamed(args[0], 'json', args[1]);
  return JSON.parse(out) as Decoded & { summary: Summary };
}
