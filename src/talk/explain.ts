import type { Incoming } from '../conversation.ts';
import { explain } from '../reply/explain.ts';
import { SUGGEST } from '../reply/words.ts';
import type { Decoded, Reply } from '../types.ts';
import { page, today } from './answer.ts';
import type { Deps } from './deps.ts';
import { message } from './say.ts';

/** What a code, a provider or a cause means; `unknown` lists the replies that no rule knew here. */
export async function explained(deps: Deps, { tenant }: Incoming, what: string): Promise<Reply> {
  if (what.toLowerCase() !== 'unknown') return explain(what, deps.catalog, page(deps));
  return explain(what, deps.catalog, { ...page(deps), unknowns: await deps.store.unknowns(tenant, 10) });
}

/** A rule for the reply of a verdict that is a guess, for whoever wants to propose it. */
export function suggested(deps: Deps, decoded: Decoded): Reply {
  return deps.suggest(decoded, today(deps))?.reply ?? message(SUGGEST.title, SUGGEST.tooShort);
}
