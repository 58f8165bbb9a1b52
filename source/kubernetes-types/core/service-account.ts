import { objectMeta } from '../meta/object-meta.ts';
import { type Infer, keyed, list, object } from '../schema/field-types.ts';
import { localObjectReference, objectReference } from './references.ts';

export const serviceAccount = object('ServiceAccount', {
  metadata: [1, objectMeta],
  secrets: [2, keyed('name', objectReference)],
  imagePullSecrets: [3, list(localObjectReference)],
  automountServiceAccountToken: [4, 'bool', 'pointer'],
});
export type ServiceAccount = Infer<typeof serviceAccount>;
