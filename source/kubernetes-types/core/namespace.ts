import { objectMeta } from '../meta/object-meta.ts';
import { type Infer, keyed, list, object } from '../schema/field-types.ts';

export const namespaceSpec = object('NamespaceSpec', {
  finalizers: [1, list('string')],
});
export type NamespaceSpec = Infer<typeof namespaceSpec>;

export const namespaceCondition = object('NamespaceCondition', {
  type: [1, 'string', 'required'],
  status: [2, 'string'],
  lastTransitionTime: [4, 'time'],
  reason: [5, 'string'],
  message: [6, 'string'],
});
export type NamespaceCondition = Infer<typeof namespaceCondition>;

export const namespaceStatus = object('NamespaceStatus', {
  phase: [1, 'string'],
  conditions: [2, keyed('type', namespaceCondition)],
});
export type NamespaceStatus = Infer<typeof namespaceStatus>;

export const namespace = object('Namespace', {
  metadata: [1, objectMeta],
  spec: [2, namespaceSpec],
  status: [3, namespaceStatus],
});
export type Namespace = Infer<typeof namespace>;
