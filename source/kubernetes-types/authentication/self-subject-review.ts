import { objectMeta } from '../meta/object-meta.ts';
import { type Infer, list, map, object } from '../schema/field-types.ts';

export const userInfo = object('UserInfo', {
  username: [1, 'string'],
  uid: [2, 'string'],
  groups: [3, list('string')],
  extra: [4, map(list('string'))],
});
export type UserInfo = Infer<typeof userInfo>;

export const selfSubjectReviewStatus = object('SelfSubjectReviewStatus', {
  userInfo: [1, userInfo],
});
export type SelfSubjectReviewStatus = Infer<typeof selfSubjectReviewStatus>;

export const selfSubjectReview = object('SelfSubjectReview', {
  metadata: [1, objectMeta],
  status: [2, selfSubjectReviewStatus],
});
export type SelfSubjectReview = Infer<typeof selfSubjectReview>;
