import { objectIn, objectsIn, valueAt } from '../../json/json-value.ts';
import type { Stored } from '../../kubernetes-types/kinds.ts';
import { parseQuantity } from '../../kubernetes-values/quantity.ts';
import { defaultClassAnnotation } from '../../kubernetes-values/well-known-names.ts';
import { containersOf } from '../../manifests/find-workloads.ts';
import type { ManifestObject } from '../../manifests/parse-manifest.ts';
import type { ApiClient } from '../api/api-client.ts';
import { ApiStatusError } from '../api/api-errors.ts';
import { requestKinds } from '../api/read-objects.ts';

/** Reasons why pods would stay Pending, and what could not be checked. */
export interface FitReport {
  readonly problems: readonly string[];
  readonly unknown: readonly string[];
}

interface NodeCapacity {
  readonly name: string;
  cpu: number;
  memory: number;
  pods: number;
}

/** Checks whether the cluster has room for the pods and claims of the workloads, as its scheduler and storage classes would. */
export async function checkCapacity(
  api: ApiClient,
  workloads: readonly ManifestObject[],
  signal: AbortSignal,
): Promise<FitReport> {
  const [nodes, pods, classes, volumes] = await Promise.all([
    unlessHidden(requestKinds(api, 'nodes', { path: '/api/v1/nodes', signal })),
    unlessHidden(requestKinds(api, 'pods', { path: '/api/v1/pods', signal })),
    unlessHidden(
      requestKinds(api, 'storageclasses', { path: '/apis/storage.k8s.io/v1/storageclasses', signal }),
    ),
    unlessHidden(requestKinds(api, 'persistentvolumes', { path: '/api/v1/persistentvolumes', signal })),
  ]);
  const unknown: string[] = [];
  if (nodes === undefined)
    unknown.push('these credentials cannot list nodes, so CPU and memory are not checked');
  else if (pods === undefined)
    unknown.push("these credentials cannot list all pods, so other pods' CPU and memory are not counted");
  if (classes === undefined)
    unknown.push('these credentials cannot list storage classes, so claims are not checked');
  return {
    problems: [
      ...(nodes === undefined ? [] : findCapacityProblems(nodes, pods ?? [], workloads)),
      ...(classes === undefined ? [] : findStorageProblems(classes, volumes ?? [], workloads)),
    ],
    unknown,
  };
}

/** Undefined if the credentials do not permit the request. */
async function unlessHidden<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ApiStatusError && (error.code === 403 || error.code === 404)) return undefined;
    throw error;
  }
}

/** Places the pods one by one, largest first, on the node with the most free memory; returns the workloads that do not fit. */
export function findCapacityProblems(
  nodes: readonly Stored<'nodes'>[],
  pods: readonly Stored<'pods'>[],
  workloads: readonly ManifestObject[],
): string[] {
  const rooms = nodes.filter(takesPods).map((node): NodeCapacity => {
    const there = pods.filter(
      ({ spec, status }) =>
        spec.nodeName === node.metadata.name && status?.phase !== 'Succeeded' && status?.phase !== 'Failed',
    );
    const used = there.map(({ spec }) => sumOf(spec.containers.map(({ resources }) => resources)));
    const { cpu, memory, pods: most } = node.status?.allocatable ?? {};
    return {
      name: node.metadata.name,
      cpu: parseQuantity(cpu) - used.reduce((sum, one) => sum + one.cpu, 0),
      memory: parseQuantity(memory) - used.reduce((sum, one) => sum + one.memory, 0),
      pods: parseQuantity(most ?? 110) - there.length,
    };
  });
  if (rooms.length === 0) return ['no node accepts pods: all are unready, cordoned or tainted'];
  const asked = workloads
    .map((workload) => ({
      name: String(valueAt(workload, 'metadata', 'name')),
      replicas: Math.min(1000, Number(valueAt(workload, 'spec', 'replicas') ?? 1) || 0),
      ...sumOf(containersOf(workload).map(resourcesOf)),
    }))
    .sort((a, b) => b.memory - a.memory || b.cpu - a.cpu);
  const problems: string[] = [];
  for (const { name, replicas, cpu, memory } of asked) {
    let placed = 0;
    while (placed < replicas) {
      const room = rooms
        .filter((one) => one.cpu >= cpu && one.memory >= memory && one.pods >= 1)
        .sort((a, b) => b.memory - a.memory)[0];
      if (room === undefined) break;
      room.cpu -= cpu;
      room.memory -= memory;
      room.pods -= 1;
      placed += 1;
    }
    if (placed === replicas) continue;
    problems.push(
      `\`${name}\` requests ${replicas} pods with ${cores(cpu)} and ${mebibytes(memory)} each; ${rooms.length === 1 ? 'the node has' : `the ${rooms.length} nodes have`} room for ${placed}`,
    );
  }
  return problems;
}

/** Every claim needs an existing storage class (the default one if it names none) or an existing volume. */
export function findStorageProblems(
  classes: readonly Stored<'storageclasses'>[],
  volumes: readonly Stored<'persistentvolumes'>[],
  workloads: readonly ManifestObject[],
): string[] {
  const hasDefault = classes.some(
    ({ metadata }) => metadata.annotations?.[defaultClassAnnotation] === 'true',
  );
  const names = classes.map(({ metadata }) => metadata.name);
  const problems: string[] = [];
  for (const workload of workloads) {
    for (const claim of objectsIn(valueAt(workload, 'spec', 'volumeClaimTemplates'))) {
      const wanted = valueAt(claim, 'spec', 'storageClassName');
      const free = volumes.some(
        (volume) =>
          volume.status?.phase === 'Available' && (volume.spec.storageClassName ?? '') === (wanted ?? ''),
      );
      const what = `the claim \`${valueAt(claim, 'metadata', 'name')}\` of \`${valueAt(workload, 'metadata', 'name')}\``;
      if (free) continue;
      if (wanted === undefined || wanted === null) {
        if (!hasDefault) problems.push(`${what} names no storage class, and the cluster has no default`);
      } else if (wanted === '') problems.push(`${what} needs an existing volume, and none is available`);
      else if (!names.includes(String(wanted)))
        problems.push(
          `${what} names the storage class \`${wanted}\`; the cluster has: ${names.join(', ') || 'none'}`,
        );
    }
  }
  return problems;
}

function takesPods({ spec, status }: Stored<'nodes'>): boolean {
  const taints = spec?.taints ?? [];
  const conditions = status?.conditions ?? [];
  return (
    spec?.unschedulable !== true &&
    !taints.some(({ effect }) => effect === 'NoSchedule' || effect === 'NoExecute') &&
    conditions.some(({ type, status: state }) => type === 'Ready' && state === 'True')
  );
}

/** The requests of containers, as in a manifest or the API. */
interface Resources {
  readonly requests?: Readonly<Record<string, unknown>> | undefined;
  readonly limits?: Readonly<Record<string, unknown>> | undefined;
}

const resourcesOf = ({ resources }: ManifestObject): Resources => ({
  requests: objectIn(valueAt(resources, 'requests')),
  limits: objectIn(valueAt(resources, 'limits')),
});

/** The sum over the containers of a pod: cores and bytes. */
function sumOf(containers: readonly (Resources | undefined)[]): { cpu: number; memory: number } {
  const sum = (what: 'cpu' | 'memory') =>
    containers.reduce((total, one) => total + parseQuantity(one?.requests?.[what] ?? one?.limits?.[what]), 0);
  return { cpu: sum('cpu'), memory: sum('memory') };
}

const cores = (cpu: number): string => `${Math.round(cpu * 1000)}m CPU`;
const mebibytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MiB`;
