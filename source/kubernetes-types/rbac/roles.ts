import { labelSelector } from '../meta/label-selector.ts';
import { objectMeta } from '../meta/object-meta.ts';
import { type Infer, list, object } from '../schema/field-types.ts';

export const policyRule = object('PolicyRule', {
  verbs: [1, list('string'), 'required'],
  apiGroups: [2, list('string')],
  resources: [3, list('string')],
  resourceNames: [4, list('string')],
  nonResourceURLs: [5, list('string')],
});
export type PolicyRule = Infer<typeof policyRule>;

export const role = object('Role', {
  metadata: [1, objectMeta],
  rules: [2, list(policyRule)],
});
export type Role = Infer<typeof role>;

export const clusterRole = object('ClusterRole', {
  metadata: [1, objectMeta],
  rules: [2, list(policyRule)],
  aggregationRule: [3, object('AggregationRule', { clusterRoleSelectors: [1, list(labelSelector)] })],
});
export type ClusterRole = Infer<typeof clusterRole>;
