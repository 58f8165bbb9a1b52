import type { Container } from '../../../kubernetes-types/core/container.ts';
import type { ContainerStatus } from '../../../kubernetes-types/core/container-status.ts';
import type { Stored } from '../../../kubernetes-types/kinds.ts';
import type { PodRef } from '../objects/agent-api.ts';
import { badRequest, StatusError } from '../objects/status-error.ts';

function names(pod: Stored<'pods'>): { main: string[]; init: string[] } {
  const list = (containers: readonly Container[]) => containers.map(({ name }) => name);
  return { main: list(pod.spec.containers), init: list(pod.spec.initContainers ?? []) };
}

/** The requested container, or the only one. */
export function chooseContainer(pod: Stored<'pods'>, wanted: string | null): PodRef {
  const { main, init } = names(pod);
  const pick = (container: string): PodRef => ({
    namespace: pod.metadata.namespace ?? '',
    name: pod.metadata.name,
    uid: pod.metadata.uid,
    container,
  });
  if (wanted) {
    if ([...main, ...init].includes(wanted)) return pick(wanted);
    throw badRequest(`container ${wanted.slice(0, 100)} is not valid for pod ${pod.metadata.name}`);
  }
  const [only] = main;
  if (main.length === 1 && only !== undefined) return pick(only);
  const initNote = init.length > 0 ? ` or one of the init containers: [${init.join(' ')}]` : '';
  throw badRequest(
    `a container name must be specified for pod ${pod.metadata.name}, choose one of: [${main.join(' ')}]${initNote}`,
  );
}

/** The container's status as reported by the node agent. */
export function containerStatus(pod: Stored<'pods'>, container: string): ContainerStatus | undefined {
  const { containerStatuses = [], initContainerStatuses = [] } = pod.status ?? {};
  return [...containerStatuses, ...initContainerStatuses].find(({ name }) => name === container);
}

/** Refuses streams into a container that is not running, as kubelet does. */
export function requireRunning(pod: Stored<'pods'>, container: string): void {
  const phase = pod.status?.phase;
  if (phase === 'Succeeded' || phase === 'Failed')
    throw badRequest(`cannot exec into a container in a completed pod; current phase is ${phase}`);
  if (!pod.spec.nodeName) throw badRequest(`pod ${pod.metadata.name} does not have a host assigned`);
  if (containerStatus(pod, container)?.state?.running) return;
  throw new StatusError(
    500,
    'InternalError',
    `Internal error occurred: unable to upgrade connection: container not found ("${container}")`,
  );
}

/** Refuses streams to ports of a pod that is not running. */
export function requireRunningPod(pod: Stored<'pods'>): void {
  if (pod.status?.phase === 'Running' && pod.spec.nodeName) return;
  throw badRequest(
    `unable to forward port because pod is not running. Current status=${pod.status?.phase ?? 'Unknown'}`,
  );
}

/** The container of a port: the one that declares it, or the first. */
export function portOwner(pod: Stored<'pods'>, port: number): PodRef {
  const { containers } = pod.spec;
  const owner = containers.find(({ ports }) => ports?.some(({ containerPort }) => containerPort === port));
  return {
    namespace: pod.metadata.namespace ?? '',
    name: pod.metadata.name,
    uid: pod.metadata.uid,
    container: (owner ?? containers[0])?.name ?? '',
  };
}
