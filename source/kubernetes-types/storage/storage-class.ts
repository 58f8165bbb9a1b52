import { topologySelectorTerm } from '../core/affinity.ts';
import { objectMeta } from '../meta/object-meta.ts';
import { type Infer, list, map, object } from '../schema/field-types.ts';

export const storageClass = object('StorageClass', {
  metadata: [1, objectMeta],
  provisioner: [2, 'string'],
  parameters: [3, map('string')],
  reclaimPolicy: [4, 'string', 'pointer'],
  mountOptions: [5, list('string')],
  allowVolumeExpansion: [6, 'bool', 'pointer'],
  volumeBindingMode: [7, 'string', 'pointer'],
  allowedTopologies: [8, list(topologySelectorTerm)],
});
export type StorageClass = Infer<typeof storageClass>;
