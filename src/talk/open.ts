import type { Incoming, Outcome } from '../conversation.ts';
import { answered, type Told } from '../escalate/asks.ts';
import { deskFor } from '../escalate/desk.ts';
import { inOrder, openDraft, withoutSecrets } from '../escalate/open.ts';
import type { Draft } from '../escalation.ts';
import { placeKey } from '../ports.ts';
import type { Decoded, Place, Verdict } from '../types.ts';
import { type Case, linesIn } from './case.ts';
import { changeCase, loadCase, whole } from './cases.ts';
import type { Deps } from './deps.ts';
import { change, current, loadDraft, storeDraft, surroundings } from './drafts.ts';
import { tell } from './say.ts';
import { TALK } from './words.ts';

/** The draft of a thread: opened at the first time, shown again at every other. */
export async function openInThread(deps: Deps, incoming: Incoming, place: Place): Promise<Outcome[]> {
  const { tenant } = incoming;
  const { state } = await loadCase(deps, tenant, placeKey(place));
  if (!whole(deps, state)) return [tell(TALK.nothingFailedTitle, TALK.nothingFailed)];
  // Whoever names the draft first has named it for everybody.
  const named = await changeCase(deps, tenant, placeKey(place), incoming.person, (before) =>
    before.draft === undefined ? { ...before, draft: deps.random.id() } : before,
  );
  const id = named.draft ?? '';
  const found = await loadDraft(deps, tenant, id);
  if (found) return current(deps, tenant, found.draft);
  const decoded = whole(deps, named);
  const draft = decoded && (await made(deps, incoming, place, id, named, decoded));
  if (!draft) return [tell(TALK.nothingFailedTitle, TALK.nothingFailed)];
  if (await storeDraft(deps, tenant, draft, 0)) return current(deps, tenant, draft);
  const others = await loadDraft(deps, tenant, id);
  return others ? current(deps, tenant, others.draft) : [];
}

async function made(
  deps: Deps,
  incoming: Incoming,
  place: Place,
  id: string,
  one: Case,
  decoded: Decoded,
): Promise<Draft | undefined> {
  const around = await surroundings(deps, incoming.tenant, decoded);
  if (!around) return undefined;
  const profile = deskFor(around.desks, around.settings.desk);
  const { id: person, name } = incoming.person;
  return (
    profile &&
    openDraft({
      id,
      told: toldBy(deps, one, decoded, around.verdicts),
      profile,
      platform: incoming.platform,
      place,
      by: { id: person, ...(name !== undefined && { name }) },
      now: deps.clock.now(),
    })
  );
}

/** The thread's pastes have changed: what its draft took from them follows. One that lost all of them is put away. */
export async function followCase(deps: Deps, incoming: Incoming, one: Case): Promise<Outcome[]> {
  if (one.draft === undefined) return [];
  const decoded = whole(deps, one);
  const result = await change(deps, incoming.tenant, one.draft, incoming.person, (draft) => {
    if (draft.state !== 'open' && draft.state !== 'ready') return undefined;
    const forgotten = Object.keys(draft.values).filter((id) => draft.values[id]?.by === undefined);
    const nothing = Object.fromEntries(forgotten.map((id) => [id, '']));
    if (!decoded) return [{ do: 'learn', values: nothing }, { do: 'close' }];
    const seen = answered(toldBy(deps, one, decoded, inOrder(decoded, draft.cause)));
    const values = { ...nothing, ...withoutSecrets(seen) };
    const same = Object.entries(values).every(
      ([id, value]) => (draft.values[id]?.value ?? '') === value || draft.values[id]?.by,
    );
    return same ? undefined : [{ do: 'learn', values }];
  });
  if (!result?.changed) return [];
  if (!decoded) return [{ do: 'remove', key: 'draft', place: result.draft.place }];
  return current(deps, incoming.tenant, result.draft);
}

function toldBy({ catalog }: Deps, one: Case, decoded: Decoded, verdicts: readonly Verdict[]): Told {
  return {
    verdicts,
    pasted: linesIn(one),
    nameOf: (id) => catalog.shelf(id)?.name ?? id,
    ...(decoded.scope && { scope: decoded.scope }),
  };
}
