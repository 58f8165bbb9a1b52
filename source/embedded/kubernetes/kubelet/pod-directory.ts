import type { Stored } from '../../../kubernetes-types/kinds.ts';
import type { KubeObject } from '../../../kubernetes-types/kube-object.ts';
import { namedInside } from '../../paths/path-inside.ts';
import { removalSteps } from '../../paths/removal-steps.ts';

export const podsFolder = 'pods';

/** Characters of a pod's name in that of its directory: with namespace and uid, they are less than a file's name may have. */
const longestPodName = 150;

function folderOf({ metadata: { namespace, name, uid } }: KubeObject): string {
  return `${namespace}_${name.slice(0, longestPodName)}_${uid}`;
}

/** The directory of a pod's own in the cluster's data directory. Throws `PathError` for a pod whose names are none. */
export function podDirectory(dataDirectory: string, pod: Stored<'pods'>): string {
  return namedInside(dataDirectory, podsFolder, folderOf(pod));
}

/** Removes it, one file or directory per step. Throws `PathError` as {@link podDirectory} does, and what the system says. */
export function removePodDirectory(dataDirectory: string, pod: Stored<'pods'>): Generator<void, void, void> {
  return removalSteps(dataDirectory, podsFolder, folderOf(pod));
}
