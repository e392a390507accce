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

/** Subject and detail of a status whose class was cut off in front of a text: `.1.3 Invalid address`. */
export const leftOfStatus = (text: string): string | undefined =>
  /^\.?([0-7]\.\d{1,3})[ -](?=[a-z<[])/i.exec(text.slice(0, 10))?.[1];
