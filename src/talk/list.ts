import { DRAFT } from '../reply/draft-words.ts';
import { withText } from '../reply/plain.ts';
import type { Part, Reply } from '../types.ts';
import type { Deps } from './deps.ts';
import { loadDraft } from './drafts.ts';
import { message } from './say.ts';
import { TALK } from './words.ts';

/** Older ones are found in their threads. */
const MOST = 20;

/** The open drafts of a workspace, each with the way to its thread. */
export async function draftsReply(deps: Deps, tenant: string): Promise<Reply> {
  const parts = await draftLines(deps, tenant);
  if (parts.length === 0) return message(TALK.draftsTitle, TALK.noDrafts);
  return withText({ tone: 'info', title: TALK.draftsTitle, parts, buttons: [] });
}

/** One line a draft, the last changed first. */
export async function draftLines(deps: Deps, tenant: string): Promise<Part[]> {
  const open = await deps.store.drafts(tenant, MOST);
  const drafts = await Promise.all(open.map(({ id }) => loadDraft(deps, tenant, id)));
  return drafts.flatMap((found): Part[] => {
    if (!found) return [];
    const { draft } = found;
    const cause = deps.catalog.cause(draft.cause)?.title ?? draft.cause;
    const changed = new Date(draft.changedAt).toISOString().slice(0, 10);
    return [
      {
        kind: 'line',
        line: [
          { strong: cause },
          TALK.draftLine(DRAFT.stateName(draft.state), changed),
          { thread: TALK.toThread, place: draft.place },
        ],
      },
    ];
  });
}
