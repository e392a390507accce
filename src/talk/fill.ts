import type { Ask } from '../catalog/schema.ts';
import type { Incoming, InputForm, Outcome } from '../conversation.ts';
import { fromHeaders } from '../escalate/asks.ts';
import { withoutPersonal } from '../escalate/headers.ts';
import { check } from '../escalate/validate.ts';
import type { Draft, DraftStep } from '../escalation.ts';
import { redact } from '../redact.ts';
import { type Again, draftForm, fitsForm, HEADERS } from '../reply/draft-form.ts';
import { DRAFT } from '../reply/draft-words.ts';
import { withText } from '../reply/plain.ts';
import type { Part } from '../types.ts';
import type { Deps } from './deps.ts';
import { change, current, goneDraft, loadDraft, refused, type Scene, sceneOf, viewOf } from './drafts.ts';
import { say } from './say.ts';

/** What the form carries: the draft, and a short hash of each value as the person first saw it. */
interface Base {
  draft: string;
  seen: Readonly<Record<string, string>>;
}

/** Opens the form on the draft as it is now. */
export async function fillForm(deps: Deps, incoming: Incoming, id: string): Promise<Outcome[]> {
  const found = await loadDraft(deps, incoming.tenant, id);
  const scene = found && (await sceneOf(deps, incoming.tenant, found.draft));
  return scene ? [{ do: 'ask', form: form(scene) }] : [goneDraft()];
}

function form(scene: Scene, again?: Again): InputForm {
  const { draft } = scene;
  const ids = [...draft.asks.map(({ id }) => id), HEADERS].filter((id) => fitsForm(draft.values[id]?.value));
  const base: Base = {
    draft: draft.id,
    seen: Object.fromEntries(ids.map((id) => [id, hash(draft.values[id]?.value)])),
  };
  return draftForm(viewOf(scene), JSON.stringify(base), again);
}

/**
 * Takes what was filled in. A fault sends the form back, nothing is stored then. Where somebody else has filled the same field meanwhile
 * theirs stands, and the form comes back with what was typed.
 */
export async function filled(
  deps: Deps,
  incoming: Incoming,
  fields: Readonly<Record<string, string>>,
  value: string,
): Promise<Outcome[]> {
  const base = JSON.parse(value) as Base;
  const { tenant, person } = incoming;
  const found = await loadDraft(deps, tenant, base.draft);
  const scene = found && (await sceneOf(deps, tenant, found.draft));
  if (!scene) return [goneDraft()];

  const typed = touched(scene, base, fields);
  const { errors, warnings } = faults(deps, scene, typed);
  if (Object.keys(errors).length > 0) {
    const clean = Object.fromEntries(Object.entries(fields).map(([id, text]) => [id, redact(text)]));
    return [{ do: 'ask', form: draftForm(viewOf(scene), value, { typed: clean, errors }) }];
  }

  let lost: string[] = [];
  const result = await change(deps, tenant, base.draft, person, (draft): readonly DraftStep[] | undefined => {
    const clashing = (id: string) => hash(draft.values[id]?.value) !== base.seen[id] && differs(draft, id, typed[id]);
    lost = Object.keys(typed).filter(clashing);
    const mine = Object.entries(typed).filter(([id, text]) => !lost.includes(id) && differs(draft, id, text));
    return mine.length > 0 ? [{ do: 'fill', values: Object.fromEntries(mine) }] : undefined;
  });
  if (!result) return [goneDraft()];
  const { draft, refusal } = result;
  if (refusal) return [refused(refusal), ...(await current(deps, tenant, draft))];
  const after = await sceneOf(deps, tenant, draft);
  const message = await current(deps, tenant, draft);
  if (lost.length > 0 && after) return [{ do: 'ask', form: comeBack(after, typed, lost) }, ...message];
  return [...(warnings.length > 0 ? [secondLook(warnings)] : []), ...message];
}

/** What the person changed against what they saw, cleaned of what must not be kept; answers read from pasted headers with it. */
function touched(scene: Scene, base: Base, fields: Readonly<Record<string, string>>): Record<string, string> {
  const typed: Record<string, string> = {};
  for (const id of Object.keys(base.seen)) {
    const text = (fields[id] ?? '').trim();
    if (hash(text) !== base.seen[id]) typed[id] = id === HEADERS ? redact(withoutPersonal(text)) : redact(text);
  }
  const pasted = fields[HEADERS] ?? '';
  const wanted = (id: string) => scene.draft.asks.some((ask) => ask.id === id);
  if (typed[HEADERS] !== undefined)
    for (const [id, answer] of Object.entries(fromHeaders(pasted)))
      if (wanted(id) && typed[id] === undefined && scene.draft.values[id] === undefined) typed[id] = redact(answer);
  if (!wanted(HEADERS)) delete typed[HEADERS];
  return typed;
}

function faults(
  deps: Deps,
  scene: Scene,
  typed: Readonly<Record<string, string>>,
): { errors: Record<string, string>; warnings: { label: string; text: string }[] } {
  const errors: Record<string, string> = {};
  const warnings: { label: string; text: string }[] = [];
  for (const [id, text] of Object.entries(typed)) {
    const ask = scene.asks.find((entry) => entry.id === id);
    if (!ask || text === '') continue;
    const { error, warning } = checked(deps, scene, ask, text);
    if (error) errors[id] = DRAFT.complaint[error];
    if (warning) warnings.push({ label: ask.label, text: DRAFT.complaint[warning] });
  }
  return { errors, warnings };
}

/** An answer against what its field wants, at this workspace's sending service. */
export function checked(deps: Deps, { relay }: Scene, ask: Ask, text: string): ReturnType<typeof check> {
  return check(ask.check, text, deps.clock.now(), relay?.relay?.idShape);
}

function differs(draft: Draft, id: string, text: string | undefined): boolean {
  return (draft.values[id]?.value ?? '') !== (text ?? '');
}

function comeBack(scene: Scene, typed: Readonly<Record<string, string>>, lost: readonly string[]): InputForm {
  const { draft, asks } = scene;
  const told = lost.map((id) => {
    const held = draft.values[id];
    const label = asks.find((ask) => ask.id === id)?.label ?? id;
    return `${DRAFT.said.meanwhile(held?.by?.name ?? DRAFT.somebody, label, held?.value ?? '–')}. `;
  });
  return form(scene, { typed: { ...typed }, notes: [...told, DRAFT.said.yours] });
}

function secondLook(warnings: readonly { label: string; text: string }[]): Outcome {
  const parts = warnings.map(({ label, text }): Part => ({ kind: 'line', line: [{ strong: `${label}: ` }, text] }));
  return say('asker', withText({ tone: 'info', title: DRAFT.said.second, parts, buttons: [] }));
}

/** FNV-1a, 32 bits: enough to see that a value is another one, whatever a platform did to its blanks. http://www.isthe.com/chongo/tech/comp/fnv/ */
export function hash(text = ''): string {
  const plain = text.replace(/\s+/g, ' ').trim();
  let value = 0x811c9dc5;
  for (let at = 0; at < plain.length; at++) value = Math.imul(value ^ plain.charCodeAt(at), 0x01000193);
  return (value >>> 0).toString(36);
}
