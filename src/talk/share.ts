import type { Incoming, Outcome, Posted } from '../conversation.ts';
import { placeKey } from '../ports.ts';
import type { Button } from '../types.ts';
import { verdict } from './answer.ts';
import { type Case, EMPTY } from './case.ts';
import { type CaseRef, changeCase, decodedOf, loadCase } from './cases.ts';
import type { Deps } from './deps.ts';
import { openInThread } from './open.ts';
import { message, say, tell } from './say.ts';
import { settingsOf } from './settings.ts';
import { TALK } from './words.ts';

/** What a shared message's receipt says: which answer it was, and what is to follow in its thread. */
interface Receipt {
  share: string;
  paste: string;
  draft?: true;
}

/** Sharing takes no longer; a process that died in between does not keep an answer from being shared. */
const UNDER_WAY_MS = 60_000;

/** A draft is written together: asks where, when only the asker has seen the answer. */
export function askWhere(value: string): Outcome[] {
  const button = (id: string, label: string): Button => ({ id, label, value });
  const buttons = [
    { ...button('share-draft', TALK.share.channel), style: 'primary' } as const,
    button('personal-draft', TALK.share.personal),
  ];
  return [say('asker', message(TALK.share.whereTitle, TALK.share.where, 'info', buttons))];
}

/** Posts an answer that only the asker has seen: into its channel, or into the direct conversation with the asker. */
export async function share(
  deps: Deps,
  incoming: Incoming,
  ref: CaseRef,
  how: { personal: boolean; draft: boolean },
): Promise<Outcome[]> {
  const { tenant, person } = incoming;
  const found = await loadCase(deps, tenant, ref.case);
  const decoded = decodedOf(deps, found.state, ref.paste);
  if (!decoded) return [tell(TALK.goneTitle, TALK.gone)];
  if (found.id !== ref.case) return [tell(TALK.share.sharedTitle, TALK.share.shared)];
  const now = deps.clock.now();
  let first = false;
  await changeCase(deps, tenant, ref.case, person, (before) => {
    first = before.moved === undefined && now - (before.sharing ?? 0) > UNDER_WAY_MS;
    return first ? { ...before, sharing: now } : before;
  });
  if (!first) return [tell(TALK.share.sharedTitle, TALK.share.underWay)];
  const settings = await settingsOf(deps.store, tenant);
  const receipt: Receipt = { share: ref.case, paste: ref.paste, ...(how.draft && { draft: true }) };
  return [
    {
      do: 'post',
      to: how.personal ? { person: person.id } : { channel: incoming.place.channel },
      reply: verdict(deps, settings, decoded, { case: ref.case, paste: ref.paste }),
      key: `paste:${ref.paste}`,
      receipt: JSON.stringify(receipt),
    },
  ];
}

/** The answer stands in a thread now: its case follows, and the draft that was wanted is opened there. */
export async function shared(deps: Deps, incoming: Incoming, receipt: string, result: Posted): Promise<Outcome[]> {
  const { share: from, draft } = JSON.parse(receipt) as Receipt;
  const { tenant, person } = incoming;
  if (result.ok === 'unknown') return [];
  if (!result.ok) {
    await changeCase(deps, tenant, from, person, ({ sharing: _, ...before }) => before);
    return [tell(TALK.share.failedTitle, result.why, 'problem')];
  }
  await move(deps, incoming, from, placeKey(result.place));
  return draft ? openInThread(deps, incoming, result.place) : [];
}

/** Everything of a case is at another place from now on. Done again, it changes nothing. */
export async function move(deps: Deps, incoming: Incoming, from: string, to: string): Promise<void> {
  const { tenant, person } = incoming;
  const old = await deps.store.get(tenant, 'case', from);
  if (!old) return;
  const { pastes, moved } = JSON.parse(old.body) as Case;
  if (moved) return;
  await changeCase(deps, tenant, to, person, (before) => ({
    ...before,
    pastes: [...pastes.filter(({ id }) => !before.pastes.some((paste) => paste.id === id)), ...before.pastes],
  }));
  await changeCase(deps, tenant, from, person, () => ({ ...EMPTY, moved: to }));
}

/**
 * A button of a shared answer was pressed before the news came that it was shared: its thread is where it was pressed.
 *
 * @returns id of the case the button belongs to
 */
export async function settled(deps: Deps, incoming: Incoming, ref: CaseRef): Promise<string> {
  const { id, state } = await loadCase(deps, incoming.tenant, ref.case);
  if (ref.hidden || !state.hidden || id === placeKey(incoming.place)) return id;
  await move(deps, incoming, ref.case, placeKey(incoming.place));
  return placeKey(incoming.place);
}
