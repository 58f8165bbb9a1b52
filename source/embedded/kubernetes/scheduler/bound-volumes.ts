import type { Stored } from '../../../kubernetes-types/kinds.ts';
import { findMatchingVolume } from '../machinery/matching-volume.ts';
import { matchesNodeSelector } from '../machinery/node-affinity.ts';
import { claimsOf } from '../machinery/pod-claims.ts';
import type { Store } from '../objects/store-api.ts';

/** The volumes bound to a pod's claims; undefined stands for a missing one. */
export function boundVolumes(store: Store, pod: Stored<'pods'>): (Stored<'persistentvolumes'> | undefined)[] {
  return claimsOf(pod).flatMap((name) => {
    const claim = store.get('persistentvolumeclaims', pod.metadata.namespace, name);
    if (claim?.status?.phase !== 'Bound') return [];
    return [store.get('persistentvolumes', undefined, claim.spec.volumeName ?? '')];
  });
}

/** Why these volumes keep a pod off the node, in the words of kube-scheduler's VolumeBinding: a local volume stays on its node. */
export function volumeConflicts(
  volumes: readonly (Stored<'persistentvolumes'> | undefined)[],
  node: Stored<'nodes'>,
): string[] {
  const conflicts: string[] = [];
  const isElsewhere = (volume: Stored<'persistentvolumes'> | undefined): boolean => {
    const required = volume?.spec.nodeAffinity?.required;
    return required !== undefined && !matchesNodeSelector(required, node);
  };
  if (volumes.some(isElsewhere)) conflicts.push('node(s) had volume node affinity conflict');
  if (volumes.includes(undefined))
    conflicts.push('node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)');
  return conflicts;
}

/** Classes of local volumes name this one: it makes none. */
const noProvisioner = 'kubernetes.io/no-provisioner';

/** Whether a claim of the pod waits for a volume that somebody made, and none suits it on this node. */
export function lacksVolume(store: Store, pod: Stored<'pods'>, node: Stored<'nodes'>): boolean {
  const taken = new Set<string>();
  return claimsOf(pod).some((name) => {
    const claim = store.get('persistentvolumeclaims', pod.metadata.namespace, name);
    const storage = store.get('storageclasses', undefined, claim?.spec.storageClassName ?? '');
    if (!claim || claim.status?.phase === 'Bound' || storage?.provisioner !== noProvisioner) return false;
    const volumes = store.list('persistentvolumes').items.filter((one) => !taken.has(one.metadata.name));
    const found = findMatchingVolume(claim, volumes, node);
    if (found) taken.add(found.metadata.name);
    return found === undefined;
  });
}
