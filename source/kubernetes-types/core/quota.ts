import { objectMeta } from '../meta/object-meta.ts';
import { type Infer, list, map, object } from '../schema/field-types.ts';

export const limitRangeItem = object('LimitRangeItem', {
  type: [1, 'string', 'required'],
  max: [2, map('quantity')],
  min: [3, map('quantity')],
  default: [4, map('quantity')],
  defaultRequest: [5, map('quantity')],
  maxLimitRequestRatio: [6, map('quantity')],
});
export type LimitRangeItem = Infer<typeof limitRangeItem>;

export const limitRangeSpec = object('LimitRangeSpec', {
  limits: [1, list(limitRangeItem), 'required'],
});
export type LimitRangeSpec = Infer<typeof limitRangeSpec>;

export const limitRange = object('LimitRange', {
  metadata: [1, objectMeta],
  spec: [2, limitRangeSpec, 'required'],
});
export type LimitRange = Infer<typeof limitRange>;

export const scopedResourceSelectorRequirement = object('ScopedResourceSelectorRequirement', {
  scopeName: [1, 'string', 'required'],
  operator: [2, 'string', 'required'],
  values: [3, list('string')],
});
export type ScopedResourceSelectorRequirement = Infer<typeof scopedResourceSelectorRequirement>;

export const scopeSelector = object('ScopeSelector', {
  matchExpressions: [1, list(scopedResourceSelectorRequirement)],
});
export type ScopeSelector = Infer<typeof scopeSelector>;

export const resourceQuotaSpec = object('ResourceQuotaSpec', {
  hard: [1, map('quantity')],
  scopes: [2, list('string')],
  scopeSelector: [3, scopeSelector],
});
export type ResourceQuotaSpec = Infer<typeof resourceQuotaSpec>;

export const resourceQuotaStatus = object('ResourceQuotaStatus', {
  hard: [1, map('quantity')],
  used: [2, map('quantity')],
});
export type ResourceQuotaStatus = Infer<typeof resourceQuotaStatus>;

export const resourceQuota = object('ResourceQuota', {
  metadata: [1, objectMeta],
  spec: [2, resourceQuotaSpec, 'required'],
  status: [3, resourceQuotaStatus],
});
export type ResourceQuota = Infer<typeof resourceQuota>;
