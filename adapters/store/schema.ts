import type { Generated } from 'kysely';

/** Times are milliseconds since 1970, flags 0 or 1: the same in SQLite and PostgreSQL. `sealed`: see seal.ts. */
export interface Tables {
  migrations: { name: string; at: number };
  /** One row, rewritten by `ready`: proof that a write goes through. */
  pulse: { id: number; at: number };
  claims: { tenant: string; key: string; at: number };
  inbox: InboxTable;
  documents: DocumentsTable;
  document_people: { tenant: string; kind: string; id: string; person: string };
  /** `body` is sealed. */
  installations: { tenant: string; platform: string; body: string; at: number };
  settings: { tenant: string; name: string; value: string };
  decodes: DecodesTable;
  feedback: FeedbackTable;
  unknowns: { tenant: string; fingerprint: string; sample: string; count: number; at: number };
}

interface InboxTable {
  tenant: string;
  id: string;
  platform: string;
  /** Sealed; gone as soon as the item is done. */
  payload: string | null;
  /** Who and where, for forgetting; gone with the payload. */
  person: string | null;
  place: string | null;
  tries: Generated<number>;
  sending: Generated<number>;
  accepted_at: number;
  /** Free from this time on: the end of a lease, or of a pause before the next try. */
  due: number;
  outcome: string | null;
  done_at: number | null;
}

interface DocumentsTable {
  tenant: string;
  kind: string;
  id: string;
  revision: number;
  /** Sealed. */
  body: string;
  state: string;
  place: string;
  updated_at: number;
}

interface DecodesTable {
  tenant: string;
  id: string;
  at: number;
  person: string;
  place: string;
  kind: string;
  bucket: string | null;
  cause: string | null;
  provider: string | null;
  confidence: string | null;
  sample: string;
}

interface FeedbackTable {
  tenant: string;
  id: string;
  at: number;
  person: string;
  part: string;
  should: string;
  sample: string;
}
