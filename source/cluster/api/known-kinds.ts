import { isKindName, type KindName } from '../../kubernetes-types/kinds.ts';
import type { ResourceType } from './discovery.ts';

/** The API group of each kind that we have a schema of. */
const groups: Readonly<Record<KindName, string>> = {
  configmaps: '',
  controllerrevisions: 'apps',
  deployments: 'apps',
  endpoints: '',
  endpointslices: 'discovery.k8s.io',
  events: '',
  leases: 'coordination.k8s.io',
  limitranges: '',
  namespaces: '',
  nodes: '',
  persistentvolumeclaims: '',
  persistentvolumes: '',
  poddisruptionbudgets: 'policy',
  pods: '',
  replicasets: 'apps',
  resourcequotas: '',
  secrets: '',
  serviceaccounts: '',
  services: '',
  statefulsets: 'apps',
  storageclasses: 'storage.k8s.io',
};

/** The kind of a resource; undefined where we have no schema of it, as for a custom resource that is also called `services`. */
export function knownKind({ plural, group }: ResourceType): KindName | undefined {
  return isKindName(plural) && groups[plural] === group ? plural : undefined;
}
