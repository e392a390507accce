import type { Claim } from '../../src/read/claim.ts';
import { plain } from '../../src/read/clean.ts';
import type { Failure } from '../../src/types.ts';

/** What one reader sees in a text that needs no cleaning, and which words it points at. */
export function seenBy(reader: (clean: ReturnType<typeof plain>) => Claim[], text: string): Failure[] {
  return reader(plain(text, 0)).map(({ failure }) => failure);
}

export function pointedAt(reader: (clean: ReturnType<typeof plain>) => Claim[], text: string): string[] {
  return reader(plain(text, 0)).map(({ answer, span }) => text.slice(...(answer ?? span)));
}
