import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Catalog, catalogOf } from './catalog.ts';
import { type Checked, check, type SourceFile } from './check.ts';

/** The catalog can't be used as it is. `problems` names each file and field and what to do. */
export class CatalogError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(
      `The catalog has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}:\n${problems.join('\n')}`,
    );
    this.name = 'CatalogError';
    this.problems = problems;
  }
}

/** Folders of shelves; the name tells which kind of shelf may stand in it. */
const FOLDERS = ['standard', 'providers', 'gateways', 'relays', 'blocklists', 'clients'] as const;
const FILES = [
  'causes.json',
  'buckets.json',
  'asks.json',
  'desks.json',
  'articles.json',
  'codes/replies.json',
  'codes/statuses.json',
] as const;

/**
 * Reads, checks and links the whole catalog. The one place of the engine that touches the file system.
 *
 * @param folder the catalog folder; by default the one beside this package's package.json
 * @throws CatalogError with every problem of every file at once
 */
export function loadCatalog(folder: string = catalogFolder()): Catalog {
  const checked: Checked = check(readSources(folder));
  if ('problems' in checked) throw new CatalogError(checked.problems);
  return catalogOf(checked);
}

/**
 * The files of a catalog folder as they stand there, unchecked.
 *
 * @throws CatalogError when there is no such folder
 */
export function readSources(folder: string): SourceFile[] {
  if (!existsSync(folder))
    throw new CatalogError([`${folder}: there is no such folder; name the one that holds causes.json`]);
  const shelves = FOLDERS.flatMap((name) =>
    existsSync(join(folder, name))
      ? readdirSync(join(folder, name))
          .filter((file) => file.endsWith('.json'))
          .sort()
          .map((file) => `${name}/${file}`)
      : [],
  );
  return [...FILES, ...shelves].map((name) => {
    const file = join(folder, name);
    return { name, ...(existsSync(file) && { text: readFileSync(file, 'utf8') }) };
  });
}

/** `catalog` beside the nearest package.json above this file: the same from src/ and from dist/src/. */
function catalogFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) folder = dirname(folder);
  return join(folder, 'catalog');
}
