/** Facts are names, counts and ids. Anything of another shape could be a piece of a paste and is not written. */
const FACT = /^[\w.:/+ -]{0,120}$/;
/** Longer runs without a blank look like tokens, whatever they are called. */
const RUN = /[\w+/=-]{25,}/;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const HIDDEN = '[hidden]';

type Fact = string | number | boolean;

/**
 * Facts as they may be logged. Whatever is not plainly harmless is hidden, so that a mistake elsewhere costs a detail of
 * the log and not a secret.
 */
export function safeFacts(facts: Readonly<Record<string, Fact>> | undefined): Record<string, Fact> {
  return Object.fromEntries(Object.entries(facts ?? {}).map(([name, value]) => [name, safeFact(value)]));
}

function safeFact(value: unknown): Fact {
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value !== 'string') return HIDDEN;
  return UUID.test(value) || (FACT.test(value) && !RUN.test(value)) ? value : HIDDEN;
}

/**
 * An error as it may be logged: its name and code, and its message without what is quoted in it (parsers quote their
 * input), without addresses and without anything that looks like a token.
 */
export function safeError(error: unknown): { name: string; code?: string; message: string } {
  if (!(error instanceof Error)) return { name: typeof error, message: HIDDEN };
  const { code } = error as { code?: unknown };
  return {
    name: String(safeFact(error.name)),
    message: safeMessage(error.message),
    ...(typeof code === 'string' && { code: String(safeFact(code)) }),
  };
}

function safeMessage(message: string): string {
  return message
    .slice(0, 1000)
    .replace(/"[^"]*(?:"|$)|'[^']*(?:'|$)|`[^`]*(?:`|$)/g, '"…"')
    .replace(/[^\s@<>]{0,64}@[^\s@<>]{0,253}/g, HIDDEN)
    .replace(/\b(?:https?|postgres(?:ql)?):\/\/\S+/gi, HIDDEN)
    .replace(/[\w+/=.-]{25,}/g, HIDDEN)
    .replace(/\p{Cc}+/gu, ' ')
    .slice(0, 300);
}
