import { isIP } from 'node:net';
import { LabError } from '../../errors/lab-error.ts';
import { objectsIn } from '../../json/json-value.ts';
import type { Stored } from '../../kubernetes-types/kinds.ts';
import type { ApiClient } from '../api/api-client.ts';
import { ApiStatusError } from '../api/api-errors.ts';
import { segment } from '../api/paths.ts';
import { requestKind } from '../api/read-objects.ts';
import { listPods } from './observe-objects.ts';

/** A port of a pod. */
export interface PodPort {
  readonly namespace: string;
  readonly name: string;
  readonly port: number;
}

/**
 * Where a client comes to that connects to what a broker advertises: the address of a pod, the name of a pod in a headless Service, or the
 * name of a Service of its own.
 * @throws LabError `cluster`: no pod has the address, or none that runs is behind the Service
 */
export async function routeToBroker(
  api: ApiClient,
  host: string,
  port: number,
  namespace: string,
  signal: AbortSignal,
): Promise<PodPort> {
  if (isIP(host) > 0) {
    const found = (await listPods(api, namespace, signal)).find(({ status }) => status?.podIP === host);
    if (found === undefined) throw new LabError('cluster', `no pod has the address \`${host}\``);
    return { namespace, name: found.metadata.name, port };
  }
  const [first = host, second] = host.split('.');
  const isOfService = second === undefined || second === namespace;
  const service = isOfService ? await findService(api, first, namespace, signal) : undefined;
  return service === undefined
    ? { ...podBehind(host, namespace), port }
    : podOfService(api, service, port, namespace, signal);
}

/** `kafka-0.kafka-service.default.svc.cluster.local` is the pod kafka-0 in the namespace default. */
export function podBehind(host: string, namespace: string): { namespace: string; name: string } {
  const [name = host, , named] = host.split('.');
  return { name, namespace: named ?? namespace };
}

/** Undefined also where these credentials may not read it: then the host is taken for that of a pod. */
async function findService(
  api: ApiClient,
  name: string,
  namespace: string,
  signal: AbortSignal,
): Promise<Stored<'services'> | undefined> {
  try {
    const path = `/api/v1/namespaces/${segment(namespace)}/services/${segment(name)}`;
    return await requestKind(api, 'services', { path, signal });
  } catch (error) {
    if (error instanceof ApiStatusError && (error.code === 404 || error.code === 403)) return undefined;
    throw error;
  }
}

async function podOfService(
  api: ApiClient,
  { metadata, spec }: Stored<'services'>,
  port: number,
  namespace: string,
  signal: AbortSignal,
): Promise<PodPort> {
  const selector = Object.entries(spec.selector ?? {}).map(([key, value]) => `${key}=${value}`);
  const pods = selector.length === 0 ? [] : await listPods(api, namespace, signal, selector.join(','));
  const running = pods.filter(
    ({ metadata: own, status }) => status?.phase === 'Running' && own.deletionTimestamp === undefined,
  );
  const isReady = ({ status }: Stored<'pods'>): boolean =>
    (status?.conditions ?? []).some((each) => each.type === 'Ready' && each.status === 'True');
  const pod = running.find(isReady) ?? running[0];
  if (pod === undefined)
    throw new LabError('cluster', `no running pod is behind the Service \`${metadata.name}\``);
  const { targetPort } = (spec.ports ?? []).find((each) => each.port === port) ?? {};
  const named = pod.spec.containers
    .flatMap(({ ports }) => objectsIn(ports))
    .find(({ name }) => name === targetPort)?.containerPort;
  const number = Number(named ?? targetPort ?? port);
  return { namespace, name: pod.metadata.name, port: Number.isInteger(number) && number > 0 ? number : port };
}
