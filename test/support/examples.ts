import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The catalog folder of this repository. */
export const catalogFolder = fileURLToPath(new URL('../../catalog/', import.meta.url));

/** Every example paste of the catalog's rules, read straight from the data. */
export function examplePastes(): string[] {
  return readdirSync(catalogFolder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json') && !file.startsWith('schema'))
    .flatMap((file) => {
      const shelf: { rules?: { examples: { paste: string }[] }[] } = JSON.parse(
        readFileSync(join(catalogFolder, file), 'utf8'),
      );
      return shelf.rules?.flatMap((rule) => rule.examples.map((example) => example.paste)) ?? [];
    });
}
