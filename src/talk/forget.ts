import type { Incoming, Outcome } from '../conversation.ts';
import { placeKey } from '../ports.ts';
import type { Button } from '../types.ts';
import type { Deps } from './deps.ts';
import { mayChange } from './home.ts';
import { message, say, tell } from './say.ts';
import { settingsOf } from './settings.ts';
import { TALK } from './words.ts';

/** Offers what can be forgotten. Nothing goes before a button is pressed. */
export async function askForget(deps: Deps, incoming: Incoming): Promise<Outcome[]> {
  const { forget: words } = TALK;
  const settings = await settingsOf(deps.store, incoming.tenant);
  const buttons: Button[] = [
    { id: 'forget-thread', label: words.thread, value: placeKey(incoming.place) },
    { id: 'forget-me', label: words.me, value: '' },
    ...(mayChange(settings, incoming)
      ? [{ id: 'forget-workspace', label: words.workspace, value: '', style: 'danger' } as const]
      : []),
  ];
  return [say('asker', message(words.title, words.ask, 'info', buttons))];
}

/** Forgets for good: a thread, the person who presses, or the workspace if they may. */
export async function forget(deps: Deps, incoming: Incoming, button: string, value: string): Promise<Outcome[]> {
  const { forget: words } = TALK;
  const { tenant, person } = incoming;
  switch (button) {
    case 'forget-thread':
      await deps.store.forget(tenant, { place: value });
      return [tell(words.doneTitle, words.threadDone, 'good')];
    case 'forget-me':
      await deps.store.forget(tenant, { person: person.id });
      return [tell(words.doneTitle, words.meDone, 'good')];
    case 'forget-workspace':
      if (!mayChange(await settingsOf(deps.store, tenant), incoming))
        return [tell(words.refusedTitle, words.refused, 'problem')];
      await deps.store.forget(tenant, 'content');
      return [tell(words.doneTitle, words.workspaceDone, 'good')];
    default:
      return [];
  }
}
