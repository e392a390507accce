import type { Decoded, Verdict } from '../types.ts';

/** Everything pasted in one thread. Stored as JSON, encrypted at rest. */
export interface Case {
  v: 1;
  /** In the order of pasting; a paste that was edited keeps its place. */
  pastes: readonly { id: string; decoded: Decoded }[];
  /** Its escalation draft, once there is one. */
  draft?: string;
}

export const EMPTY: Case = { v: 1, pastes: [] };

/** More than this in one thread is a log, and belongs on the command line. */
const MOST_PASTES = 50;

export function withPaste(before: Case, id: string, decoded: Decoded): Case {
  const at = before.pastes.findIndex((paste) => paste.id === id);
  const entry = { id, decoded };
  const pastes = at >= 0 ? before.pastes.with(at, entry) : [...before.pastes, entry].slice(-MOST_PASTES);
  return { ...before, pastes };
}

export function withoutPaste(before: Case, id: string): Case {
  return { ...before, pastes: before.pastes.filter((paste) => paste.id !== id) };
}

/** All failures of the thread, in the order they were pasted. */
export function verdicts(one: Case): Verdict[] {
  return one.pastes.flatMap((paste) => paste.decoded.failures);
}

/** @throws SyntaxError when the stored text is no JSON: then the store was changed from outside */
export function parseCase(body: string): Case {
  return JSON.parse(body) as Case;
}
