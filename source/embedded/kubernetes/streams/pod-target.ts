import type { PodRef } from '../agent.ts';
import { records } from '../schema/pod-defaults.ts';
import { badRequest, StatusError } from '../store/status-error.ts';
import { isRecord } from '../store/values.ts';
import type { KubeObject } from '../store-api.ts';

function names(pod: KubeObject): { main: string[]; init: string[] } {
  const list = (field: string) => records(pod.spec?.[field]).map(({ name }) => String(name));
  return { main: list('containers'), init: list('initContainers') };
}

/** The container that a request means: the one it names, or the only one. */
export function chooseContainer(pod: KubeObject, wanted: string | null): PodRef {
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

/** The container's status as the node agent reports it. */
export function containerStatus(pod: KubeObject, container: string): Record<string, unknown> | undefined {
  return [...records(pod.status?.containerStatuses), ...records(pod.status?.initContainerStatuses)].find(
    ({ name }) => name === container,
  );
}

/** Refuses streams into a container that does not run, as the node's own API refuses them. */
export function requireRunning(pod: KubeObject, container: string): void {
  const phase = pod.status?.phase;
  if (phase === 'Succeeded' || phase === 'Failed')
    throw badRequest(`cannot exec into a container in a completed pod; current phase is ${phase}`);
  if (!pod.spec?.nodeName) throw badRequest(`pod ${pod.metadata.name} does not have a host assigned`);
  const state = containerStatus(pod, container)?.state;
  if (isRecord(state) && isRecord(state.running)) return;
  throw new StatusError(
    500,
    'InternalError',
    `Internal error occurred: unable to upgrade connection: container not found ("${container}")`,
  );
}

/** Refuses streams to the ports of a pod that does not run. */
export function requireRunningPod(pod: KubeObject): void {
  if (pod.status?.phase === 'Running' && pod.spec?.nodeName) return;
  throw badRequest(
    `unable to forward port because pod is not running. Current status=${pod.status?.phase ?? 'Unknown'}`,
  );
}

/** Whose port it is: the container that declares it, or the first. */
export function portOwner(pod: KubeObject, port: number): PodRef {
  const containers = records(pod.spec?.containers);
  const owner = containers.find(({ ports }) =>
    records(ports).some(({ containerPort }) => containerPort === port),
  );
  return {
    namespace: pod.metadata.namespace ?? '',
    name: pod.metadata.name,
    uid: pod.metadata.uid,
    container: String((owner ?? containers[0])?.name ?? ''),
  };
}
