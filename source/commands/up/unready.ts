import type { ApiClient } from '../../cluster/api/api-client.ts';
import { requestKinds } from '../../cluster/api/read-objects.ts';
import { podSeen } from '../../cluster/kubernetes/observe-objects.ts';
import type { Stored } from '../../kubernetes-types/kinds.ts';
import type { WorkloadSeen } from '../../lab/model/observations.ts';

const mostNames = 8;

/** The pods without a controller, in all namespaces: no workload reports on them. */
export async function lookAtBarePods(api: ApiClient, signal: AbortSignal): Promise<Stored<'pods'>[]> {
  const pods = await requestKinds(api, 'pods', { path: '/api/v1/pods', signal });
  return pods.filter((pod) => !isControlled(pod));
}

function isControlled({ metadata }: Stored<'pods'>): boolean {
  return (metadata.ownerReferences ?? []).some(({ controller }) => controller === true);
}

/** The unready objects of a manifest, a phrase each: `pod web: ErrImagePull`, `StatefulSet kafka: 2 of 3 replicas`. A completed pod counts as ready. */
export function unready(workloads: readonly WorkloadSeen[], barePods: readonly Stored<'pods'>[]): string[] {
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
