import type { Asked, Incoming, Outcome } from '../conversation.ts';
import { placeKey } from '../ports.ts';
import { hint } from '../reply/help.ts';
import { withText } from '../reply/plain.ts';
import type { Decoded } from '../types.ts';
import { verdict } from './answer.ts';
import { bounces, type Case, isOutdated, withoutPaste, withPaste } from './case.ts';
import { changeCase, loadCase } from './cases.ts';
import type { Deps } from './deps.ts';
import { record } from './feedback.ts';
import { addMaterial } from './material.ts';
import { followCase } from './open.ts';
import { say, withNotes } from './say.ts';
import { type Settings, settingsOf } from './settings.ts';
import { TALK } from './words.ts';

/** The text of a paste with that of its files. */
export function textOf({ text, files = [] }: { text: string; files?: readonly { text: string }[] }): string {
  return [text, ...files.map((file) => file.text)].filter(Boolean).join('\n\n');
}

/** Pasted text: a bounce is answered and becomes part of its thread's case; what a draft waits for goes into the draft. */
export async function paste(deps: Deps, incoming: Incoming, asked: Asked & { kind: 'paste' }): Promise<Outcome[]> {
  const id = placeKey(incoming.place);
  const [settings, { state }] = await Promise.all([
    settingsOf(deps.store, incoming.tenant),
    loadCase(deps, incoming.tenant, id),
  ]);
  if (isOutdated(state, incoming.id, asked.edited)) return [];
  const text = textOf(asked);
  const decoded = deps.decode(text, settings.relay);
  const { summaries = [], unread = [] } = asked;
  const key = keyOf(incoming.id);
  const summed = summaries.map((reply, index) => say('thread', reply, { key: `${key}:${index}` }));
  if (decoded.kind === 'none') {
    const gone = asked.edited !== undefined ? await forgetPaste(deps, incoming) : [];
    if (gone.length > 0) return gone;
    if (unread.length > 0) return [...summed, say('thread', withNotes(hint(), unread), { key })];
    if (summed.length > 0) return summed;
    const added = await addMaterial(deps, incoming, { text, direct: asked.direct }, key);
    if (added.length > 0) return added;
    return asked.direct ? [say('thread', hint(), { key })] : [];
  }
  const after = await changeCase(deps, incoming.tenant, id, incoming.person, (before) =>
    withPaste(before, incoming.id, decoded, { text, edited: asked.edited }),
  );
  await record(deps, incoming, decoded);
  const answer = verdict(deps, settings, decoded, { case: id, paste: incoming.id });
  return [
    say('thread', withNotes(answer, unread), { key }),
    ...summed,
    ...overall(deps, settings, after, id),
    ...(await followCase(deps, incoming, after)),
  ];
}

/** A paste is gone, or is no bounce any more: so is its answer, and what the thread as a whole had of it. */
export async function forgetPaste(deps: Deps, incoming: Incoming): Promise<Outcome[]> {
  const { tenant, person, place } = incoming;
  const { id, state } = await loadCase(deps, tenant, placeKey(place));
  if (!state.pastes.some((entry) => entry.id === incoming.id)) return [];
  const after = await changeCase(deps, tenant, id, person, (before) => withoutPaste(before, incoming.id));
  const settings = await settingsOf(deps.store, tenant);
  const summary = overall(deps, settings, after, id);
  const gone: Outcome[] = summary.length === 0 && bounces(state).length > 1 ? [{ do: 'remove', key: 'case' }] : summary;
  return [{ do: 'remove', key: keyOf(incoming.id) }, ...gone, ...(await followCase(deps, incoming, after))];
}

/** From the second paste on, one message tells how the thread stands as a whole, and is kept current. */
function overall(deps: Deps, settings: Settings, one: Case, id: string): Outcome[] {
  const bounced: Decoded[] = bounces(one);
  if (bounced.length < 2) return [];
  const reply = verdict(deps, settings, deps.combine(bounced), { case: id, paste: '' });
  const title = `${TALK.caseTitle(bounced.length)}. ${reply.title}`;
  // The table and how far it reaches; the steps stand in the answers above.
  const detail = reply.parts.findIndex(({ kind }) => kind === 'heading');
  const parts = detail < 0 ? reply.parts : reply.parts.slice(0, detail);
  return [say('thread', withText({ ...reply, title, parts }), { key: 'case' })];
}

/** Under this key the answer to a paste is found again. */
function keyOf(id: string): string {
  return `paste:${id}`;
}
