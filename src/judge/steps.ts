import type { Catalog } from '../catalog/catalog.ts';
import type { Shelf } from '../catalog/schema.ts';

/** Values for the placeholders of steps; an absent one takes the words after the bar. */
export type Values = Readonly<Record<string, string | undefined>>;

/** A sentence cut at its placeholders: texts and placeholders in turn, a text first. */
interface Template {
  texts: readonly string[];
  holes: readonly { name: string; otherwise: string }[];
}

/**
 * Fills the steps for a failure. Sentences are cut once; what depends on the sending service alone is filled once per service.
 *
 * @returns a function (steps as in the catalog, the service's shelf, the values of this failure) → sentences ready to read
 */
export function stepFiller(
  catalog: Catalog,
): (steps: readonly string[], relay: Shelf | undefined, values: () => Values) => string[] {
  const general = catalog.shelvesById.get('any')?.relay;
  const cut = new Map<string, Map<string, Template>>();

  function template(sentence: string, relay: Shelf | undefined): Template {
    const key = relay?.id ?? '';
    let own = cut.get(key);
    if (!own) {
      own = new Map();
      cut.set(key, own);
    }
    let found = own.get(sentence);
    if (!found) {
      found = templateOf(sentence, relayValues(relay, general));
      own.set(sentence, found);
    }
    return found;
  }

  return (steps, relay, values) => {
    let known: Values | undefined;
    return steps.map((sentence) => {
      const { texts, holes } = template(sentence, relay);
      let text = texts[0] ?? '';
      for (const [at, { name, otherwise }] of holes.entries()) {
        known ??= values();
        text += (known[name] || otherwise) + (texts[at + 1] ?? '');
      }
      return text;
    });
  };
}

/** The sending service's own placeholders; in general words where the service is not known. */
function relayValues(relay: Shelf | undefined, general: Shelf['relay']): Values {
  const facts = relay?.relay ?? general;
  return {
    service: relay?.name ?? 'your sending service',
    logs: facts?.logs,
    suppressions: facts?.suppressions,
    lift: facts?.lift,
    setup: facts?.setup,
    retries: facts?.retries,
    support: facts?.support,
    messageId: facts?.messageId,
  };
}

function templateOf(sentence: string, fixed: Values): Template {
  const texts = [''];
  const holes: { name: string; otherwise: string }[] = [];
  let done = 0;
  for (const hole of sentence.matchAll(/\{([a-zA-Z]{1,40})(?:\|([^{}]{0,120}))?\}/g)) {
    const [whole, name = '', otherwise] = hole;
    const value = fixed[name];
    const text = sentence.slice(done, hole.index);
    done = hole.index + whole.length;
    if (value !== undefined) texts[texts.length - 1] += text + value;
    else {
      texts[texts.length - 1] += text;
      holes.push({ name, otherwise: otherwise ?? name });
      texts.push('');
    }
  }
  texts[texts.length - 1] += sentence.slice(done);
  return { texts, holes };
}
