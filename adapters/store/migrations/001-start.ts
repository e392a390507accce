import type { Kysely } from 'kysely';
import type { Migration } from './index.ts';

/** The first tables. Written in types that SQLite and PostgreSQL both know. */
export const start: Migration = {
  name: '001-start',
  async up(db: Kysely<unknown>): Promise<void> {
    const { schema } = db;
    await schema
      .createTable('pulse')
      .addColumn('id', 'integer', (column) => column.primaryKey())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .execute();
    await schema
      .createTable('claims')
      .addColumn('tenant', 'text', (column) => column.notNull())
      .addColumn('key', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('claims_pk', ['tenant', 'key'])
      .execute();
    await schema
      .createTable('inbox')
      .addColumn('tenant', 'text', (column) => column.notNull())
      .addColumn('id', 'text', (column) => column.notNull())
      .addColumn('platform', 'text', (column) => column.notNull())
      .addColumn('payload', 'text')
      .addColumn('person', 'text')
      .addColumn('place', 'text')
      .addColumn('tries', 'integer', (column) => column.notNull().defaultTo(0))
      .addColumn('sending', 'integer', (column) => column.notNull().defaultTo(0))
      .addColumn('accepted_at', 'bigint', (column) => column.notNull())
      .addColumn('due', 'bigint', (column) => column.notNull())
      .addColumn('outcome', 'text')
      .addColumn('done_at', 'bigint')
      .addPrimaryKeyConstraint('inbox_pk', ['tenant', 'id'])
      .execute();
    await schema.createIndex('inbox_open').on('inbox').columns(['done_at', 'platform', 'accepted_at']).execute();
    await schema
      .createTable('documents')
      .addColumn('tenant', 'text', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('id', 'text', (column) => column.notNull())
      .addColumn('revision', 'integer', (column) => column.notNull())
      .addColumn('body', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('place', 'text', (column) => column.notNull())
      .addColumn('updated_at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('documents_pk', ['tenant', 'kind', 'id'])
      .execute();
    await schema
      .createTable('document_people')
      .addColumn('tenant', 'text', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('id', 'text', (column) => column.notNull())
      .addColumn('person', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('document_people_pk', ['tenant', 'kind', 'id', 'person'])
      .execute();
    await schema
      .createTable('installations')
      .addColumn('tenant', 'text', (column) => column.notNull())
      .addColumn('platform', 'text', (column) => column.notNull())
      .addColumn('body', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('installations_pk', ['tenant', 'platform'])
      .execute();
    await schema
      .createTable('settings')
      .addColumn('tenant', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('value', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('settings_pk', ['tenant', 'name'])
      .execute();
    await schema
      .createTable('decodes')
      .addColumn('tenant', 'text', (column) => column.notNull())
      .addColumn('id', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('person', 'text', (column) => column.notNull())
      .addColumn('place', 'text', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('bucket', 'text')
      .addColumn('cause', 'text')
      .addColumn('provider', 'text')
      .addColumn('confidence', 'text')
      .addColumn('sample', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('decodes_pk', ['tenant', 'id'])
      .execute();
    await schema.createIndex('decodes_recent').on('decodes').columns(['tenant', 'person', 'at']).execute();
    await schema
      .createTable('feedback')
      .addColumn('tenant', 'text', (column) => column.notNull())
      .addColumn('id', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('person', 'text', (column) => column.notNull())
      .addColumn('part', 'text', (column) => column.notNull())
      .addColumn('should', 'text', (column) => column.notNull())
      .addColumn('sample', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('feedback_pk', ['tenant', 'id', 'person', 'part'])
      .execute();
    await schema
      .createTable('unknowns')
      .addColumn('tenant', 'text', (column) => column.notNull())
      .addColumn('fingerprint', 'text', (column) => column.notNull())
      .addColumn('sample', 'text', (column) => column.notNull())
      .addColumn('count', 'integer', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('unknowns_pk', ['tenant', 'fingerprint'])
      .execute();
  },
};
