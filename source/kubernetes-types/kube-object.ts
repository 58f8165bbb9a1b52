import type { objectMeta } from './meta/object-meta.ts';
import type { Infer } from './schema/field-types.ts';

// A type, not an interface: only a type can stand where an index signature is asked for.
export type TypeMeta = {
  /** `apps/v1`, or `v1` in the core group */
  apiVersion: string;
  kind: string;
};

export type ObjectMeta = Infer<typeof objectMeta>;

/** The metadata of an object that the API has: what identifies it is always there. */
export type StoredMeta = ObjectMeta & {
  name: string;
  uid: string;
  resourceVersion: string;
  creationTimestamp: string;
};

/** An object of whatever kind; what stands beside its metadata is unknown until the kind is. */
export interface KubeObject extends TypeMeta {
  metadata: StoredMeta;
  [field: string]: unknown;
}
