import type { Catalog } from '../catalog/catalog.ts';
import type { Clock, Handoff, Log, Random, Store } from '../ports.ts';
import type { Decoded, Reply } from '../types.ts';

/** What the conversation is made of. The rooms come in as functions, so that each can be tried alone. */
export interface Deps {
  /** @param relay id of the workspace's sending service; absent: that of the service */
  decode(text: string, relay?: string): Decoded;
  /** One triage over several decodes: groups and scope over all of them. */
  combine(decoded: readonly Decoded[]): Decoded;
  /** A rule for the first reply that none knew, shown to whoever may propose it. */
  suggest(decoded: Decoded, today: string): { reply: Reply } | undefined;
  catalog: Catalog;
  store: Store;
  clock: Clock;
  random: Random;
  log: Log;
  /** The ways in which an escalation can leave, in the order in which they are offered. */
  handoffs: readonly Handoff[];
  /** Catalog id of the sending service, for workspaces that have not chosen one. */
  relay?: string;
  /** Without a slash at its end. */
  publicUrl?: string;
  /** How commands begin, by platform; on those that are not named they are said to the bot as they are. */
  commands: Readonly<Record<string, string>>;
}
