import type { Stored } from '../../kubernetes-types/kinds.ts';
import { defaultContainerAnnotation } from '../../kubernetes-values/well-known-names.ts';

/** The containers whose logs are a pod's: the one that its annotation names, as kubectl takes it, or else all of them. */
export function logContainers({ metadata, spec }: Stored<'pods'>): string[] {
  const names = spec.containers.map(({ name }) => name);
  const named = metadata.annotations?.[defaultContainerAnnotation];
  return named !== undefined && names.includes(named) ? [named] : names;
}

/** How often a container of a pod was started again; undefined while nothing is known of it. */
export function restartsOf({ status }: Stored<'pods'>, container: string): number | undefined {
  return status?.containerStatuses?.find(({ name }) => name === container)?.restartCount;
}
