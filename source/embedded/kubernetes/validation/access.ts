import type { KubeObject } from '../../../kubernetes-types/kube-object.ts';
import { isRecord } from '../objects/values.ts';
import { records } from '../schema/pod-defaults.ts';
import type { FieldErrors } from './field-errors.ts';

const rbacGroup = 'rbac.authorization.k8s.io';
const isEmpty = (list: unknown): boolean => !Array.isArray(list) || list.length === 0;

/** Names of roles and bindings may have colons: `system:node`. */
export function pathSegment(name: string): string | undefined {
  if (name === '.' || name === '..') return `may not be '${name}'`;
  for (const character of ['/', '%']) if (name.includes(character)) return `may not contain '${character}'`;
  return undefined;
}

/** The rules of a Role or ClusterRole: https://github.com/kubernetes/kubernetes/blob/v1.32.0/pkg/apis/rbac/validation/validation.go */
export function validateRole(causes: FieldErrors, { rules }: KubeObject, isNamespaced: boolean): void {
  for (const [index, rule] of records(rules).entries()) {
    const field = `rules[${index}]`;
    if (isEmpty(rule.verbs)) causes.required(`${field}.verbs`, 'verbs must contain at least one value');
    if (!isEmpty(rule.nonResourceURLs)) {
      const at = `${field}.nonResourceURLs`;
      if (isNamespaced)
        causes.invalid(at, rule.nonResourceURLs, 'namespaced rules cannot apply to non-resource URLs');
      if (![rule.apiGroups, rule.resources, rule.resourceNames].every(isEmpty))
        causes.invalid(
          at,
          rule.nonResourceURLs,
          'rules cannot apply to both regular resources and non-resource URLs',
        );
      continue;
    }
    if (isEmpty(rule.apiGroups))
      causes.required(`${field}.apiGroups`, 'resource rules must supply at least one api group');
    if (isEmpty(rule.resources))
      causes.required(`${field}.resources`, 'resource rules must supply at least one resource');
  }
}

/** The role and the subjects of a RoleBinding or ClusterRoleBinding. */
export function validateBinding(causes: FieldErrors, binding: KubeObject, isNamespaced: boolean): void {
  const role = isRecord(binding.roleRef) ? binding.roleRef : {};
  const kinds = isNamespaced ? ['Role', 'ClusterRole'] : ['ClusterRole'];
  if (role.apiGroup !== rbacGroup) causes.unsupported('roleRef.apiGroup', role.apiGroup ?? '', [rbacGroup]);
  if (!kinds.includes(String(role.kind))) causes.unsupported('roleRef.kind', role.kind ?? '', kinds);
  if (!role.name) causes.required('roleRef.name');
  for (const [index, subject] of records(binding.subjects).entries())
    checkSubject(causes, `subjects[${index}]`, subject, isNamespaced);
}

function checkSubject(
  causes: FieldErrors,
  field: string,
  subject: Record<string, unknown>,
  isNamespaced: boolean,
): void {
  const { kind, name, apiGroup = '', namespace } = subject;
  if (!name) causes.required(`${field}.name`);
  if (kind === 'ServiceAccount') {
    if (apiGroup !== '') causes.unsupported(`${field}.apiGroup`, apiGroup, ['']);
    if (!isNamespaced && !namespace) causes.required(`${field}.namespace`);
  } else if (kind === 'User' || kind === 'Group') {
    if (apiGroup !== rbacGroup) causes.unsupported(`${field}.apiGroup`, apiGroup, [rbacGroup]);
  } else causes.unsupported(`${field}.kind`, kind ?? '', ['ServiceAccount', 'User', 'Group']);
}
