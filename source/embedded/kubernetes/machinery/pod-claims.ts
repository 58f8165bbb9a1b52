import type { Stored } from '../../../kubernetes-types/kinds.ts';

/** The claims that a pod mounts. */
export function claimsOf(pod: Stored<'pods'>): string[] {
  return (pod.spec.volumes ?? []).flatMap((volume) => volume.persistentVolumeClaim?.claimName ?? []);
}
