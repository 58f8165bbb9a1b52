import type { KindName, Stored } from '../../../kubernetes-types/kinds.ts';
import type { SafeText } from '../../../text/safe-text.ts';
import { decodeKind } from '../../api/decode-kind.ts';
import type { ResourceType } from '../../api/discovery.ts';
import { knownKind } from '../../api/known-kinds.ts';
import type { KubeObject } from '../../api/kube-object.ts';
import type { VerbContext } from '../verb/verb.ts';
import { describeBinding, describeRole } from './access.ts';
import { describeAnyObject } from './any-object.ts';
import { describeAutoscaler } from './autoscaler.ts';
import { describeClaim } from './claim.ts';
import { describeConfigMap } from './config-map.ts';
import { Description } from './description.ts';
import { describeDisruptionBudget } from './disruption-budget.ts';
import { describeEndpointSlice, describeEndpoints } from './endpoints.ts';
import { describeEvents } from './events.ts';
import { describeIngress } from './ingress.ts';
import { describeCronJob, describeJob } from './job.ts';
import { describeNamespace } from './namespace.ts';
import { describeNetworkPolicy } from './network-policy.ts';
import { describeNode } from './node.ts';
import { describePod } from './pod.ts';
import { describeSecret } from './secret.ts';
import { describeService } from './service.ts';
import { describeServiceAccount } from './service-account.ts';
import { describeStorageClass, describeVolume } from './storage.ts';
import {
  describeDaemonSet,
  describeDeployment,
  describeReplicaSet,
  describeStatefulSet,
} from './workload.ts';

type Describer<K extends KindName> = (
  out: Description,
  object: Stored<K>,
  context: VerbContext,
) => void | Promise<void>;

const describers: { readonly [K in KindName]?: Describer<K> } = {
  clusterrolebindings: describeBinding,
  clusterroles: describeRole,
  configmaps: describeConfigMap,
  cronjobs: describeCronJob,
  daemonsets: describeDaemonSet,
  deployments: describeDeployment,
  endpoints: describeEndpoints,
  endpointslices: describeEndpointSlice,
  horizontalpodautoscalers: describeAutoscaler,
  ingresses: describeIngress,
  jobs: describeJob,
  namespaces: describeNamespace,
  networkpolicies: describeNetworkPolicy,
  nodes: describeNode,
  persistentvolumeclaims: describeClaim,
  persistentvolumes: describeVolume,
  poddisruptionbudgets: describeDisruptionBudget,
  pods: describePod,
  replicasets: describeReplicaSet,
  rolebindings: describeBinding,
  roles: describeRole,
  secrets: describeSecret,
  serviceaccounts: describeServiceAccount,
  services: describeService,
  statefulsets: describeStatefulSet,
  storageclasses: describeStorageClass,
};

/** Nothing happens to these themselves: kubectl shows no events of them. */
const withoutEvents: ReadonlySet<KindName> = new Set<KindName>([
  'clusterrolebindings',
  'clusterroles',
  'namespaces',
  'networkpolicies',
  'rolebindings',
  'roles',
  'secrets',
]);

/** The text of `kubectl describe` for one object; a kind without a description of its own is shown field by field. */
export async function describeObject(
  context: VerbContext,
  type: ResourceType,
  object: KubeObject,
  events: readonly Stored<'events'>[] | undefined,
): Promise<SafeText> {
  const out = new Description();
  const kind = knownKind(type);
  if (kind === undefined || !(await describeKind(kind, out, object, context))) describeAnyObject(out, object);
  if (kind === undefined || !withoutEvents.has(kind)) describeEvents(out, events);
  return out.toString();
}

/** False if the kind has no description of its own. */
async function describeKind<K extends KindName>(
  kind: K,
  out: Description,
  object: KubeObject,
  context: VerbContext,
): Promise<boolean> {
  const describe: Describer<K> | undefined = describers[kind];
  await describe?.(out, decodeKind(kind, object), context);
  return describe !== undefined;
}
