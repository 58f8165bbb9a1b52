import { findType, type ResourceType } from '../../cluster/api/discovery.ts';
import { selectorOf } from '../../cluster/kubectl/objects/selector-text.ts';
import type { Resources } from '../../cluster/kubernetes/resources.ts';
import type { ResourceTarget } from './resource-target.ts';
import type { SeenObject } from './resource-view.ts';

/** Which kind each kind leads to, by its selector. */
const bySelector: Readonly<Record<string, string>> = {
  'deployments.apps': 'replicasets.apps',
  'replicasets.apps': 'pods',
  'statefulsets.apps': 'pods',
  'daemonsets.apps': 'pods',
  'jobs.batch': 'pods',
  services: 'pods',
};

/** What belongs to an object, as kubectl would be asked for it; undefined where nothing does. */
export async function ownedBy(
  resources: Resources,
  type: ResourceType,
  { name, namespace }: SeenObject,
): Promise<ResourceTarget | undefined> {
  const types = await resources.types();
  const pods = findType(types, 'pods');
  const kind = type.group === '' ? type.plural : `${type.plural}.${type.group}`;
  if (pods !== undefined && kind === 'nodes')
    return { type: pods, namespace: undefined, fieldSelector: `spec.nodeName=${name}` };
  if (pods !== undefined && kind === 'namespaces') return { type: pods, namespace: name };
  const owned = bySelector[kind] === undefined ? undefined : findType(types, bySelector[kind]);
  if (owned === undefined) return undefined;
  const labelSelector = selectorOf(await resources.object(type, namespace, name));
  return labelSelector === undefined ? undefined : { type: owned, namespace, labelSelector };
}
