import type { Catalog } from '../catalog/catalog.ts';
import type { Decoded, Draft } from '../types.ts';
import { type Profile, profiles } from './desk.ts';
import { openDraft, tooEarly } from './open.ts';

/** A draft that belongs to no thread, with the desk it is written for: what the command line and the library show. */
export interface Opened {
  draft: Draft;
  profile: Profile;
  tooEarly: boolean;
}

/**
 * Opens a draft for the most serious failure of a decode.
 *
 * @param desk id of a desk (`relay-support`, `recipient-admin`, `own-it`, `blocklist`, or a provider with a desk of its own); the right
 *   one for the verdict when absent
 * @param relay id of the sending service, where it is known
 * @returns undefined when nothing failed
 * @throws TypeError when there is no such desk for this verdict, naming those there are
 */
export function openFor(
  decoded: Decoded,
  catalog: Catalog,
  options: { desk?: string; relay?: string; now: number },
): Opened | undefined {
  const serious = decoded.groups[0];
  const first = decoded.failures.find(({ cause }) => cause === serious?.cause);
  if (!first) return undefined;
  const verdicts = [first, ...decoded.failures.filter((verdict) => verdict !== first)];
  const relay = first.relay ?? options.relay;
  const list = profiles(first, catalog, relay === undefined ? undefined : catalog.shelf(relay));
  const profile = options.desk === undefined ? list[0] : list.find(({ id }) => id === options.desk);
  if (!profile)
    throw new TypeError(`There is no desk "${options.desk}" here; use one of ${list.map(({ id }) => id).join(', ')}.`);
  const draft = openDraft({
    id: 'draft',
    verdicts,
    ...(decoded.scope && { scope: decoded.scope }),
    profile,
    platform: '',
    place: { channel: '', thread: '', personal: true },
    by: { id: '' },
    now: options.now,
  });
  return draft && { draft, profile, tooEarly: tooEarly(first) };
}
