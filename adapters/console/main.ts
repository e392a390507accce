#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { run } from './commands.ts';
import { safe } from './safe.ts';
import { processTerminal } from './terminal.ts';
import { UsageError } from './usage.ts';

// A command lives for a second. What was compiled (and stripped of its types) for the last one is used again; V8's nurseries stay as
// small as they begin, for a big log leaves hardly anything behind, and grown nurseries would double the memory it takes; they are
// cleared by the thread that filled them, for the other processor is busy as well; and V8's slowest compiler, which would take a
// sixth of both, has to wait for what really pays.
enableCompileCache();
setFlagsFromString('--semi-space-growth-factor=1');
setFlagsFromString('--no-parallel-scavenge');
setFlagsFromString('--invocation-count-for-turbofan=200000');

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
