import type { NodeSeen, PodSeen, ServiceSeen, WorkloadSeen } from '../../lab/observations.ts';
import { sanitizeLine } from '../../text/sanitize.ts';
import type { ApiServer } from '../api/api-client.ts';
import { isMap, type KubeList, type KubeObject } from '../api/kube-object.ts';
import { segment } from '../api/paths.ts';
import { summarizePod } from './pod-status.ts';

/** What the API server says about nodes, pods, Services and workloads; each call asks anew. */

export async function lookAtNodes(api: ApiServer, signal: AbortSignal): Promise<NodeSeen[]> {
  const prefix = 'node-role.kubernetes.io/';
  return (await list(api, '/api/v1/nodes', signal)).map(({ metadata, status }) => ({
    name: metadata.name,
    ready: hasCondition(status, 'Ready'),
    roles: Object.keys(metadata.labels ?? {})
      .filter((key) => key.startsWith(prefix))
      .map((key) => key.slice(prefix.length))
      .sort(),
  }));
}

export async function listPods(
  api: ApiServer,
  namespace: string,
  signal: AbortSignal,
  labelSelector?: string,
): Promise<KubeObject[]> {
  return list(api, `/api/v1/namespaces/${segment(namespace)}/pods`, signal, labelSelector);
}

export async function lookAtPods(api: ApiServer, namespace: string, signal: AbortSignal): Promise<PodSeen[]> {
  return (await listPods(api, namespace, signal)).map(podSeen);
}

export function podSeen(pod: KubeObject): PodSeen {
  const summary = summarizePod(pod);
  const { podIP, phase } = pod.status ?? {};
  const node = pod.spec?.nodeName;
  return {
    name: pod.metadata.name,
    labels: pod.metadata.labels ?? {},
    phase: String(phase ?? 'Unknown'),
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

export async function lookAtServices(
  api: ApiServer,
  namespace: string,
  signal: AbortSignal,
): Promise<ServiceSeen[]> {
  const services = await list(api, `/api/v1/namespaces/${segment(namespace)}/services`, signal);
  return services.map(({ metadata, spec }) => ({
    name: metadata.name,
    clusterIP: String(spec?.clusterIP ?? ''),
    ports: ((spec?.ports ?? []) as { port: number }[]).map(({ port }) => port),
  }));
}

export async function lookAtWorkloads(
  api: ApiServer,
  namespace: string,
  signal: AbortSignal,
): Promise<WorkloadSeen[]> {
  const base = `/apis/apps/v1/namespaces/${segment(namespace)}`;
  const [statefulSets, deployments] = await Promise.all([
    list(api, `${base}/statefulsets`, signal),
    list(api, `${base}/deployments`, signal),
  ]);
  const seen =
    (kind: WorkloadSeen['kind']) =>
    ({ metadata, spec, status }: KubeObject): WorkloadSeen => ({
      kind,
      name: metadata.name,
      replicas: Number(spec?.replicas ?? 1),
      ready: Number(status?.readyReplicas ?? 0),
    });
  return [...statefulSets.map(seen('StatefulSet')), ...deployments.map(seen('Deployment'))];
}

async function list(
  api: ApiServer,
  path: string,
  signal: AbortSignal,
  labelSelector?: string,
): Promise<KubeObject[]> {
  const answer = await api.json<KubeList>({ path, query: { labelSelector }, signal });
  return (answer.items ?? []).filter((item) => isMap(item) && isMap(item.metadata));
}

function hasCondition(status: KubeObject['status'], type: string): boolean {
  const conditions = (status?.conditions ?? []) as { type: string; status: string }[];
  return conditions.some((one) => one.type === type && one.status === 'True');
}
