import { objectMeta } from '../meta/object-meta.ts';
import { type Infer, list, object } from '../schema/field-types.ts';

export const subject = object('Subject', {
  kind: [1, 'string', 'required'],
  apiGroup: [2, 'string'],
  name: [3, 'string', 'required'],
  namespace: [4, 'string'],
});
export type Subject = Infer<typeof subject>;

export const roleRef = object('RoleRef', {
  apiGroup: [1, 'string', 'required'],
  kind: [2, 'string', 'required'],
  name: [3, 'string', 'required'],
});

export const roleBinding = object('RoleBinding', {
  metadata: [1, objectMeta],
  subjects: [2, list(subject)],
  roleRef: [3, roleRef, 'required'],
});
export type RoleBinding = Infer<typeof roleBinding>;

export const clusterRoleBinding = object('ClusterRoleBinding', {
  metadata: [1, objectMeta],
  subjects: [2, list(subject)],
  roleRef: [3, roleRef, 'required'],
});
export type ClusterRoleBinding = Infer<typeof clusterRoleBinding>;
