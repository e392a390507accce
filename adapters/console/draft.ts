import { checklistMarkdown, openEngine } from '../../src/index.ts';
import type { Command } from './commands.ts';
import { readFileText } from './input.ts';
import { readOptions } from './options.ts';
import { safe } from './safe.ts';
import { UsageError } from './usage.ts';

/** Enough for any mail or log excerpt; a whole log is decoded first. */
const MOST = 4 * 1024 * 1024;

/** `bounce draft [--desk NAME] [--json] FILE`: exit code 1 when nothing in the file failed; missing fields are no failure. */
export const draftCommand: Command = async (args, terminal) => {
  const { values, rest } = readOptions(args, { desk: { type: 'string' }, json: { type: 'boolean' } });
  const [path] = rest;
  if (path === undefined || rest.length > 1) throw new UsageError('Name the one file that holds the bounce.');
  const text = await readFileText(path, MOST);
  if (text === undefined)
    throw new UsageError(`${path} is too large for a draft; decode it first and save one failure.`);
  const engine = openEngine(process.env.SENDING_SERVICE ? { relay: process.env.SENDING_SERVICE } : {});
  const list = engine.draft(engine.decode(text), {
    now: Date.now(),
    paste: text,
    ...(values.desk !== undefined && { desk: values.desk }),
  });
  if (list === undefined) {
    await terminal.error('Nothing in this file failed, so there is nothing to draft.\n');
    return 1;
  }
  await terminal.out(values.json ? `${JSON.stringify(list)}\n` : safe(checklistMarkdown(list)));
  return 0;
};
