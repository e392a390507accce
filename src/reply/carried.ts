import type { Rule, Shelf } from '../catalog/schema.ts';
import type { Library } from './book.ts';

/** A rule together with the shelf it stands on. */
export interface Shelved {
  shelf: Shelf;
  rule: Rule;
  /** Global id. */
  id: string;
  replies: ReadonlySet<string>;
  statuses: ReadonlySet<string>;
}

const REPLY = /(?<![\d.])([2-6]\d\d)(?=[ -]|$)/g;
const STATUS = /(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.]*\d)/g;

const known = new WeakMap<Library, readonly Shelved[]>();

/** Every rule with the codes it is seen with: those it asks for and those of its examples. Worked out once per catalog. */
export function shelved(library: Library): readonly Shelved[] {
  const before = known.get(library);
  if (before !== undefined) return before;
  const replyCodes = new Set(library.replies.map(({ code }) => code));
  const all = library.shelves.flatMap((shelf) => shelf.rules.map((rule) => withCodes(shelf, rule, replyCodes)));
  known.set(library, all);
  return all;
}

function withCodes(shelf: Shelf, rule: Rule, replyCodes: ReadonlySet<string>): Shelved {
  const pastes = rule.examples.map(({ paste }) => paste);
  const asked = (rule.when?.reply ?? []).filter((code) => /^\d{3}$/.test(code));
  const replies = pastes.flatMap((paste) => [...paste.matchAll(REPLY)].map((found) => found[1] ?? ''));
  const statuses = pastes.flatMap((paste) => [...paste.matchAll(STATUS)].map((found) => found[1] ?? ''));
  return {
    shelf,
    rule,
    id: `${shelf.id}/${rule.id}`,
    replies: new Set([...asked, ...replies.filter((code) => replyCodes.has(code))]),
    statuses: new Set([...(rule.when?.status ?? []).flatMap(spelledOut), ...statuses]),
  };
}

/** `x.7.1` means both classes; ranges keep their ends, wildcards name no code of their own. */
function spelledOut(pattern: string): string[] {
  if (pattern.includes('*')) return [];
  const range = /^(.+\.)(\d+)-(\d+)$/.exec(pattern);
  const codes = range === null ? [pattern] : [`${range[1]}${range[2]}`, `${range[1]}${range[3]}`];
  return codes.flatMap((code) => (code.startsWith('x.') ? [`4${code.slice(1)}`, `5${code.slice(1)}`] : [code]));
}

/** Codes of a rule as a short text: "550 5.7.26, 421 4.7.26". */
export function codesText({ replies, statuses }: Shelved): string {
  const alone = [...replies];
  const both = [...statuses].sort();
  if (both.length === 0) return alone.join(', ');
  return both
    .map((status) => [alone.find((reply) => reply[0] === status[0]), status].filter(Boolean).join(' '))
    .join(', ');
}

/** A phrase as a person reads it: `blocked using {host}` becomes "blocked using …". */
export const phraseText = (phrase: string): string => `"${phrase.replace(/\{[^}]*\}/g, '…').replace(/\*$/, '…')}"`;
