import { checklistMarkdown, openEngine } from '../../src/index.ts';
import { unpackWhole } from '../bytes/formats.ts';
import { textOf } from '../bytes/text.ts';
import type { Command } from './commands.ts';
import { isPacked, readFile, readInput } from './input.ts';
import { readOptions } from './options.ts';
import { jsonLine, safe } from './safe.ts';
import { Unreadable } from './streaming.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage.ts';

/** Enough for any mail or log excerpt; a whole log is decoded first. */
const MOST = 4 * 1024 * 1024;

/** `bounce draft [--desk NAME] [--json] FILE`: exit code 1 when nothing in the file failed; missing fields are no failure. `-`: standard input. */
export const draftCommand: Command = async (args, terminal) => {
  const { values, rest } = readOptions(args, { desk: { type: 'string' }, json: { type: 'boolean' } });
  const [path] = rest;
  if (path === undefined || rest.length > 1) throw new UsageError('Name the one file that holds the bounce.');
  const text = await textAt(path, terminal);
  const relay = terminal.env.SENDING_SERVICE;
  const engine = openEngine(relay ? { relay } : {});
  const list = engine.draft(engine.decode(text), {
    now: Date.now(),
    paste: text,
    ...(values.desk !== undefined && { desk: values.desk }),
  });
  if (list === undefined) {
    await terminal.error('Nothing in this file failed, so there is nothing to draft.\n');
    return 1;
  }
  await terminal.out(values.json ? jsonLine(list) : safe(checklistMarkdown(list)));
  return 0;
};

/** @throws Unreadable, UsageError */
async function textAt(path: string, terminal: Terminal): Promise<string> {
  try {
    const read = path === '-' ? await readInput(terminal, MOST) : { bytes: await readFile(path, MOST) };
    const bytes = 'bytes' in read ? read.bytes : undefined;
    const plain = bytes && isPacked(bytes) ? unpackWhole(bytes, MOST) : bytes;
    if (plain !== undefined) return textOf(plain);
  } catch (error) {
    throw error instanceof Unreadable ? new Unreadable(`${path}: ${error.message}`) : error;
  }
  throw new UsageError(`${path} is too large for a draft; decode it first and save one failure.`);
}
