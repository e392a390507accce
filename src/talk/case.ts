import { inPaste } from '../escalate/checklist.ts';
import { redact } from '../redact.ts';
import type { Decoded, Verdict } from '../types.ts';

/** One paste: what it was decoded to, and the answers in it with their lines, as many as there are failures. */
export interface Paste {
  id: string;
  decoded: Decoded;
  lines: readonly (string | null)[];
  /** As in `Asked`. */
  edited?: string;
}

/** Everything pasted in one thread. Stored as JSON, encrypted at rest. */
export interface Case {
  v: 1;
  /** In the order of pasting; a paste that was edited keeps its place. */
  pastes: readonly Paste[];
  /** Its escalation draft, once there is one. */
  draft?: string;
  /** Asked by a command: only the asker has seen the answer, and there is no thread yet. */
  hidden?: true;
  /** When somebody began to share it. */
  sharing?: number;
  /** It was shared: everything is in the case of this id from now on. */
  moved?: string;
}

export const EMPTY: Case = { v: 1, pastes: [] };

/** More than this in one thread is a log, and belongs on the command line. */
const MOST_PASTES = 50;
/** A draft quotes one answer, and is about one of the first. */
const MOST_LINES = 20;

/** @param asked what was decoded, and since when it stands there */
export function withPaste(
  before: Case,
  id: string,
  decoded: Decoded,
  { text, edited }: { text: string; edited?: string | undefined },
): Case {
  const at = before.pastes.findIndex((paste) => paste.id === id);
  const pasted = inPaste(text);
  const entry: Paste = {
    id,
    ...(edited !== undefined && { edited }),
    decoded,
    lines: decoded.failures.slice(0, MOST_LINES).map((failure) => withoutSecret(pasted(failure))),
  };
  const pastes = at >= 0 ? before.pastes.with(at, entry) : [...before.pastes, entry].slice(-MOST_PASTES);
  return { ...before, pastes };
}

function withoutSecret(lines: string | undefined): string | null {
  return lines === undefined ? null : redact(lines);
}

/** The case as if the paste had not been. */
export function withoutPaste(before: Case, id: string): Case {
  return { ...before, pastes: before.pastes.filter((paste) => paste.id !== id) };
}

/** True for what a message said before, delivered after what it says now: a platform repeats what it could not deliver at first. */
export function isOutdated(one: Case, id: string, edited: string | undefined): boolean {
  const known = one.pastes.find((paste) => paste.id === id)?.edited;
  return known !== undefined && (edited === undefined || edited < known);
}

/** Pastes in which something failed or waits. */
export function bounces(one: Case): Decoded[] {
  return one.pastes.flatMap(({ decoded }) => (decoded.failures.length > 0 ? [decoded] : []));
}

/** The lines of a failure's answer as they were pasted. */
export function linesIn(one: Case): (verdict: Verdict) => string | undefined {
  return (verdict) => {
    for (const { decoded, lines } of one.pastes) {
      const at = decoded.failures.indexOf(verdict);
      if (at >= 0) return lines[at] ?? undefined;
    }
    return undefined;
  };
}

/** @throws SyntaxError when the stored text is no JSON: then the store was changed from outside */
export function parseCase(body: string): Case {
  return JSON.parse(body) as Case;
}
