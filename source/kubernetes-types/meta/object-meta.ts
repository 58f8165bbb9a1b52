import { type Infer, keyed, list, map, object, set } from '../schema/field-types.ts';

export const ownerReference = object('OwnerReference', {
  apiVersion: [5, 'string', 'required'],
  kind: [1, 'string', 'required'],
  name: [3, 'string', 'required'],
  uid: [4, 'string', 'required'],
  controller: [6, 'bool', 'pointer'],
  blockOwnerDeletion: [7, 'bool', 'pointer'],
});
export type OwnerReference = Infer<typeof ownerReference>;

export const managedFieldsEntry = object('ManagedFieldsEntry', {
  manager: [1, 'string'],
  operation: [2, 'string'],
  apiVersion: [3, 'string'],
  time: [4, 'time'],
  fieldsType: [6, 'string'],
  fieldsV1: [7, 'raw'],
  subresource: [8, 'string'],
});
export type ManagedFieldsEntry = Infer<typeof managedFieldsEntry>;

export const objectMeta = object('ObjectMeta', {
  name: [1, 'string'],
  generateName: [2, 'string'],
  namespace: [3, 'string'],
  selfLink: [4, 'string'],
  uid: [5, 'string'],
  resourceVersion: [6, 'string'],
  generation: [7, 'int64'],
  creationTimestamp: [8, 'time'],
  deletionTimestamp: [9, 'time'],
  deletionGracePeriodSeconds: [10, 'int64', 'pointer'],
  labels: [11, map('string')],
  annotations: [12, map('string')],
  ownerReferences: [13, keyed('uid', ownerReference)],
  finalizers: [14, set('string')],
  managedFields: [17, list(managedFieldsEntry)],
});
export type ObjectMeta = Infer<typeof objectMeta>;
