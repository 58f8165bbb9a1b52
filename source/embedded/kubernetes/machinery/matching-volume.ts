import type { Stored } from '../../../kubernetes-types/kinds.ts';
import { matchesSelector } from '../../../kubernetes-values/label-selector.ts';
import { quantityValue } from '../../../kubernetes-values/quantity.ts';
import { matchesNodeSelector } from './node-affinity.ts';

type Claim = Stored<'persistentvolumeclaims'>;
type Volume = Stored<'persistentvolumes'>;

/**
 * The volume that somebody made and that suits a claim: one reserved for it, or else the smallest of its class that has its access modes
 * and is large enough. `node`: it can be used there.
 * Reference: FindMatchingVolume in staging/src/k8s.io/component-helpers/storage/volume/pv_helpers.go
 */
export function findMatchingVolume(
  claim: Claim,
  volumes: readonly Volume[],
  node?: Stored<'nodes'>,
): Volume | undefined {
  const suitable = volumes.filter(
    (volume) => isFreeFor(volume, claim) && suits(volume, claim) && isUsableOn(volume, node),
  );
  const smallest = suitable.toSorted((left, right) => sizeOf(left) - sizeOf(right))[0];
  return suitable.find(({ spec }) => spec.claimRef !== undefined) ?? smallest;
}

/** Whether a volume is bound to no claim, or reserved for this one. One bound to an earlier claim of this name stays released. */
export function isFreeFor({ spec, metadata }: Volume, claim: Claim): boolean {
  const { namespace, name, uid } = claim.metadata;
  const reference = spec.claimRef;
  if (metadata.deletionTimestamp) return false;
  if (!reference) return true;
  const isOurs = reference.namespace === namespace && reference.name === name;
  return isOurs && (!reference.uid || reference.uid === uid);
}

function suits({ spec, metadata }: Volume, claim: Claim): boolean {
  const wanted = claim.spec;
  const filesystem = 'Filesystem';
  return (
    (spec.storageClassName ?? '') === (wanted.storageClassName ?? '') &&
    (spec.volumeMode ?? filesystem) === (wanted.volumeMode ?? filesystem) &&
    (wanted.accessModes ?? []).every((mode) => (spec.accessModes ?? []).includes(mode)) &&
    quantityValue(spec.capacity?.storage ?? '0') >=
      quantityValue(wanted.resources?.requests?.storage ?? '0') &&
    (wanted.selector === undefined || matchesSelector(wanted.selector, metadata.labels))
  );
}

function isUsableOn({ spec }: Volume, node: Stored<'nodes'> | undefined): boolean {
  const required = spec.nodeAffinity?.required;
  return node === undefined || required === undefined || matchesNodeSelector(required, node);
}

const sizeOf = ({ spec }: Volume): number => quantityValue(spec.capacity?.storage ?? '0');
