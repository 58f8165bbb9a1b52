import type { Stored } from '../../kubernetes-types/kinds.ts';
import type { NodeSeen, PodSeen, ServiceSeen, WorkloadSeen } from '../../lab/model/observations.ts';
import { sanitizeLine } from '../../text/sanitize.ts';
import type { ApiClient } from '../api/api-client.ts';
import { segment } from '../api/paths.ts';
import { requestKinds } from '../api/read-objects.ts';
import { summarizePod } from './pod-status.ts';

/** Nodes, pods, Services and workloads as the API server reports them; each call sends a request. */

export async function observeNodes(api: ApiClient, signal: AbortSignal): Promise<NodeSeen[]> {
  const prefix = 'node-role.kubernetes.io/';
  return (await requestKinds(api, 'nodes', { path: '/api/v1/nodes', signal })).map(
    ({ metadata, status }) => ({
      name: metadata.name,
      ready: (status?.conditions ?? []).some((one) => one.type === 'Ready' && one.status === 'True'),
      roles: Object.keys(metadata.labels ?? {})
        .filter((key) => key.startsWith(prefix))
        .map((key) => key.slice(prefix.length))
        .sort(),
    }),
  );
}

export async function listPods(
  api: ApiClient,
  namespace: string,
  signal: AbortSignal,
  labelSelector?: string,
): Promise<Stored<'pods'>[]> {
  const path = `/api/v1/namespaces/${segment(namespace)}/pods`;
  return requestKinds(api, 'pods', { path, query: { labelSelector }, signal });
}

export async function observePods(
  api: ApiClient,
  namespace: string,
  signal: AbortSignal,
): Promise<PodSeen[]> {
  return (await listPods(api, namespace, signal)).map(podSeen);
}

export function podSeen(pod: Stored<'pods'>): PodSeen {
  const summary = summarizePod(pod);
  const { podIP, phase } = pod.status ?? {};
  const node = pod.spec.nodeName;
  return {
    name: pod.metadata.name,
    labels: pod.metadata.labels ?? {},
    phase: phase ?? 'Unknown',
    status: sanitizeLine(summary.status),
    ready: summary.ready,
    restarts: summary.restarts,
    ...(podIP ? { ip: podIP } : {}),
    ...(node ? { node } : {}),
    ...(summary.trouble === undefined
      ? {}
      : { trouble: sanitizeLine(summary.trouble.replaceAll('\n', ' ')) }),
  };
}

export async function observeServices(
  api: ApiClient,
  namespace: string,
  signal: AbortSignal,
): Promise<ServiceSeen[]> {
  const services = await requestKinds(api, 'services', {
    path: `/api/v1/namespaces/${segment(namespace)}/services`,
    signal,
  });
  return services.map(serviceSeen);
}

export function serviceSeen({ metadata, spec }: Stored<'services'>): ServiceSeen {
  return {
    name: metadata.name,
    clusterIP: spec.clusterIP ?? '',
    ports: (spec.ports ?? []).map(({ port }) => port),
    ...(spec.selector === undefined ? {} : { selector: spec.selector }),
  };
}

export async function observeWorkloads(
  api: ApiClient,
  namespace: string,
  signal: AbortSignal,
): Promise<WorkloadSeen[]> {
  const base = `/apis/apps/v1/namespaces/${segment(namespace)}`;
  const [statefulSets, deployments] = await Promise.all([
    requestKinds(api, 'statefulsets', { path: `${base}/statefulsets`, signal }),
    requestKinds(api, 'deployments', { path: `${base}/deployments`, signal }),
  ]);
  return [
    ...statefulSets.map((set) => workloadSeen('StatefulSet', set)),
    ...deployments.map((deployment) => workloadSeen('Deployment', deployment)),
  ];
}

export function workloadSeen(
  kind: WorkloadSeen['kind'],
  { metadata, spec, status }: Stored<'statefulsets' | 'deployments'>,
): WorkloadSeen {
  return { kind, name: metadata.name, replicas: spec.replicas ?? 1, ready: status?.readyReplicas ?? 0 };
}
