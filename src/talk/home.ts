import type { Incoming, Outcome } from '../conversation.ts';
import { clipped } from '../reply/clipped.ts';
import { help } from '../reply/help.ts';
import { withText } from '../reply/plain.ts';
import type { Button, Part } from '../types.ts';
import type { Deps } from './deps.ts';
import { draftLines } from './list.ts';
import { type Settings, settingsOf } from './settings.ts';
import { TALK } from './words.ts';

const RECENT = 5;

/** The bot's own page: what it can do, the open drafts, what this person had decoded, the settings for those who may change them. */
export async function home(deps: Deps, incoming: Incoming): Promise<Outcome> {
  const { tenant, person } = incoming;
  const [settings, drafts, recent] = await Promise.all([
    settingsOf(deps.store, tenant),
    draftLines(deps, tenant),
    deps.store.recentDecodes(tenant, person.id, RECENT),
  ]);
  const title = (cause: string | undefined): string => (cause && deps.catalog.cause(cause)?.title) || '';
  const rows = recent.map((decode) => [
    // Whole, so that a platform can show it in the reader's own zone.
    new Date(decode.at).toISOString(),
    title(decode.cause) || decode.kind,
    clipped(decode.sample, 120),
  ]);
  const parts: Part[] = [
    ...help(deps.commands[incoming.platform]).parts,
    { kind: 'heading', text: TALK.home.drafts },
    ...(drafts.length > 0 ? drafts : [line(TALK.noDrafts)]),
    { kind: 'heading', text: TALK.home.recent },
    rows.length > 0 ? { kind: 'table', head: TALK.home.recentHead, rows } : line(TALK.home.nothingRecent),
  ];
  const buttons: Button[] = [
    { id: 'paste', label: TALK.home.paste, value: '', style: 'primary' },
    ...(mayChange(settings, incoming) ? [{ id: 'settings', label: TALK.home.settings, value: '' }] : []),
  ];
  return { do: 'home', reply: withText({ tone: 'info', title: TALK.home.title, parts, buttons }) };
}

/** Administrators as the platform says, and people they have named. */
export function mayChange(settings: Settings, { person }: Incoming): boolean {
  return person.admin === true || settings.admins.includes(person.id);
}

function line(text: string): Part {
  return { kind: 'line', line: [text] };
}
