import { z } from 'zod';
import { files } from '../../src/catalog/schema.ts';

/** The JSON Schema of every kind of catalog file, by the name it has in catalog/schema: made from the schemas that check the files. */
export function jsonSchemas(): Map<string, unknown> {
  return new Map(
    Object.entries(files).map(([name, schema]) => [`${name}.schema.json`, z.toJSONSchema(schema, { io: 'input' })]),
  );
}
