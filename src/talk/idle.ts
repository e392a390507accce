import type { Incoming } from '../conversation.ts';
import { onItsWay } from '../escalate/draft.ts';
import { expiry } from '../escalate/expiry.ts';
import { DRAFT } from '../reply/draft-words.ts';
import type { Deps } from './deps.ts';
import { change, changed, current, loadDraft } from './drafts.ts';
import { follow } from './handoff.ts';
import { message, type Outcomes, say } from './say.ts';
import { settingsOf } from './settings.ts';

const DAY = 86_400_000;
const GIVEN_UP = 3_600_000;

/**
 * A draft that nobody has touched for some time: its people are told two days before it expires, then it is closed. A hand-off that a
 * dying process left behind is taken up again; what was taken up already is known by its id and not done twice.
 */
export async function idle(deps: Deps, incoming: Incoming, id: string): Promise<Outcomes> {
  const { tenant, person } = incoming;
  const found = await loadDraft(deps, tenant, id);
  if (!found) return [];
  const { sent, unsure } = found.draft;
  if (onItsWay(found.draft) && !unsure) {
    const late = sent !== undefined && deps.clock.now() - sent.at > GIVEN_UP;
    // By then it was tried as often as it is tried: a person has to look.
    return late ? changed(deps, incoming, id, () => [{ do: 'unsure' }]) : follow(found.draft);
  }
  const { draftDays } = await settingsOf(deps.store, tenant);
  const now = deps.clock.now();
  const result = await change(deps, tenant, id, person, (draft) => {
    const what = expiry(draft, draftDays, now);
    return what === 'keep' ? undefined : [{ do: what }];
  });
  if (!result?.changed) return [];
  const { draft } = result;
  if (draft.expired) return current(deps, tenant, draft);
  const date = new Date(Math.max(draft.changedAt + draftDays * DAY, now + 2 * DAY)).toISOString().slice(0, 10);
  const notice = message(DRAFT.said.expiresTitle, DRAFT.said.expires(date), 'wait');
  return [say('thread', notice, { key: `expires:${id}:${date}`, place: draft.place })];
}
