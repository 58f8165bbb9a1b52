import type { Stored } from '../../../kubernetes-types/kinds.ts';
import { containerPath } from '../../paths/container-path.ts';
import { makePlainDirectory } from '../../paths/plain-directory.ts';
import { preparing } from './container-config-error.ts';
import { imageVolumeDirectory } from './pod-directory.ts';

export interface ImageVolumesOptions {
  /** The `VOLUME`s of the image. */
  readonly volumes: readonly string[];
  readonly dataDirectory: string;
  readonly pod: Stored<'pods'>;
  readonly container: string;
}

/**
 * The mounts of a container together with its image's `VOLUME`s: each is an anonymous volume of this run, unless the pod mounts something
 * at that very path. A claim at a directory above is hidden there. Throws `ContainerConfigError` for a directory that cannot be made.
 * Reference: volumeMounts in containerd's pkg/cri/server/container_create.go
 */
export function withImageVolumes(
  mounts: Readonly<Record<string, string>>,
  { volumes, dataDirectory, pod, container }: ImageVolumesOptions,
): Record<string, string> {
  const all = { ...mounts };
  for (const volume of volumes) {
    const at = containerPath(volume);
    if (Object.hasOwn(mounts, at)) continue;
    all[at] = preparing(`volume "${at}" of the image of container "${container}"`, () => {
      const directory = imageVolumeDirectory(dataDirectory, pod, container, at);
      makePlainDirectory(directory);
      return directory;
    });
  }
  return all;
}
