import { kindOfStream } from '../../src/stream.ts';
import { formatOf, unpackWhole, WHOLE_MAIL } from './formats.ts';
import { textOf } from './text.ts';

/** Bytes of an input that are read as one paste; what is longer is a log or an export and is summed up. */
const WHOLE = 256 * 1024;
/** Bytes looked at to tell a mail from a log. */
const HEAD = 16 * 1024;

/**
 * The text of an input that is one paste, plain or gzipped.
 *
 * @param name of the file, or '' where it has none
 * @param bytes all of the input
 * @returns undefined when it has to be summed up as a stream
 */
export function onePaste(name: string, bytes: Buffer): string | undefined {
  const plain = formatOf(bytes) === 'gzip' ? unpackWhole(bytes, WHOLE_MAIL) : bytes;
  if (plain === undefined || plain.length > WHOLE_MAIL) return undefined;
  return plain.length <= WHOLE || isOneMail(name, plain) ? textOf(plain) : undefined;
}

function isOneMail(name: string, bytes: Buffer): boolean {
  return /\.eml(?:\.gz)?$/i.test(name) || kindOfStream(textOf(bytes.subarray(0, HEAD))) === 'mail';
}
