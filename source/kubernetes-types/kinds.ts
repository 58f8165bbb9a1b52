import { customResourceDefinition } from './apiextensions/custom-resource-definition.ts';
import { controllerRevision } from './apps/controller-revision.ts';
import { daemonSet } from './apps/daemon-set.ts';
import { deployment } from './apps/deployment.ts';
import { replicaSet } from './apps/replica-set.ts';
import { statefulSet } from './apps/stateful-set.ts';
import { horizontalPodAutoscaler } from './autoscaling/horizontal-pod-autoscaler.ts';
import { cronJob } from './batch/cron-job.ts';
import { job } from './batch/job.ts';
import { lease } from './coordination/lease.ts';
import { configMap, secret } from './core/config.ts';
import { endpoints } from './core/endpoints.ts';
import { event } from './core/event.ts';
import { namespace } from './core/namespace.ts';
import { node } from './core/node.ts';
import { persistentVolume } from './core/persistent-volume.ts';
import { persistentVolumeClaim } from './core/persistent-volume-claim.ts';
import { pod } from './core/pod.ts';
import { limitRange, resourceQuota } from './core/quota.ts';
import { service } from './core/service.ts';
import { serviceAccount } from './core/service-account.ts';
import { endpointSlice } from './discovery/endpoint-slice.ts';
import type { KubeObject, ObjectMeta, StoredMeta, TypeMeta } from './kube-object.ts';
import { ingress } from './networking/ingress.ts';
import { ingressClass } from './networking/ingress-class.ts';
import { networkPolicy } from './networking/network-policy.ts';
import { podDisruptionBudget } from './policy/disruption-budget.ts';
import { clusterRoleBinding, roleBinding } from './rbac/bindings.ts';
import { clusterRole, role } from './rbac/roles.ts';
import type { Infer } from './schema/field-types.ts';
import { storageClass } from './storage/storage-class.ts';

/** Every stored kind, by the plural in its REST path. */
export const kinds = {
  clusterrolebindings: clusterRoleBinding,
  clusterroles: clusterRole,
  configmaps: configMap,
  controllerrevisions: controllerRevision,
  cronjobs: cronJob,
  customresourcedefinitions: customResourceDefinition,
  daemonsets: daemonSet,
  deployments: deployment,
  endpoints,
  endpointslices: endpointSlice,
  events: event,
  horizontalpodautoscalers: horizontalPodAutoscaler,
  ingressclasses: ingressClass,
  ingresses: ingress,
  jobs: job,
  leases: lease,
  limitranges: limitRange,
  namespaces: namespace,
  networkpolicies: networkPolicy,
  nodes: node,
  persistentvolumeclaims: persistentVolumeClaim,
  persistentvolumes: persistentVolume,
  poddisruptionbudgets: podDisruptionBudget,
  pods: pod,
  replicasets: replicaSet,
  resourcequotas: resourceQuota,
  rolebindings: roleBinding,
  roles: role,
  secrets: secret,
  serviceaccounts: serviceAccount,
  services: service,
  statefulsets: statefulSet,
  storageclasses: storageClass,
} as const;

export type KindName = keyof typeof kinds;

export function isKindName(plural: string): plural is KindName {
  return Object.hasOwn(kinds, plural);
}

/** Narrows an object to the kind of its resource in the store. */
export function isOfKind<K extends KindName>(
  kind: K,
  resource: string,
  _object: KubeObject,
): _object is KubeObject & Stored<K> {
  return resource === kind;
}

/** A stored object of a kind: `Stored<'pods'>` is a Pod with its identity. */
export type Stored<K extends KindName> = Identified<Infer<(typeof kinds)[K]>>;

/** An object to store: its identity is assigned later. */
export type Draft<K extends KindName> = Partial<TypeMeta> & { metadata: ObjectMeta } & Omit<
    Infer<(typeof kinds)[K]>,
    'metadata'
  >;

type Identified<T> = TypeMeta & { metadata: StoredMeta } & Omit<T, 'metadata'>;
