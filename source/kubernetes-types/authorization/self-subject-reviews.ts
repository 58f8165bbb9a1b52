import { labelSelectorRequirement } from '../meta/label-selector.ts';
import { objectMeta } from '../meta/object-meta.ts';
import { type Infer, list, object } from '../schema/field-types.ts';

export const fieldSelectorRequirement = object('FieldSelectorRequirement', {
  key: [1, 'string', 'required'],
  operator: [2, 'string', 'required'],
  values: [3, list('string')],
});
export type FieldSelectorRequirement = Infer<typeof fieldSelectorRequirement>;

export const fieldSelectorAttributes = object('FieldSelectorAttributes', {
  rawSelector: [1, 'string'],
  requirements: [2, list(fieldSelectorRequirement)],
});
export type FieldSelectorAttributes = Infer<typeof fieldSelectorAttributes>;

export const labelSelectorAttributes = object('LabelSelectorAttributes', {
  rawSelector: [1, 'string'],
  requirements: [2, list(labelSelectorRequirement)],
});
export type LabelSelectorAttributes = Infer<typeof labelSelectorAttributes>;

export const resourceAttributes = object('ResourceAttributes', {
  namespace: [1, 'string'],
  verb: [2, 'string'],
  group: [3, 'string'],
  version: [4, 'string'],
  resource: [5, 'string'],
  subresource: [6, 'string'],
  name: [7, 'string'],
  fieldSelector: [8, fieldSelectorAttributes],
  labelSelector: [9, labelSelectorAttributes],
});
export type ResourceAttributes = Infer<typeof resourceAttributes>;

export const nonResourceAttributes = object('NonResourceAttributes', {
  path: [1, 'string'],
  verb: [2, 'string'],
});
export type NonResourceAttributes = Infer<typeof nonResourceAttributes>;

export const selfSubjectAccessReviewSpec = object('SelfSubjectAccessReviewSpec', {
  resourceAttributes: [1, resourceAttributes],
  nonResourceAttributes: [2, nonResourceAttributes],
});
export type SelfSubjectAccessReviewSpec = Infer<typeof selfSubjectAccessReviewSpec>;

export const subjectAccessReviewStatus = object('SubjectAccessReviewStatus', {
  allowed: [1, 'bool', 'required'],
  denied: [4, 'bool'],
  reason: [2, 'string'],
  evaluationError: [3, 'string'],
});
export type SubjectAccessReviewStatus = Infer<typeof subjectAccessReviewStatus>;

export const selfSubjectAccessReview = object('SelfSubjectAccessReview', {
  metadata: [1, objectMeta],
  spec: [2, selfSubjectAccessReviewSpec, 'required'],
  status: [3, subjectAccessReviewStatus],
});
export type SelfSubjectAccessReview = Infer<typeof selfSubjectAccessReview>;

export const selfSubjectRulesReviewSpec = object('SelfSubjectRulesReviewSpec', {
  namespace: [1, 'string'],
});
export type SelfSubjectRulesReviewSpec = Infer<typeof selfSubjectRulesReviewSpec>;

export const resourceRule = object('ResourceRule', {
  verbs: [1, list('string'), 'required'],
  apiGroups: [2, list('string')],
  resources: [3, list('string')],
  resourceNames: [4, list('string')],
});
export type ResourceRule = Infer<typeof resourceRule>;

export const nonResourceRule = object('NonResourceRule', {
  verbs: [1, list('string'), 'required'],
  nonResourceURLs: [2, list('string')],
});
export type NonResourceRule = Infer<typeof nonResourceRule>;

export const subjectRulesReviewStatus = object('SubjectRulesReviewStatus', {
  resourceRules: [1, list(resourceRule), 'required'],
  nonResourceRules: [2, list(nonResourceRule), 'required'],
  incomplete: [3, 'bool', 'required'],
  evaluationError: [4, 'string'],
});
export type SubjectRulesReviewStatus = Infer<typeof subjectRulesReviewStatus>;

export const selfSubjectRulesReview = object('SelfSubjectRulesReview', {
  metadata: [1, objectMeta],
  spec: [2, selfSubjectRulesReviewSpec, 'required'],
  status: [3, subjectRulesReviewStatus],
});
export type SelfSubjectRulesReview = Infer<typeof selfSubjectRulesReview>;
