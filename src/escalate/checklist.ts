import type { Catalog } from '../catalog/catalog.ts';
import type { Draft } from '../escalation.ts';
import type { Decoded, Verdict } from '../types.ts';
import { deskOf, type Profile, places, profiles } from './desk.ts';
import { inOrder, openDraft, tooEarly } from './open.ts';

/** A draft that belongs to no thread, with the desk it is written for: what the command line and the library show. */
export interface Opened {
  draft: Draft;
  profile: Profile;
  /** Everybody it could be written for, the right one first. */
  desks: readonly Profile[];
  /** The failure it is about, then the others. */
  verdicts: readonly [Verdict, ...Verdict[]];
  tooEarly: boolean;
  /** Where fields are found at the sending service, by ask id. */
  where: Record<string, string>;
}

/**
 * Opens a draft for the most serious failure of a decode.
 *
 * @param desk id of a desk (`relay-support`, `recipient-admin`, `own-it`, `blocklist`, or a provider with a desk of its own); the right
 *   one for the verdict when absent
 * @param relay id of the sending service, where it is known
 * @param paste the text that was decoded: the reply is quoted from it with its lines
 * @returns undefined when nothing failed
 * @throws TypeError when there is no such desk for this verdict, naming those there are
 */
export function openFor(
  decoded: Decoded,
  catalog: Catalog,
  options: { desk?: string; relay?: string; paste?: string; now: number },
): Opened | undefined {
  const [first, ...rest] = inOrder(decoded);
  if (!first) return undefined;
  const verdicts = [first, ...rest] as const;
  const relay = first.relay ?? options.relay;
  const shelf = relay === undefined ? undefined : catalog.relay(relay);
  const list = profiles(first, catalog, shelf);
  const profile = options.desk === undefined ? list[0] : deskOf(list, options.desk);
  if (!profile)
    throw new TypeError(`There is no desk "${options.desk}" here; use one of ${list.map(({ id }) => id).join(', ')}.`);
  const draft = openDraft({
    id: 'draft',
    told: {
      verdicts,
      nameOf: (id) => catalog.shelf(id)?.name ?? id,
      ...(decoded.scope && { scope: decoded.scope }),
      ...(options.paste !== undefined && { pasted: inPaste(options.paste) }),
    },
    profile,
    platform: '',
    place: { channel: '', thread: '', personal: true },
    by: { id: '' },
    now: options.now,
  });
  return draft && { draft, profile, desks: list, verdicts, tooEarly: tooEarly(first), where: places(shelf) };
}

/**
 * The lines of an answer as they stand in the paste; secrets are taken out with all the other values. Of a webhook or a table there are
 * none: what stands there is not how the server said it.
 */
export function inPaste(paste: string): (verdict: Verdict) => string | undefined {
  return (verdict) => {
    const lines = verdict.at && paste.slice(...verdict.at);
    return lines !== undefined && isAnswer(lines, verdict) ? lines : undefined;
  };
}

/** Codes, indents and what a log writes around an answer take no more room than this beside its words. */
const AROUND = 300;
const BEGINNING = 20;

function isAnswer(lines: string, { reply, words }: Verdict): boolean {
  const flat = lines.replace(/\s+/g, ' ').toLowerCase();
  return (
    lines.length <= 2 * words.length + AROUND &&
    flat.includes(words.slice(0, BEGINNING).toLowerCase()) &&
    (reply === undefined || flat.includes(String(reply))) &&
    !flat.includes('\\"')
  );
}
