import { Session } from 'node:inspector';
import { setFlagsFromString } from 'node:v8';

/** What V8 counted of one script. */
interface Counted {
  url: string;
  functions: { ranges: { count: number }[] }[];
}

// Code that is optimised while it runs loses some of its counters.
setFlagsFromString('--no-opt');
setFlagsFromString('--no-maglev');
const session = new Session();
session.connect();
ask('Profiler.enable');
ask('Profiler.startPreciseCoverage', { callCount: true, detailed: true });

/** The engine, first run here: of what ran before, V8 counts no blocks. */
const { createDecoder } = await import('../../src/index.ts');
export const decode = createDecoder();

/**
 * How often the blocks of the engine's own code (functions, branches, bodies of loops) are run by a piece of work, as V8 counts them for
 * code coverage: exact, and the same on every machine however busy it is. What is built into the language (searching a string, a regular
 * expression) counts as nothing.
 */
export function blocksRun(work: () => void): number {
  taken();
  work();
  return taken();
}

/** Blocks run since this was asked last. */
function taken(): number {
  const { result } = ask('Profiler.takePreciseCoverage') as { result: Counted[] };
  let count = 0;
  for (const { url, functions } of result)
    if (/\/src\/(?!.*node_modules)/.test(url))
      for (const { ranges } of functions) for (const range of ranges) count += range.count;
  return count;
}

/** The inspector answers at once where it speaks to its own thread. */
function ask(method: string, parameters: object = {}): unknown {
  let answer: unknown;
  session.post(method, parameters, (error, result) => {
    if (error) throw new Error(`${method}: ${error.message}`);
    answer = result;
  });
  return answer;
}
