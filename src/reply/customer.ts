import type { Reply, Verdict } from '../types.ts';
import type { Book } from './book.ts';
import { DRAFT } from './draft-words.ts';
import { withText } from './plain.ts';

/**
 * A short text for the customer or colleague who complained, to be copied: what happened and what comes next, in words without any term
 * of mail.
 *
 * @param handedOver whether somebody who can settle it has been asked
 */
export function customerText(verdict: Verdict, book: Book, handedOver: boolean): Reply {
  const text = customerWords(verdict, book, handedOver);
  return withText({ tone: 'info', title: DRAFT.said.customerTitle, parts: [{ kind: 'quote', text }], buttons: [] });
}

/** The words alone. */
export function customerWords(verdict: Verdict, book: Book, handedOver: boolean): string {
  const { customer } = DRAFT;
  const shelf = verdict.provider === undefined ? undefined : book.shelf(verdict.provider);
  const to = shelf?.kind === 'provider' ? customer.to(shelf.name) : '';
  const waits = verdict.action === 'delayed' || verdict.retry === 'automatic';
  const cause = book.cause(verdict.cause);
  return [
    // A mail program that could not sign in has sent nothing that could have failed.
    verdict.bucket === null ? undefined : waits ? customer.delayed(to) : customer.failed(to),
    (waits ? undefined : cause?.over?.forCustomer) ?? cause?.forCustomer,
    handedOver ? customer.handedOver : undefined,
  ]
    .filter(Boolean)
    .join(' ');
}
