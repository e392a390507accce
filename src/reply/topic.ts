import type { Article, BucketEntry, Cause, ReplyCode, Shelf, StatusCode } from '../catalog/schema.ts';
import type { Library } from './book.ts';
import { type Shelved, shelved } from './carried.ts';

/** What somebody wants explained. */
export type Topic =
  | { is: 'code'; reply?: ReplyCode; status?: { code: string; entry?: StatusCode } }
  | { is: 'cause'; cause: Cause }
  | { is: 'bucket'; bucket: BucketEntry }
  | { is: 'shelf'; shelf: Shelf }
  | { is: 'rule'; rule: Shelved }
  | { is: 'articles'; of: 'prevention' | 'faq'; articles: readonly Article[] }
  | { is: 'unknowns' }
  | { is: 'unknown'; asked: string; near: readonly string[] };

/** Longest text looked at; names and codes are far shorter. */
const LIMIT = 200;

/**
 * Finds what is meant by a word, a code or a name.
 *
 * @param what as typed: "550", "550 5.7.1", "#5.7.1", "Gmail", "mailbox full", "gmail/dmarc-policy", "faq"
 */
export function topicOf(what: string, library: Library): Topic {
  const asked = what.slice(0, LIMIT).trim().replace(/\s+/g, ' ');
  const name = asked.toLowerCase().replace(/^["'`]|["'`?.!]$/g, '');
  return named(name, library) ?? coded(name, library) ?? { is: 'unknown', asked, near: nearest(name, library) };
}

function named(name: string, library: Library): Topic | undefined {
  if (name === 'unknown' || name === 'unknowns') return { is: 'unknowns' };
  if (name === 'prevention' || name === 'faq') return { is: 'articles', of: name, articles: library[name] };
  const id = name.replaceAll(' ', '-');
  const bucket = library.buckets.find((entry) => entry.id === id || entry.title.toLowerCase() === name);
  if (bucket !== undefined) return { is: 'bucket', bucket };
  const cause = library.causes.find((entry) => entry.id === id || entry.title.toLowerCase() === name);
  if (cause !== undefined) return { is: 'cause', cause };
  const shelf = library.shelves.find((entry) => shelfNames(entry).some((one) => one === name || one === id));
  if (shelf !== undefined) return { is: 'shelf', shelf };
  const rules = shelved(library);
  const rule = rules.find((entry) => entry.id === name) ?? only(rules.filter((entry) => entry.rule.id === id));
  return rule === undefined ? undefined : { is: 'rule', rule };
}

const only = <Item>(items: readonly Item[]): Item | undefined => (items.length === 1 ? items[0] : undefined);

function shelfNames({ id, name, aliases = [] }: Shelf): string[] {
  return [id, name, ...aliases].map((one) => one.toLowerCase());
}

/** Codes count wherever they stand in a short text, so that a pasted reply line is explained by its codes. */
function coded(name: string, library: Library): Topic | undefined {
  const status = /(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.]*\d)/.exec(name)?.[1];
  const digits = /(?<![\d.])([2-6]\d\d)(?![\d.]*\d)/.exec(name)?.[1];
  const reply = library.replies.find(({ code }) => code === digits);
  if (status === undefined && reply === undefined) return undefined;
  const entry = status === undefined ? undefined : statusEntry(status, library);
  return {
    is: 'code',
    ...(reply !== undefined && { reply }),
    ...(status !== undefined && { status: { code: status, ...(entry !== undefined && { entry }) } }),
  };
}

/** The entry of the status itself, else the one that stands for every class. */
export function statusEntry(status: string, library: Library): StatusCode | undefined {
  const anyClass = `X${status.slice(1)}`;
  return library.statuses.find(({ code }) => code === status) ?? library.statuses.find(({ code }) => code === anyClass);
}

function nearest(name: string, library: Library): string[] {
  if (name === '') return [];
  const names = [
    ...library.causes.map(({ id }) => id),
    ...library.shelves.flatMap((shelf) => shelfNames(shelf)),
    ...library.buckets.map(({ id }) => id),
    ...library.replies.map(({ code }) => code),
    ...library.statuses.map(({ code }) => code.replace('X', '5')),
    'prevention',
    'faq',
  ];
  const most = name.length < 4 ? 1 : Math.max(2, Math.floor(name.length / 3));
  return [...new Set(names)]
    .map((one) => ({ one, far: one.includes(name) && name.length > 2 ? 0 : distance(name.slice(0, 40), one, most) }))
    .filter(({ far }) => far <= most)
    .sort((a, b) => a.far - b.far || a.one.length - b.one.length)
    .slice(0, 5)
    .map(({ one }) => one);
}

/** Edits (one letter put in, taken out or changed) between two short texts; more than `most` is not counted out. */
function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? most + 1;
}
