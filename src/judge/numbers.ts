import type { Catalog } from '../catalog/catalog.ts';
import type { Cause, CodeReading } from '../catalog/schema.ts';

/** A bare number as the standards, and the field, read it. */
export interface NumberReading {
  /** `status/5.1.1` or `reply/550`. */
  rule: string;
  cause: Cause;
  reading: CodeReading;
  /** The number as it stands in the paste. */
  quote: string;
}

/** What bare numbers mean: looked up once each. */
export interface Numbers {
  status(code: string | undefined): NumberReading | undefined;
  reply(code: number | undefined): NumberReading | undefined;
}

/** Statuses a paste may make up are not kept without end. */
const KEPT = 2000;

/** Reads bare numbers by the catalog's codes. */
export function numbersOf(catalog: Catalog): Numbers {
  const known = new Map<string | number, NumberReading | undefined>();
  const keep = (code: string | number, reading: NumberReading | undefined): NumberReading | undefined => {
    if (known.size < KEPT) known.set(code, reading);
    return reading;
  };
  const linked = (rule: string, reading: CodeReading | undefined, quote: string): NumberReading | undefined => {
    const cause = reading && catalog.cause(reading.cause);
    return cause && { rule, cause, reading, quote };
  };
  return {
    status(code) {
      if (code === undefined) return undefined;
      if (known.has(code)) return known.get(code);
      const entry = catalog.status(code);
      const reading = code.startsWith('4') ? entry?.temporary : code.startsWith('5') ? entry?.permanent : undefined;
      return keep(code, linked(`status/${code}`, reading, code));
    },
    reply(code) {
      if (code === undefined) return undefined;
      if (known.has(code)) return known.get(code);
      return keep(code, linked(`reply/${code}`, catalog.reply(code)?.bare, String(code)));
    },
  };
}
