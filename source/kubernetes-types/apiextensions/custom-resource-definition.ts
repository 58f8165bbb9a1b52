import { condition } from '../meta/condition.ts';
import { objectMeta } from '../meta/object-meta.ts';
import { type Infer, list, object } from '../schema/field-types.ts';

export const customResourceDefinitionNames = object('CustomResourceDefinitionNames', {
  plural: [1, 'string', 'required'],
  singular: [2, 'string'],
  shortNames: [3, list('string')],
  kind: [4, 'string', 'required'],
  listKind: [5, 'string'],
  categories: [6, list('string')],
});

export const customResourceDefinitionVersion = object('CustomResourceDefinitionVersion', {
  name: [1, 'string', 'required'],
  served: [2, 'bool', 'required'],
  storage: [3, 'bool', 'required'],
  deprecated: [7, 'bool'],
  deprecationWarning: [8, 'string', 'pointer'],
});

export const customResourceDefinitionSpec = object('CustomResourceDefinitionSpec', {
  group: [1, 'string', 'required'],
  names: [3, customResourceDefinitionNames, 'required'],
  scope: [4, 'string', 'required'],
  versions: [7, list(customResourceDefinitionVersion), 'required'],
  preserveUnknownFields: [10, 'bool'],
});

export const customResourceDefinitionStatus = object('CustomResourceDefinitionStatus', {
  conditions: [1, list(condition)],
  acceptedNames: [2, customResourceDefinitionNames],
  storedVersions: [3, list('string')],
});

/** Served empty and read-only: clients ask for them before they judge a kind that they do not know. */
export const customResourceDefinition = object('CustomResourceDefinition', {
  metadata: [1, objectMeta],
  spec: [2, customResourceDefinitionSpec, 'required'],
  status: [3, customResourceDefinitionStatus],
});
export type CustomResourceDefinition = Infer<typeof customResourceDefinition>;
