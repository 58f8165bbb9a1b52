import { objectMeta } from '../meta/object-meta.ts';
import { type Infer, map, object } from '../schema/field-types.ts';

export const configMap = object('ConfigMap', {
  metadata: [1, objectMeta],
  immutable: [4, 'bool', 'pointer'],
  data: [2, map('string')],
  binaryData: [3, map('bytes')],
});
export type ConfigMap = Infer<typeof configMap>;

export const secret = object('Secret', {
  metadata: [1, objectMeta],
  immutable: [5, 'bool', 'pointer'],
  data: [2, map('bytes')],
  stringData: [4, map('string')],
  type: [3, 'string'],
});
export type Secret = Infer<typeof secret>;
