import type { Incoming, Outcome } from '../conversation.ts';
import { material } from '../escalate/material.ts';
import { placeKey } from '../ports.ts';
import { redact } from '../redact.ts';
import { DRAFT } from '../reply/draft-words.ts';
import { listed } from '../reply/words.ts';
import { loadCase } from './cases.ts';
import type { Deps } from './deps.ts';
import { change, current, loadDraft, sceneOf } from './drafts.ts';
import { checked } from './fill.ts';
import { message, say, withNotes } from './say.ts';

/**
 * A message in the thread of a draft that is no bounce but answers what the draft asks for: headers, `Sending IP: …`, one bare value.
 * Anything else is left alone.
 *
 * @param direct said to the bot: then also `Label: value` counts, and what is not understood is answered; of what people say to each
 *   other only headers and values of an unmistakable shape are taken
 * @param key names the short answer to it
 * @returns [] when there is no open draft, or nothing for it in the text
 */
export async function addMaterial(
  deps: Deps,
  incoming: Incoming,
  { text, direct }: { text: string; direct: boolean },
  key: string,
): Promise<Outcome[]> {
  const { tenant } = incoming;
  // What people say to each other mostly holds nothing of the kind: the store is asked only where it does.
  if (!direct && Object.keys(material(text, deps.catalog.asks).seen).length === 0) return [];
  const { state } = await loadCase(deps, tenant, placeKey(incoming.place));
  const found = state.draft === undefined ? undefined : await loadDraft(deps, tenant, state.draft);
  if (!found || (found.draft.state !== 'open' && found.draft.state !== 'ready')) return [];
  const scene = await sceneOf(deps, tenant, found.draft);
  if (!scene) return [];

  const wanted = scene.draft.asks.flatMap(({ id }) => scene.asks.find((ask) => ask.id === id) ?? []);
  const told = material(text, wanted);
  const { seen } = told;
  const named = direct ? told.named : {};
  const answers = Object.entries({ ...seen, ...named }).map(([id, value]) => [id, redact(value)] as const);
  const judged = answers.flatMap(([id, value]) => {
    const ask = wanted.find((one) => one.id === id);
    return ask ? [{ id, value, ask, ...checked(deps, scene, ask, value) }] : [];
  });
  if (judged.length === 0) return direct ? [say('thread', message(DRAFT.said.notUnderstood, ''), { key })] : [];
  const good = judged.filter(({ error }) => error === undefined);
  let taken: string[] = [];
  const result = await change(deps, tenant, scene.draft.id, incoming.person, (draft) => {
    // What was only recognised fills a gap; what was named replaces.
    const fits = good.filter(({ id }) => id in named || draft.values[id] === undefined);
    taken = fits.map(({ ask }) => ask.label);
    return fits.length > 0
      ? [{ do: 'fill', values: Object.fromEntries(fits.map(({ id, value }) => [id, value])) }]
      : undefined;
  });
  if (!result || result.refusal || (!direct && taken.length === 0)) return [];
  const notes = judged.flatMap(({ ask, error, warning }) => {
    const complaint = error ?? warning;
    return complaint === undefined ? [] : [`${ask.label}: ${DRAFT.complaint[complaint]}`];
  });
  if (taken.length === 0 && notes.length === 0) return [];
  const title = taken.length > 0 ? DRAFT.said.added(listed(taken)) : DRAFT.said.notAdded;
  const reply = withNotes({ ...message(title, ''), parts: [] }, notes);
  return [
    say('thread', { ...reply, text: [title, ...notes].join('\n') }, { key }),
    ...(await current(deps, tenant, result.draft)),
  ];
}
