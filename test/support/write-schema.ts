/** `npm run schema`: writes catalog/schema, by which an editor completes and checks the catalog while it is written. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogFolder } from './examples.ts';
import { jsonSchemas } from './json-schemas.ts';

const folder = join(catalogFolder, 'schema');
mkdirSync(folder, { recursive: true });
for (const [name, schema] of jsonSchemas()) writeFileSync(join(folder, name), `${JSON.stringify(schema, null, 2)}\n`);
execFileSync('biome', ['format', '--write', folder], { stdio: 'inherit' });
