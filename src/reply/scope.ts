import type { Scope, Verdict } from '../types.ts';
import type { Book } from './book.ts';
import { listed, SCOPE } from './words.ts';

/**
 * How far the failures reach, in one sentence. The same failure at several unrelated providers points at the sender's
 * own domain or address; at one provider, at that provider or the recipient.
 *
 * @param scope reach and provider ids
 * @param verdicts the failures it is about
 */
export function scopeSentence(scope: Omit<Scope, 'sentence'>, verdicts: readonly Verdict[], book: Book): string {
  const names = scope.providers.map((id) => book.shelf(id)?.name ?? id);
  switch (scope.reach) {
    case 'one-recipient':
      return SCOPE.oneRecipient;
    case 'one-domain':
      return SCOPE.oneDomain(domainOf(verdicts));
    case 'one-provider':
      return SCOPE.oneProvider(names[0] ?? SCOPE.oneReceiver);
    case 'several-providers':
      return SCOPE.severalProviders(listed(names.length > 0 ? names : [SCOPE.manyReceivers]));
    default:
      return scope.reach satisfies never;
  }
}

function domainOf(verdicts: readonly Verdict[]): string {
  const recipient = verdicts.find((verdict) => verdict.recipient !== undefined)?.recipient;
  return recipient === undefined ? SCOPE.theirDomain : recipient.slice(recipient.lastIndexOf('@') + 1);
}
