import { type Kysely, sql } from 'kysely';
import type { Migration } from './index.ts';

/** Indexes over what is open, which is little of what is there: what is free next, and what else waits in a thread. */
export const threads: Migration = {
  name: '002-threads',
  async up(db: Kysely<unknown>): Promise<void> {
    const { schema } = db;
    const open = sql<boolean>`done_at is null`;
    await schema.dropIndex('inbox_open').execute();
    await schema.createIndex('inbox_free').on('inbox').columns(['platform', 'due']).where(open).execute();
    await schema.createIndex('inbox_thread').on('inbox').columns(['tenant', 'place']).where(open).execute();
  },
};
