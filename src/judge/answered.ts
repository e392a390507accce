import type { Catalog } from '../catalog/catalog.ts';
import type { Shelf } from '../catalog/schema.ts';
import type { Failure } from '../types.ts';

/** Who is known to have answered before any word was read: from host names, from the form, or presumed from an address. */
export interface Known {
  /** By the host that gave the innermost answer. */
  remote: readonly Shelf[];
  /** By the host that wrote the report, and the sending service that the form itself tells. */
  reporter: readonly Shelf[];
  /** By the recipient's domain only, where no host says otherwise. */
  presumed: readonly Shelf[];
}

const NONE: readonly Shelf[] = [];

/** Who answered, as far as names tell. */
export function knownOf(failure: Failure, catalog: Catalog): Known {
  const { remote, reporter, recipient, relay } = failure;
  const byReporter = reporter === undefined ? NONE : catalog.shelvesByHost(reporter);
  const byRemote = remote === undefined ? NONE : catalog.shelvesByHost(remote);
  const sender =
    relay === undefined ? senderBy(failure, byReporter, byRemote, catalog) : catalog.shelvesById.get(relay);
  return {
    remote: byRemote,
    reporter: sender ? [...byReporter, sender] : byReporter,
    presumed:
      remote !== undefined || recipient === undefined
        ? NONE
        : catalog.shelvesByDomain(recipient.slice(recipient.lastIndexOf('@') + 1)),
  };
}

/** The sending service that a report's own host betrays. */
function senderBy(
  { reporter, remote }: Failure,
  byReporter: readonly Shelf[],
  byRemote: readonly Shelf[],
  catalog: Catalog,
): Shelf | undefined {
  const sender = reporter === undefined ? undefined : catalog.senderByReporter(reporter);
  if (!sender?.outside) return sender?.shelf;
  return remote === undefined || byRemote.some((shelf) => byReporter.includes(shelf)) ? undefined : sender.shelf;
}

/** What a shelf's people run: something that answers mail. A blocklist is asked by those who answer, it does not answer itself. */
export const answers = ({ kind }: Shelf): boolean => kind !== 'standard' && kind !== 'blocklist';

/**
 * The one who answered.
 *
 * @param decided shelf of the deciding rule
 * @param signed shelves whose signature or link stands in the words
 */
export function providerOf(
  decided: Shelf | undefined,
  known: Known,
  signed: readonly Shelf[],
): { provider: string; presumed?: true } | undefined {
  if (decided && answers(decided)) return { provider: decided.id };
  const seen = known.remote.find(answers) ?? signed.find(answers);
  if (seen) return { provider: seen.id };
  const presumed = known.presumed.find(answers);
  return presumed && { provider: presumed.id, presumed: true };
}
