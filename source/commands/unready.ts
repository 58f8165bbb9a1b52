import type { ApiServer } from '../cluster/api/api-client.ts';
import { isMap, type KubeList, type KubeObject } from '../cluster/api/kube-object.ts';
import { podSeen } from '../cluster/kubernetes/read-objects.ts';
import type { WorkloadSeen } from '../lab/observations.ts';

const mostNames = 8;

/** The pods that no controller made, of all namespaces: nothing else speaks for them. */
export async function lookAtBarePods(api: ApiServer, signal: AbortSignal): Promise<KubeObject[]> {
  const { items = [] } = await api.json<KubeList>({ path: '/api/v1/pods', signal });
  return items.filter((pod) => isMap(pod) && isMap(pod.metadata) && !isControlled(pod));
}

function isControlled({ metadata }: KubeObject): boolean {
  const owners: unknown = metadata.ownerReferences;
  return Array.isArray(owners) && owners.some((owner) => isMap(owner) && owner.controller === true);
}

/** What of a manifest is not ready, a phrase each: `pod web: ErrImagePull`, `StatefulSet kafka: 2 of 3 replicas`. A pod that is done is ready. */
export function unready(workloads: readonly WorkloadSeen[], barePods: readonly KubeObject[]): string[] {
  const pods = barePods.map(podSeen).filter(({ ready, phase }) => !ready && phase !== 'Succeeded');
  return [
    ...workloads
      .filter(({ ready, replicas }) => ready !== replicas)
      .map(({ kind, name, ready, replicas }) => `${kind} ${name}: ${ready} of ${replicas} replicas`),
    ...pods.map(({ name, status }) => `pod ${name}: ${status === 'Running' ? 'Running, not ready' : status}`),
  ];
}

/** The first few of them, for one line. */
export function listed(what: readonly string[]): string {
  const more = what.length - mostNames;
  return [...what.slice(0, mostNames), ...(more > 0 ? [`${more} more`] : [])].join('; ');
}
