import { type Kysely, sql } from 'kysely';
import { type Clock, KEEP_SETTING, type Store } from '../../src/ports.ts';
import { DAY, type Keep } from './keep.ts';
import type { Tables } from './schema.ts';

const CONTENT = [
  'inbox',
  'document_people',
  'documents',
  'decodes',
  'feedback',
  'unknowns',
  'settings',
  'claims',
] as const;
const EVERYTHING = [...CONTENT, 'installations'] as const;

/** Forgetting on request, and what time takes. Each step can be repeated, so an interrupted run is mended by the next. */
export function forgetting(db: Kysely<Tables>, clock: Clock, keep: Keep): Pick<Store, 'forget' | 'purge'> {
  return {
    async forget(tenant, what) {
      if (what === 'everything' || what === 'content') {
        for (const table of what === 'content' ? CONTENT : EVERYTHING)
          await db.deleteFrom(table).where('tenant', '=', tenant).execute();
      } else if ('place' in what) {
        await forgetPlace(db, tenant, what.place, clock.now());
      } else {
        await forgetPerson(db, tenant, what.person, clock.now());
      }
    },

    async purge() {
      const before = (days: number): number => clock.now() - days * DAY;
      const kept = (table: 'decodes' | 'documents', days: number) =>
        sql<number>`${clock.now()} - ${DAY} * ${own(table, days)}`;
      const runs = [
        db.deleteFrom('claims').where('at', '<', before(keep.claims)),
        db.deleteFrom('inbox').where('done_at', '<', before(keep.claims)),
        db.deleteFrom('decodes').where('at', '<', kept('decodes', keep.decodes)),
        db.deleteFrom('feedback').where('at', '<', before(keep.feedback)),
        db.deleteFrom('unknowns').where('at', '<', before(keep.feedback)),
        db
          .deleteFrom('documents')
          .where('updated_at', '<', kept('documents', keep.closed))
          .where((where) => where.or([where('kind', '!=', 'draft'), where('state', '=', 'closed')])),
        db.deleteFrom('documents').where('updated_at', '<', before(keep.open)),
      ];
      let gone = 0;
      for (const run of runs) gone += Number((await run.executeTakeFirstOrThrow()).numDeletedRows);
      await orphans(db);
      return gone;
    },
  };
}

async function forgetPlace(db: Kysely<Tables>, tenant: string, place: string, now: number): Promise<void> {
  // The row stays without content: it keeps a late redelivery from being answered as something new.
  await db
    .updateTable('inbox')
    .set({ payload: null, person: null, place: null, outcome: 'silent', done_at: now })
    .where('tenant', '=', tenant)
    .where('place', '=', place)
    .execute();
  for (const table of ['documents', 'decodes'] as const) {
    await db.deleteFrom(table).where('tenant', '=', tenant).where('place', '=', place).execute();
  }
  await orphans(db, tenant);
}

async function forgetPerson(db: Kysely<Tables>, tenant: string, person: string, now: number): Promise<void> {
  await db
    .updateTable('inbox')
    .set({ payload: null, person: null, place: null, outcome: 'silent', done_at: now })
    .where('tenant', '=', tenant)
    .where('person', '=', person)
    .execute();
  await db
    .deleteFrom('documents')
    .where('tenant', '=', tenant)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('document_people as named')
          .select('named.person')
          .whereRef('named.tenant', '=', 'documents.tenant')
          .whereRef('named.kind', '=', 'documents.kind')
          .whereRef('named.id', '=', 'documents.id')
          .where('named.person', '=', person),
      ),
    )
    .execute();
  for (const table of ['decodes', 'feedback', 'document_people'] as const) {
    await db.deleteFrom(table).where('tenant', '=', tenant).where('person', '=', person).execute();
  }
  await orphans(db, tenant);
}

/** Days that a workspace has chosen for itself, else those of the service. */
function own(table: 'decodes' | 'documents', days: number) {
  return sql<number>`coalesce((
    select cast(own.value as bigint) from settings as own
    where own.tenant = ${sql.ref(`${table}.tenant`)} and own.name = ${KEEP_SETTING} and own.value <> ''
  ), ${days})`;
}

/** Names of people whose document is gone. */
async function orphans(db: Kysely<Tables>, tenant?: string): Promise<void> {
  let names = db
    .deleteFrom('document_people')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('documents as kept')
            .select('kept.id')
            .whereRef('kept.tenant', '=', 'document_people.tenant')
            .whereRef('kept.kind', '=', 'document_people.kind')
            .whereRef('kept.id', '=', 'document_people.id'),
        ),
      ),
    );
  if (tenant !== undefined) names = names.where('tenant', '=', tenant);
  await names.execute();
}
