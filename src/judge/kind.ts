import type { Catalog } from '../catalog/catalog.ts';
import type { Kind, Reading, Verdict } from '../types.ts';

const ORDER: readonly Kind[] = ['bounce', 'delay', 'client-error', 'complaint', 'auto-reply', 'delivered', 'none'];

/** The first of the contract's order that occurs. */
export const kindOfAll = (kinds: readonly Kind[]): Kind => ORDER.find((kind) => kinds.includes(kind)) ?? 'none';

/** What a paste is as a whole: by its failures, without any what the reader called it. */
export function kindOf(verdicts: readonly Verdict[], not: Reading['not'], catalog: Catalog): Kind {
  if (verdicts.length === 0) return not ?? 'none';
  return kindOfAll(verdicts.map((verdict) => kindOfOne(verdict, catalog)));
}

function kindOfOne(verdict: Verdict, catalog: Catalog): Kind {
  if (verdict.action === 'delayed') return 'delay';
  // A program's error around a server's answer is that server's refusal; without one it is the program's own.
  const own = catalog.entry(verdict.rule)?.shelf.kind === 'client';
  if (own || (verdict.form === 'client' && verdict.reply === undefined)) return 'client-error';
  return 'bounce';
}
