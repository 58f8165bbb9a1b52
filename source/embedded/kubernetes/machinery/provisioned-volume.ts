import type { KubeObject } from '../../../kubernetes-types/kube-object.ts';
import { namedInside } from '../../paths/path-inside.ts';
import type { RemovalQueue } from './removal-queue.ts';

/** Who serves the class `standard`: it makes a directory for each claim, in the cluster's data directory. */
export const provisioner = 'kafka-lab/directory';

const folder = 'volumes';

/** What the volume of a claim is called. */
export function volumeNameFor(claimUid: string): string {
  return `pvc-${claimUid}`;
}

/**
 * Whether the provisioner made the volume: by its annotation, and by a name as only the provisioner gives. A person can write both, and
 * gets no more than a directory among those of the other volumes.
 */
export function isProvisioned({ metadata: { name, annotations } }: KubeObject): boolean {
  return annotations?.['pv.kubernetes.io/provisioned-by'] === provisioner && /^pvc-[\da-f-]{36}$/.test(name);
}

/**
 * The directory of a provisioned volume in the cluster's data directory. It follows from the volume's name; what the object says of
 * a path is for people to read. Throws `PathError` for a name that is none.
 */
export function provisionedDirectory(dataDirectory: string, volumeName: string): string {
  return namedInside(dataDirectory, folder, volumeName);
}

/** Removes the directory of a provisioned volume. Throws as {@link RemovalQueue.remove} does. */
export function removeProvisioned(removals: RemovalQueue, volumeName: string): void {
  removals.remove(folder, volumeName);
}
