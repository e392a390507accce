import { type ComposeOptions, compose } from '../reply/compose.ts';
import { maskAddresses } from '../reply/mask.ts';
import { withText } from '../reply/plain.ts';
import type { Decoded, Reply } from '../types.ts';
import type { CaseRef } from './cases.ts';
import type { Deps } from './deps.ts';
import type { Settings } from './settings.ts';
import { TALK } from './words.ts';

/** A verdict as it stands in chat, with buttons that know where they belong. */
export function verdict(deps: Deps, settings: Settings, decoded: Decoded, ref: CaseRef): Reply {
  const value = JSON.stringify(ref);
  const reply = compose(decoded, deps.catalog, { ...manner(deps, settings), ref: value });
  if (!ref.hidden) return reply;
  return withText({ ...reply, buttons: [...reply.buttons, { id: 'share', label: TALK.share.button, value }] });
}

/** Everything about it, without buttons. */
export function inFull(deps: Deps, settings: Settings, decoded: Decoded): Reply {
  return compose(decoded, deps.catalog, { ...manner(deps, settings), all: true });
}

function manner(deps: Deps, settings: Settings): ComposeOptions {
  return { mask: settings.mask !== 'nowhere', today: today(deps), ...page(deps) };
}

/** ISO date in UTC. */
export function today({ clock }: Deps): string {
  return new Date(clock.now()).toISOString().slice(0, 10);
}

/** Where the code reference stands, for links to it. */
export function page({ publicUrl }: Deps): { publicUrl?: string } {
  return publicUrl === undefined ? {} : { publicUrl };
}

/** Text as others may read it in chat. */
export function masked(settings: Settings, text: string): string {
  return settings.mask === 'nowhere' ? text : maskAddresses(text);
}
