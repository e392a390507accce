import type { Shelf } from '../catalog/schema.ts';
import type { Part } from '../types.ts';
import type { Library } from './book.ts';
import { codesText, phraseText, type Shelved, shelved } from './carried.ts';
import {
  anatomy,
  bucketOf,
  type ExplainOptions,
  exampleOf,
  general,
  heading,
  line,
  links,
  type Page,
  see,
  sources,
  steps,
  table,
} from './explain-parts.ts';
import { EXPLAIN } from './explain-words.ts';
import { linked } from './linked.ts';
import { bucketTitle, causeTitle } from './verdict.ts';
import { OWNER_SHORT, RETRY_SHORT } from './words.ts';

/** A provider, gateway, sending service, blocklist or mail program. */
export function shelfPage(shelf: Shelf, library: Library, options: ExplainOptions): Page {
  const rules = shelved(library).filter((rule) => rule.shelf.id === shelf.id);
  const rows = rules.map((rule) => [exampleOf(rule), causeTitle(rule.rule.cause, library), codesText(rule)]);
  return {
    title: shelf.name,
    parts: [
      ...(shelf.about === undefined ? [] : [line(shelf.about)]),
      ...relayParts(shelf),
      ...listParts(shelf),
      ...supportParts(shelf),
      ...(rows.length === 0 ? [] : [heading(EXPLAIN.rulesHeading), ...table(EXPLAIN.rulesHead, rows, options)]),
      ...see(options, [shelf.id]),
    ],
  };
}

function relayParts({ relay }: Shelf): Part[] {
  if (relay === undefined) return [];
  const said = [relay.retries, relay.lift, relay.setup].map(
    (sentence): Part => ({ kind: 'line', line: linked(general(sentence)) }),
  );
  const places = anatomy([
    [EXPLAIN.logsLabel, relay.logs],
    [EXPLAIN.suppressionsLabel, relay.suppressions],
    [EXPLAIN.messageIdLabel, relay.messageId],
  ]);
  return [heading(EXPLAIN.relayHeading), ...said, ...places];
}

function listParts({ blocklist }: Shelf): Part[] {
  if (blocklist === undefined) return [];
  const { weight, closed, removal, lookup } = blocklist;
  return [
    ...(closed === undefined ? [] : [line(EXPLAIN.closed(closed))]),
    ...(weight === undefined ? [] : [line(weight)]),
    { kind: 'line', line: linked(general(removal)) },
    ...anatomy([
      [EXPLAIN.listLabel, blocklist.lists.join(', ')],
      [EXPLAIN.zonesLabel, blocklist.zones.join(', ')],
    ]),
    ...(lookup === undefined ? [] : links([[EXPLAIN.lookupLabel, lookup]])),
  ];
}

function supportParts({ support }: Shelf): Part[] {
  if (support === undefined) return [];
  const said = [support.condition, support.afterRefusal].filter((one) => one !== undefined);
  const places = anatomy([
    [EXPLAIN.supportLabel, general(support.desk)],
    [EXPLAIN.channelLabel, general(support.channel)],
  ]);
  return [
    heading(EXPLAIN.supportHeading),
    ...places,
    ...said.map((sentence): Part => ({ kind: 'line', line: linked(general(sentence)) })),
    ...(support.url === undefined ? [] : links([[general(support.desk), support.url]])),
  ];
}

/** One rule: what it looks for and what it makes of it. */
export function rulePage({ shelf, rule, id }: Shelved, library: Library, options: ExplainOptions): Page {
  const cause = library.cause(rule.cause);
  const lists: [string, readonly string[]][] = [
    [EXPLAIN.ruleSays, rule.says],
    [EXPLAIN.ruleWith, rule.with ?? []],
    [EXPLAIN.ruleWithout, rule.without ?? []],
  ];
  const phrases = lists.filter(([, all]) => all.length > 0);
  return {
    title: `${shelf.name}: ${causeTitle(rule.cause, library)}`,
    parts: [
      line(general(rule.meaning ?? cause?.meaning ?? '')),
      ...anatomy([
        [
          EXPLAIN.bucketLabel,
          rule.bucket === undefined ? bucketOf(rule.cause, library) : bucketTitle(rule.bucket, library),
        ],
        [EXPLAIN.whoLabel, OWNER_SHORT[rule.owner ?? cause?.owner ?? 'sender']],
        [EXPLAIN.againLabel, RETRY_SHORT[rule.retry ?? cause?.retry ?? 'after-fix']],
        [EXPLAIN.ruleLabel, id],
        [EXPLAIN.checkedLabel, rule.checked],
        [EXPLAIN.verifiedLabel, EXPLAIN.verified[rule.verified]],
      ]),
      ...phrases.map(
        ([label, all]): Part => ({ kind: 'line', line: [{ strong: `${label}: ` }, all.map(phraseText).join(', ')] }),
      ),
      heading(EXPLAIN.ruleExample),
      ...rule.examples.slice(0, 3).map(({ paste }): Part => ({ kind: 'quote', text: paste })),
      ...steps(rule.steps ?? cause?.steps ?? []),
      ...sources(rule.sources),
      ...see(options, [rule.cause, shelf.id]),
    ],
  };
}
