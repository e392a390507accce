import type { Span } from '../types.ts';
import type { Claim, Reader } from './claim.ts';
import type { Clean } from './clean.ts';
import { eventsOf } from './logs/families.ts';
import { logLine } from './logs/family.ts';
import { createLedger } from './logs/ledger.ts';
import { records } from './logs/records.ts';

/** More than any paste holds: whoever has more uses the streaming reader. */
const KEEPS = { messages: 20_000, waiting: 20_000 };

/** What log lines tell, and where they stand: a line that no failure came of is read all the same. */
export interface LogReading {
  claims: Claim[];
  lines: Span[];
}

/**
 * Reads lines of mail logs: one claim for each recipient that was refused or deferred. Deferrals of one recipient under one
 * queue id are one failure, the last of them; a later success closes it. Successes are claimed (`delivered`) only where
 * nothing failed.
 */
export function readLogLines(clean: Clean): LogReading {
  const delivered: Claim[] = [];
  const ledger = createLedger(KEEPS, 'log', (claim) => delivered.push(claim));
  const claims: Claim[] = [];
  const lines: Span[] = [];
  for (const [from, to] of records(clean)) {
    const text = clean.text.slice(from, to).replaceAll('\n', ' ').trimEnd();
    const line = logLine(text, clean.lower.slice(from, from + text.length).replaceAll('\n', ' '));
    for (const event of eventsOf(line)) {
      claims.push(...ledger.take(event, line, from));
      if (event.is === 'attempt') lines.push([from, to]);
    }
  }
  claims.push(...ledger.open());
  const told = (claims.length > 0 ? claims : delivered).sort((one, other) => one.span[0] - other.span[0]);
  return { claims: told, lines };
}

/** As `readLogLines`, for whoever wants the failures alone. */
export const readLog: Reader = (clean) => readLogLines(clean).claims;
