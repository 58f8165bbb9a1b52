import type { Stored } from '../../../kubernetes-types/kinds.ts';
import type { PolicyRule } from '../../../kubernetes-types/rbac/roles.ts';
import { type Description, shownAnnotations } from './description.ts';

export function describeRole(
  out: Description,
  { metadata, rules = [] }: Stored<'roles' | 'clusterroles'>,
): void {
  out.field(0, 'Name', metadata.name);
  out.map(0, 'Labels', metadata.labels);
  out.map(0, 'Annotations', shownAnnotations(metadata.annotations), ': ');
  out.line(0, 'PolicyRule:');
  out.line(1, 'Resources\tNon-Resource URLs\tResource Names\tVerbs');
  out.line(1, '---------\t-----------------\t--------------\t-----');
  const rows = compact(rules).sort((a, b) => (goText(a) < goText(b) ? -1 : 1));
  for (const { group, resource, urls, names, verbs } of rows)
    out.line(1, `${combined(resource, group)}\t[${urls}]\t[${names}]\t[${verbs.join(' ')}]`);
}

/** A rule about one resource, one named object or one URL. */
interface Row {
  readonly group: string;
  readonly resource: string;
  readonly urls: string;
  readonly names: string;
  readonly verbs: string[];
}

/** kubectl takes the rules apart, and puts together the verbs of each resource, but not those of a URL. */
function compact(rules: readonly PolicyRule[]): Row[] {
  const rows = new Map<string, Row>();
  const urlRows: Row[] = [];
  for (const { verbs, apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] } of rules) {
    for (const group of apiGroups)
      for (const resource of resources)
        for (const names of resourceNames.length > 0 ? resourceNames : ['']) {
          const key = [group, resource, names].join('\0');
          const row = rows.get(key) ?? { group, resource, urls: '', names, verbs: [] };
          row.verbs.push(...verbs.filter((verb) => !row.verbs.includes(verb)));
          rows.set(key, row);
        }
    for (const urls of nonResourceURLs)
      for (const verb of verbs) urlRows.push({ group: '', resource: '', urls, names: '', verbs: [verb] });
  }
  return [...urlRows, ...rows.values()];
}

/** By what Go prints of a rule, which is what kubectl sorts by. */
function goText({ group, resource, urls, names, verbs }: Row): string {
  return `Verbs:[${verbs.join(' ')}],APIGroups:[${group}],Resources:[${resource}],ResourceNames:[${names}],NonResourceURLs:[${urls}],`;
}

/** `deployments.apps/scale` */
function combined(resource: string, group: string): string {
  const [name = '', subresource] = resource.split(/\/(.*)/);
  const full = group === '' ? name : `${name}.${group}`;
  return subresource === undefined ? full : `${full}/${subresource}`;
}

export function describeBinding(
  out: Description,
  { metadata, roleRef, subjects = [] }: Stored<'rolebindings' | 'clusterrolebindings'>,
): void {
  out.field(0, 'Name', metadata.name);
  out.map(0, 'Labels', metadata.labels);
  out.map(0, 'Annotations', shownAnnotations(metadata.annotations), ': ');
  out.line(0, 'Role:');
  out.field(1, 'Kind', roleRef.kind);
  out.field(1, 'Name', roleRef.name);
  out.line(0, 'Subjects:');
  out.line(1, 'Kind\tName\tNamespace');
  out.line(1, '----\t----\t---------');
  for (const { kind, name, namespace = '' } of subjects) out.line(1, `${kind}\t${name}\t${namespace}`);
}
