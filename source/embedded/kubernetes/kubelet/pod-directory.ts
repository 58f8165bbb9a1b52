import type { Stored } from '../../../kubernetes-types/kinds.ts';
import type { KubeObject } from '../../../kubernetes-types/kube-object.ts';
import { namedInside } from '../../paths/path-inside.ts';
import { removalSteps } from '../../paths/removal-steps.ts';
import type { RemovalQueue } from '../machinery/removal-queue.ts';

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

const layersFolder = 'layers';

/**
 * The directory of what a container writes outside of its mounts, for as long as one run of it lasts. Throws `PathError` as
 * {@link podDirectory} does.
 */
export function layerDirectory(dataDirectory: string, pod: Stored<'pods'>, container: string): string {
  return namedInside(dataDirectory, podsFolder, folderOf(pod), layersFolder, container);
}

const imageVolumesFolder = 'image-volumes';

/** The directory behind one `VOLUME` of a container's image, a path in the container. It lasts as long as the layer. */
export function imageVolumeDirectory(
  dataDirectory: string,
  pod: Stored<'pods'>,
  container: string,
  volume: string,
): string {
  const name = volume.slice(1).replaceAll('/', '~');
  return namedInside(dataDirectory, podsFolder, folderOf(pod), imageVolumesFolder, container, name);
}

/** Removes what one run of a container kept: its layer and its image's volumes. Throws as {@link RemovalQueue.remove} does. */
export function removeLayer(removals: RemovalQueue, pod: Stored<'pods'>, container: string): void {
  for (const folder of [layersFolder, imageVolumesFolder])
    removals.remove(podsFolder, folderOf(pod), folder, container);
}

/** Removes a pod's directory, one file or directory per step. Throws `PathError` as {@link podDirectory} does, and what the system says. */
export function removePodDirectory(dataDirectory: string, pod: Stored<'pods'>): Generator<void, void, void> {
  return removalSteps(dataDirectory, podsFolder, folderOf(pod));
}
