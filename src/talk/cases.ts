import type { Decoded, Person } from '../types.ts';
import { bounces, type Case, EMPTY, parseCase } from './case.ts';
import type { Deps } from './deps.ts';

/** What a button of a verdict carries: whose it is. `paste` is '' for the thread as a whole. */
export interface CaseRef {
  case: string;
  paste: string;
  /** Only the asker sees this answer: what it leads to has no thread yet. */
  hidden?: true;
}

export interface StoredCase {
  id: string;
  state: Case;
  revision: number;
}

/** Follows a case that was shared to where it is now. */
export async function loadCase(deps: Deps, tenant: string, id: string): Promise<StoredCase> {
  const stored = await deps.store.get(tenant, 'case', id);
  if (!stored) return { id, state: EMPTY, revision: 0 };
  const state = parseCase(stored.body);
  return state.moved ? loadCase(deps, tenant, state.moved) : { id, state, revision: stored.revision };
}

/** Two people change it at once: whoever comes second changes what the first has left. */
export async function changeCase(
  deps: Deps,
  tenant: string,
  id: string,
  person: Person,
  make: (before: Case) => Case,
): Promise<Case> {
  for (let tries = 0; tries < 8; tries++) {
    const { state, revision } = await stored(deps, tenant, id);
    const after = make(state);
    const facts = { place: id, people: [person.id] };
    if ((await deps.store.swap(tenant, 'case', id, revision, JSON.stringify(after), facts)) !== undefined) return after;
  }
  throw new Error('the case changed too often to be written');
}

async function stored(deps: Deps, tenant: string, id: string): Promise<{ state: Case; revision: number }> {
  const found = await deps.store.get(tenant, 'case', id);
  return found ? { state: parseCase(found.body), revision: found.revision } : { state: EMPTY, revision: 0 };
}

/** All bounces of a case as one; undefined when nothing failed in it. */
export function whole(deps: Deps, one: Case): Decoded | undefined {
  const list = bounces(one);
  return list.length === 0 ? undefined : deps.combine(list);
}

/** The decode a button stands under; the thread as a whole for its summary. */
export function decodedOf(deps: Deps, one: Case, paste: string): Decoded | undefined {
  return paste === '' ? whole(deps, one) : one.pastes.find(({ id }) => id === paste)?.decoded;
}
