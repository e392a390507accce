import { readFileSync } from 'node:fs';
import { cause as causeSchema, shelf as shelfSchema } from '../../src/catalog/schema.ts';
import type { Book } from '../../src/reply/book.ts';

const file = new URL('../../catalog/causes.json', import.meta.url);
const causes: unknown[] = JSON.parse(readFileSync(file, 'utf8')).causes;

/** A small book of the real causes and two providers without rules, for tests of how things are said. */
export function bookOf(): Book {
  const byId = new Map(causes.map((entry) => causeSchema.parse(entry)).map((cause) => [cause.id, cause]));
  const shelves = new Map(
    ['Gmail', 'Yahoo'].map((name) => [
      name.toLowerCase(),
      shelfSchema.parse({ id: name.toLowerCase(), name, kind: 'provider' }),
    ]),
  );
  return {
    cause: (id) => byId.get(id),
    bucket: () => undefined,
    shelf: (id) => shelves.get(id),
    rule: () => undefined,
  };
}
