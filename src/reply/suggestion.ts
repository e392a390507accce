import type { Rule, Shelf } from '../catalog/schema.ts';
import type { Decoded, Part, Reply, Verdict } from '../types.ts';
import type { Library } from './book.ts';
import { linked } from './linked.ts';
import { withText } from './plain.ts';
import { SUGGEST } from './words.ts';

/** Whether the words of an answer are worth a rule of their own: they were read, and no rule made more of them than a guess. */
export const wantsRule = ({ confidence, words }: Verdict): boolean => confidence === 'guess' && /\p{L}{3}/u.test(words);

/** The failure of a paste for which a rule is missing, the first in paste order. */
export const unknownOf = ({ failures }: Decoded): Verdict | undefined => failures.find(wantsRule);

/** Folders of the catalog by the kind of shelf. */
const FOLDERS: Readonly<Record<Shelf['kind'], string>> = {
  standard: 'standard',
  provider: 'providers',
  gateway: 'gateways',
  relay: 'relays',
  blocklist: 'blocklists',
  client: 'clients',
};

/**
 * Shows a suggested rule to whoever may propose it.
 *
 * @param rule from `judge/suggest`; undefined where the reply has too few words to be recognised by
 * @param verdict what the rule was made from: who answered decides in which file it belongs
 * @returns a reply with the rule as JSON, ready to be copied into that file
 */
export function suggestion(rule: Rule | undefined, verdict: Verdict, library: Library): Reply {
  const file = suggestedFile(verdict, library);
  const parts: Part[] =
    rule === undefined
      ? [{ kind: 'line', line: [SUGGEST.tooShort] }]
      : [
          { kind: 'line', line: [SUGGEST.lead] },
          { kind: 'quote', text: JSON.stringify(rule, undefined, 2), by: `catalog/${file}` },
          { kind: 'heading', text: SUGGEST.stepsHeading },
          { kind: 'steps', steps: SUGGEST.steps(file).map(linked) },
        ];
  return withText({ tone: 'info', title: SUGGEST.title, parts, buttons: [] });
}

/** A file inside the catalog: that of who answered; for words of nobody in particular, the standard file that has most to say about the cause. */
export function suggestedFile({ provider, cause }: Verdict, { shelves }: Library): string {
  const share = ({ rules }: Shelf): number => rules.filter((rule) => rule.cause === cause).length;
  const standard = shelves.filter(({ kind, id }) => kind === 'standard' && id !== 'languages');
  const shelf = shelves.find(({ id }) => id === provider) ?? standard.toSorted((a, b) => share(b) - share(a))[0];
  return shelf === undefined ? 'standard/' : `${FOLDERS[shelf.kind]}/${shelf.id}.json`;
}
