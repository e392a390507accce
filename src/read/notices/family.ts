import type { Action } from '../../types.ts';
import type { Claim } from '../claim.ts';
import type { Clean } from '../clean.ts';

/** What the notice's surroundings told before it was read. */
export interface Setting {
  /** The notice is the text of a mail whose header block is a bounce's. */
  trusted: boolean;
  /** Addresses of an `X-Failed-Recipients` field. */
  failed: readonly string[];
  /** `delayed` when the whole notice is a warning. */
  action: Action;
  /** A sentence of the notice says that something was not delivered. */
  says: boolean;
}

/** A kind of notice: what it is recognised by, and what it takes to read it. */
export interface Family {
  name: string;
  /** Any of these, lower case, makes a text one of this family. */
  marks: readonly string[];
  /** First words of its notices, lower case: where another one begins in the same paste. */
  opens?: readonly string[];
  /** Text behind which the name of the host that wrote the notice stands. */
  reporter?: readonly string[];
  /** Own reading, where the general one is not enough. No claims: the general one is tried. */
  read?: (notice: Clean, setting: Setting) => Claim[];
}
