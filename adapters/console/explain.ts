import { openEngine } from '../../src/index.ts';
import type { Command } from './commands.ts';
import { readOptions } from './options.ts';
import { render } from './render.ts';
import { UsageError } from './usage.ts';

/** `bounce explain WHAT`: exit code 1 when WHAT is not known. */
export const explainCommand: Command = async (args, terminal) => {
  const { rest } = readOptions(args, {});
  if (rest.length === 0) throw new UsageError('Say what to explain, such as 5.7.26, gmail or prevention.');
  const engine = openEngine();
  const what = rest.join(' ');
  await terminal.out(render(engine.explain(what), terminal));
  return engine.explains(what) ? 0 : 1;
};
