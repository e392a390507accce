import type { BucketEntry, Cause, Rule, Shelf } from '../catalog/schema.ts';
import type { Bucket } from '../types.ts';

/** What a reply looks up in the catalog; the loaded catalog offers it. */
export interface Book {
  cause(id: string): Cause | undefined;
  bucket(id: Bucket): BucketEntry | undefined;
  shelf(id: string): Shelf | undefined;
  /** @param id global, `shelf/rule` */
  rule(id: string): Rule | undefined;
}
