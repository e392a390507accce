import type { Catalog } from '../catalog/catalog.ts';
import type { CodeReading, Rule } from '../catalog/schema.ts';
import type { Failure, Wire } from '../types.ts';

/** Reply code and enhanced status code, as far as seen. */
export interface Codes {
  reply?: number | undefined;
  status?: string | undefined;
}

/** The codes that belong to the innermost answer; what it lacks is taken from the answer around it. */
export function innerCodes(failure: Failure): Codes {
  return {
    reply: failure.reply ?? failure.outer?.reply,
    status: failure.status ?? failure.outer?.status,
  };
}

/**
 * What the numbers say of permanence. The reply code speaks first: a system that gave up answers 550 although the cause it names
 * (`4.4.7`) is a passing one.
 */
export function wireOf(failure: Failure): Wire | undefined {
  const outer = failure.outer;
  // An outer answer that is final makes the inner one final: the sending system has stopped trying.
  const gaveUp = failure.action === 'failed' && classOf(outer?.reply, outer?.status) === 5;
  const digit = gaveUp ? 5 : (classOf(failure.reply, failure.status) ?? classOf(outer?.reply, outer?.status));
  if (digit === 5) return 'permanent';
  return digit === 4 ? 'temporary' : undefined;
}

/** 4, 5 or another first digit; the reply code's before the status'. */
export function classOf(reply: number | undefined, status: string | undefined): number | undefined {
  if (reply !== undefined) return Math.floor(reply / 100);
  return status === undefined ? undefined : status.charCodeAt(0) - 48;
}

/** A bare number as the standards, and the field, read it. */
export interface CodeVerdict {
  /** `status/5.1.1` or `reply/550`. */
  rule: string;
  reading: CodeReading;
  /** The number as it stands in the paste. */
  quote: string;
}

export function statusVerdict(status: string | undefined, catalog: Catalog): CodeVerdict | undefined {
  if (status === undefined) return undefined;
  const entry = catalog.status(status);
  const reading = status.startsWith('4') ? entry?.temporary : status.startsWith('5') ? entry?.permanent : undefined;
  return reading && { rule: `status/${status}`, reading, quote: status };
}

export function replyVerdict(reply: number | undefined, catalog: Catalog): CodeVerdict | undefined {
  const reading = reply === undefined ? undefined : catalog.reply(reply)?.bare;
  return reading && { rule: `reply/${reply}`, reading, quote: String(reply) };
}

type When = NonNullable<Rule['when']>;

/** Whether a rule's `when` holds. What was not seen does not fit. */
export function fitsWhen({ reply, status, phase }: When, codes: Codes, failure: Failure): boolean {
  if (reply && !reply.some((wanted) => fitsReply(wanted, codes, failure))) return false;
  if (status && !status.some((wanted) => fitsStatus(wanted, codes.status))) return false;
  return !phase || (failure.phase !== undefined && phase.includes(failure.phase));
}

function fitsReply(wanted: string, { reply, status }: Codes, failure: Failure): boolean {
  if (!wanted.endsWith('xx')) return reply !== undefined && String(reply) === wanted;
  const digit = classOf(reply, status) ?? (failure.action === 'delayed' ? 4 : undefined);
  return digit === wanted.charCodeAt(0) - 48;
}

/** `5.7.26`, `x.7.1`, `5.7.*`, `5.*`, `5.7.606-649`. */
function fitsStatus(wanted: string, status: string | undefined): boolean {
  if (status === undefined) return false;
  const have = status.split('.');
  const parts = wanted.split('.');
  for (const [at, part] of parts.entries()) {
    if (part === '*') return true;
    const seen = have[at];
    if (part === 'x' && (seen === '4' || seen === '5')) continue;
    const [from = '', to] = part.split('-');
    if (to === undefined ? seen !== part : Number(seen) < Number(from) || Number(seen) > Number(to)) return false;
  }
  return true;
}
