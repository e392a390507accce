import type { Draft } from '../escalation.ts';
import { onItsWay } from './draft.ts';

const DAY = 86_400_000;
/** People are told so long before a draft is closed. */
const NOTICE = 2 * DAY;

/**
 * What time has done to a draft.
 *
 * @param days days without anybody's touch after which it is closed
 * @param now milliseconds since 1970
 * @returns `warn` once, two days before; `expire` when it is due and the warning is two days old; else `keep`
 */
export function expiry(draft: Draft, days: number, now: number): 'keep' | 'warn' | 'expire' {
  if (draft.state === 'closed' || onItsWay(draft)) return 'keep';
  const due = draft.changedAt + days * DAY;
  // A service that was off for long still gives its two days.
  if (draft.warnedAt !== undefined) return now >= Math.max(due, draft.warnedAt + NOTICE) ? 'expire' : 'keep';
  return now >= due - NOTICE ? 'warn' : 'keep';
}
