import { defaultContainerAnnotation } from '../../kubernetes-values/well-known-names.ts';
import type { KubeObject } from '../api/kube-object.ts';

/** The containers whose logs are a pod's: the one that its annotation names, as kubectl takes it, or else all of them. */
export function logContainers({ metadata, spec }: KubeObject): string[] {
  const containers = (spec?.containers ?? []) as { name?: unknown }[];
  const names = containers.map(({ name }) => name).filter((name) => typeof name === 'string');
  const named = metadata.annotations?.[defaultContainerAnnotation];
  return named !== undefined && names.includes(named) ? [named] : names;
}

/** How often a container of a pod was started again; undefined while nothing is known of it. */
export function restartsOf({ status }: KubeObject, container: string): number | undefined {
  const statuses = (status?.containerStatuses ?? []) as { name?: string; restartCount?: number }[];
  return statuses.find(({ name }) => name === container)?.restartCount;
}
