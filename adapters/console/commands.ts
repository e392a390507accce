import type { Terminal } from './terminal.ts';
import { USAGE, UsageError } from './usage.ts';

/**
 * A command: its arguments without its own name.
 *
 * @returns the exit code
 * @throws UsageError when the arguments make no sense
 */
export type Command = (args: readonly string[], terminal: Terminal) => Promise<number>;

/** The commands by name; each is loaded when it is asked for, so that none slows another down. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  decode: async () => (await import('./decode.ts')).decodeCommand,
  draft: async () => (await import('./draft.ts')).draftCommand,
  explain: async () => (await import('./explain.ts')).explainCommand,
  help: () => Promise.resolve(helpCommand),
};

const helpCommand: Command = async (_, terminal) => {
  await terminal.out(USAGE);
  return 0;
};

/**
 * Runs one command line.
 *
 * @param argv arguments after the program's name
 * @returns the exit code
 * @throws UsageError
 */
export async function run(argv: readonly string[], terminal: Terminal): Promise<number> {
  const [name, ...args] = argv;
  if (name === undefined) throw new UsageError('Say what to do.');
  if (name === '--help' || name === '-h') return helpCommand([], terminal);
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (load === undefined) throw new UsageError(`There is no command "${name}".`);
  if (args.includes('--help') || args.includes('-h')) return helpCommand([], terminal);
  return (await load())(args, terminal);
}
