import { isKindName, type KindName } from '../../kubernetes-types/kinds.ts';
import type { ResourceType } from './discovery.ts';

/** The API group of each kind that we have a schema of. */
const groups: Readonly<Record<KindName, string>> = {
  clusterrolebindings: 'rbac.authorization.k8s.io',
  clusterroles: 'rbac.authorization.k8s.io',
  configmaps: '',
  controllerrevisions: 'apps',
  cronjobs: 'batch',
  customresourcedefinitions: 'apiextensions.k8s.io',
  daemonsets: 'apps',
  deployments: 'apps',
  endpoints: '',
  endpointslices: 'discovery.k8s.io',
  events: '',
  horizontalpodautoscalers: 'autoscaling',
  ingressclasses: 'networking.k8s.io',
  ingresses: 'networking.k8s.io',
  jobs: 'batch',
  leases: 'coordination.k8s.io',
  limitranges: '',
  namespaces: '',
  networkpolicies: 'networking.k8s.io',
  nodes: '',
  persistentvolumeclaims: '',
  persistentvolumes: '',
  poddisruptionbudgets: 'policy',
  pods: '',
  replicasets: 'apps',
  resourcequotas: '',
  rolebindings: 'rbac.authorization.k8s.io',
  roles: 'rbac.authorization.k8s.io',
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
