import type { Engine } from '../../src/index.ts';
import { SUGGEST } from '../../src/reply/words.ts';
import type { Decoded, Part } from '../../src/types.ts';
import { safe } from './safe.ts';
import type { Terminal } from './terminal.ts';

const today = (): string => new Date().toISOString().slice(0, 10);

/** Tells that a rule can be had, under a verdict that is a guess. */
export function offer(decoded: Decoded, engine: Engine): Part[] {
  return engine.suggest(decoded, today()) ? [{ kind: 'note', line: [SUGGEST.offer] }] : [];
}

/** Prints a rule for the reply that none knows: the JSON alone on standard output, what to do with it on standard error. */
export async function printSuggestion(decoded: Decoded, engine: Engine, terminal: Terminal): Promise<void> {
  const suggestion = engine.suggest(decoded, today());
  if (!suggestion) return terminal.error(`${SUGGEST.none}\n`);
  const lines = JSON.stringify(suggestion.rule, undefined, 2).split('\n');
  await terminal.out(`${lines.map(safe).join('\n')}\n`);
  const steps = SUGGEST.steps(suggestion.file).map((step, at) => `${at + 1}. ${step}\n`);
  await terminal.error(`\n${SUGGEST.stepsHeading}:\n${steps.join('')}`);
}
