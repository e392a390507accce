import type { Catalog } from '../catalog/catalog.ts';
import type { Shelf } from '../catalog/schema.ts';

/** Values for the placeholders of steps; an absent one takes the words after the bar. */
export type Values = Readonly<Record<string, string | undefined>>;

/** A sentence cut at its placeholders: texts and placeholders in turn, a text first. */
interface Template {
  texts: readonly string[];
  holes: readonly { name: string; otherwise: string }[];
}

/** Fills sentences for one failure; `values` is asked only where a sentence needs it. */
export type StepFiller = (sentences: readonly string[], relay: Shelf | undefined, values: () => Values) => string[];

/**
 * Fills the steps of rules and causes. Sentences are cut once, and what depends on the sending service alone is filled once per
 * service: a list without anything of the failure itself is then only copied.
 */
export function stepFiller(catalog: Catalog): StepFiller {
  const general = catalog.shelvesById.get('any')?.relay;
  // By the list itself: lists are those of the loaded catalog, so there are as many as it has.
  const cut = new Map<Shelf | undefined, WeakMap<readonly string[], readonly Template[]>>();

  function templates(sentences: readonly string[], relay: Shelf | undefined): readonly Template[] {
    let own = cut.get(relay);
    if (!own) {
      own = new WeakMap();
      cut.set(relay, own);
    }
    let found = own.get(sentences);
    if (!found) {
      const fixed = relayValues(relay, general);
      found = sentences.map((sentence) => templateOf(sentence, fixed));
      own.set(sentences, found);
    }
    return found;
  }

  return (sentences, relay, values) => {
    const list = templates(sentences, relay);
    const filled: string[] = [];
    let known: Values | undefined;
    for (const { texts, holes } of list) {
      let text = texts[0] ?? '';
      for (let at = 0; at < holes.length; at++) {
        known ??= values();
        const hole = holes[at];
        if (hole) text += (known[hole.name] || hole.otherwise) + (texts[at + 1] ?? '');
      }
      filled.push(text);
    }
    return filled;
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
