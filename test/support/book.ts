import { readFileSync } from 'node:fs';
import { files, type Shelf, shelf as shelfSchema } from '../../src/catalog/schema.ts';
import type { Book, Library } from '../../src/reply/book.ts';

const read = (path: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../catalog/${path}`, import.meta.url), 'utf8'));

const rule = (id: string, cause: string, says: string, paste: string) => ({
  id,
  cause,
  says: [says],
  verified: 'primary',
  checked: '2026-11-24',
  sources: ['https://support.example.com/codes'],
  examples: [{ paste }],
});

const SHELVES = [
  {
    id: 'standard',
    name: 'Standard',
    kind: 'standard',
    rules: [
      rule('no-user', 'unknown-recipient', 'user unknown', '550 5.1.1 <dana@example.net>: User unknown'),
      rule('relaying', 'relay-denied', 'relaying denied', '550 5.7.1 Relaying denied'),
      rule(
        'listed',
        'ip-blocklisted',
        'blocked using {host}',
        '554 5.7.1 Service unavailable; blocked using bl.example',
      ),
    ],
  },
  {
    id: 'gmail',
    name: 'Gmail',
    kind: 'provider',
    aliases: ['google', 'google workspace'],
    about: 'Replies end in gsmtp.',
    rules: [
      rule(
        'reputation',
        'low-reputation',
        'very low reputation',
        '550 5.7.1 very low reputation of the sending domain',
      ),
    ],
  },
  { id: 'yahoo', name: 'Yahoo', kind: 'provider', rules: [] },
];

/** The real causes, buckets and codes with three small shelves: enough to see how things are said. */
export function bookOf(shelves: readonly unknown[] = SHELVES): Book & Library {
  const { causes } = files.causes.parse(read('causes.json'));
  const { buckets } = files.buckets.parse(read('buckets.json'));
  const all: Shelf[] = shelves.map((entry) => shelfSchema.parse(entry));
  const article = {
    id: 'verify',
    title: 'Verify the domain',
    paragraphs: ['See https://support.example.com/verify.'],
    sources: [],
  };
  return {
    causes,
    buckets,
    shelves: all,
    replies: files.replies.parse(read('codes/replies.json')).replies,
    statuses: files.statuses.parse(read('codes/statuses.json')).statuses,
    prevention: [article],
    faq: [{ ...article, title: 'Is every bounce an error?' }],
    cause: (id) => causes.find((one) => one.id === id),
    bucket: (id) => buckets.find((one) => one.id === id),
    shelf: (id) => all.find((one) => one.id === id),
    leadsTo: (host) => host.endsWith('example.com'),
    rule: (id) => all.flatMap((one) => one.rules.filter((inner) => `${one.id}/${inner.id}` === id))[0],
  };
}
