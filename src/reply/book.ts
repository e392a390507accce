import type { Article, BucketEntry, Cause, ReplyCode, Rule, Shelf, StatusCode } from '../catalog/schema.ts';
import type { Bucket } from '../types.ts';

/** What a reply looks up in the catalog; the loaded catalog offers it. */
export interface Book {
  cause(id: string): Cause | undefined;
  bucket(id: Bucket): BucketEntry | undefined;
  shelf(id: string): Shelf | undefined;
  /** @param id global, `shelf/rule` */
  rule(id: string): Rule | undefined;
  /** Whether anybody whose replies are known leads people to pages on this host. */
  leadsTo(host: string): boolean;
}

/** All of it, for explaining and for the code reference. */
export interface Library extends Book {
  readonly causes: readonly Cause[];
  readonly buckets: readonly BucketEntry[];
  readonly shelves: readonly Shelf[];
  readonly replies: readonly ReplyCode[];
  readonly statuses: readonly StatusCode[];
  readonly prevention: readonly Article[];
  readonly faq: readonly Article[];
}
