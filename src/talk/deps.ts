import type { Catalog } from '../catalog/catalog.ts';
import type { Clock, Log, Random, Store } from '../ports.ts';
import type { Decoded } from '../types.ts';

/** What the conversation is made of. The rooms come in as functions, so that each can be tried alone. */
export interface Deps {
  decode(text: string): Decoded;
  /** One triage over several decodes: groups and scope over all of them. */
  combine(decoded: readonly Decoded[]): Decoded;
  /** Removes secrets and masks addresses. */
  redact(text: string): string;
  catalog: Catalog;
  store: Store;
  clock: Clock;
  random: Random;
  log: Log;
  /** Without a slash at its end. */
  publicUrl?: string;
  /** How commands begin on this platform, for help. */
  command: string;
}
