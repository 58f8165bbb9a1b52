import type { PersistentVolumeClaim } from '../../../../kubernetes-types/core/persistent-volume-claim.ts';
import type { Stored } from '../../../../kubernetes-types/kinds.ts';
import type { OwnerReference } from '../../../../kubernetes-types/meta/object-meta.ts';
import type { ControllerContext } from '../../machinery/controller.ts';
import { ownerReference } from '../../machinery/owners.ts';

export function claimName(
  set: Stored<'statefulsets'>,
  template: PersistentVolumeClaim,
  ordinal: number,
): string {
  return `${template.metadata?.name}-${set.metadata.name}-${ordinal}`;
}

/** The claims of one pod of a StatefulSet, by their template names. */
export function claimNames(set: Stored<'statefulsets'>, ordinal: number): string[] {
  return (set.spec.volumeClaimTemplates ?? []).map((template) => claimName(set, template, ordinal));
}

/** Whether one of the ordinal's claims is being deleted: the next pod of that ordinal must not use it. */
export function hasLeavingClaim(
  context: ControllerContext,
  set: Stored<'statefulsets'>,
  ordinal: number,
): boolean {
  return claimNames(set, ordinal).some(
    (name) =>
      context.store.get('persistentvolumeclaims', set.metadata.namespace, name)?.metadata
        .deletionTimestamp !== undefined,
  );
}

/**
 * Sets the owner of a pod's claims according to `persistentVolumeClaimRetentionPolicy` (KEP-1847), so that they are deleted with it: the
 * set for `whenDeleted: Delete`, the pod itself for `whenScaled: Delete` once the set is scaled below its ordinal, otherwise none.
 */
export function keepClaimOwners(
  context: ControllerContext,
  set: Stored<'statefulsets'>,
  pod: Stored<'pods'>,
  ordinal: number,
  isSurplus: boolean,
): void {
  const { whenDeleted, whenScaled } = set.spec.persistentVolumeClaimRetentionPolicy ?? {};
  const goesWithPod = isSurplus && whenScaled === 'Delete';
  const owner = goesWithPod ? pod : whenDeleted === 'Delete' ? set : undefined;
  for (const name of claimNames(set, ordinal)) {
    const claim = context.store.get('persistentvolumeclaims', set.metadata.namespace, name);
    if (!claim) continue;
    const isOurs = ({ uid }: OwnerReference): boolean => uid === set.metadata.uid || uid === pod.metadata.uid;
    const references = claim.metadata.ownerReferences ?? [];
    const ours = references.filter(isOurs);
    if (ours.length === (owner ? 1 : 0) && ours.every(({ uid }) => uid === owner?.metadata.uid)) continue;
    const change = (object: Stored<'persistentvolumeclaims'>): void => {
      const others = object.metadata.ownerReferences?.filter((reference) => !isOurs(reference)) ?? [];
      const wanted = owner ? [...others, ownerReference(owner)] : others;
      if (wanted.length > 0) object.metadata.ownerReferences = wanted;
      else delete object.metadata.ownerReferences;
    };
    const { namespace, uid } = claim.metadata;
    context.store.update('persistentvolumeclaims', namespace, name, change, { uid });
  }
}
