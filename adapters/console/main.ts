#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { run } from './commands.ts';
import { safe } from './safe.ts';
import { processTerminal } from './terminal.ts';
import { UsageError } from './usage.ts';

// What was compiled (and stripped of its types) for the last command is used again.
enableCompileCache();

// A reader that has seen enough (`| head`) closes the pipe; that is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 2);
});

const terminal = processTerminal();
try {
  process.exitCode = await run(process.argv.slice(2), terminal);
} catch (error) {
  // The message may quote an argument, and an argument may hold escapes.
  if (error instanceof UsageError) await terminal.error(safe(`bounce: ${error.message} Try "bounce help".\n`));
  else await terminal.error(safe(`bounce: ${error instanceof Error ? error.message : 'something went wrong'}\n`));
  process.exitCode = 2;
}
