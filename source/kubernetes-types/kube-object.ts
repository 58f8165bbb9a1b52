import type { objectMeta } from './meta/object-meta.ts';
import type { Infer } from './schema/field-types.ts';

// A type, not an interface: only a type is assignable where an index signature is required.
export type TypeMeta = {
  /** `apps/v1`, or `v1` in the core group */
  apiVersion: string;
  kind: string;
};

export type ObjectMeta = Infer<typeof objectMeta>;

/** The metadata of a stored object: its identity is always set. */
export type StoredMeta = ObjectMeta & {
  name: string;
  uid: string;
  resourceVersion: string;
  creationTimestamp: string;
};

/** An object of any kind; fields besides metadata are unknown until the kind is. */
export interface KubeObject extends TypeMeta {
  metadata: StoredMeta;
  [field: string]: unknown;
}
