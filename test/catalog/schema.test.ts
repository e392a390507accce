import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { catalogFolder } from '../support/examples.ts';
import { jsonSchemas } from '../support/json-schemas.ts';

it.each([...jsonSchemas()])('catalog/schema/%s is what the checks ask for (npm run schema)', (name, schema) => {
  const committed: unknown = JSON.parse(readFileSync(join(catalogFolder, 'schema', name), 'utf8'));
  expect(committed).toEqual(JSON.parse(JSON.stringify(schema)));
});
