import { containerPath } from '../../paths/container-path.ts';
import { pathInside } from '../../paths/path-inside.ts';
import type { ContainerSpec } from '../container.ts';

/**
 * Maps a container path to this machine: into the mount that covers it, or else into the container's own layer; undefined without a
 * layer. The path is normalised first, and links are followed only within that mount or layer. Throws `PathError` for a path that leads
 * out.
 */
export function directoryBehind(
  { mounts, layer }: Pick<ContainerSpec, 'mounts' | 'layer'>,
  path: string,
): string | undefined {
  const wanted = containerPath(path);
  const mount = coveringMount(mounts, wanted);
  if (mount) return pathInside(mount.directory, wanted.slice(mount.at.length));
  return layer === undefined ? undefined : pathInside(layer, wanted);
}

/** The innermost mount at or above a path, and its mount point as from {@link containerPath}. Throws `PathError`. */
export function coveringMount(
  mounts: Readonly<Record<string, string>>,
  path: string,
): { readonly at: string; readonly directory: string } | undefined {
  const wanted = containerPath(path);
  return Object.entries(mounts)
    .map(([mountPath, directory]) => ({ at: containerPath(mountPath), directory }))
    .filter(({ at }) => at === '/' || wanted === at || wanted.startsWith(`${at}/`))
    .sort((left, right) => right.at.length - left.at.length)[0];
}
