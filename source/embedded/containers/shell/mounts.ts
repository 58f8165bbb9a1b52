import { lstatSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { containerPath } from '../../paths/container-path.ts';
import { requireRealParent } from '../../paths/guarded-directory.ts';
import { PathError, quoted } from '../../paths/path-error.ts';
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
  if (mount && wanted === mount.at && isFile(mount.directory))
    return pathInside(dirname(mount.directory), basename(mount.directory));
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

/** Whether a path is in a mount that cannot be written. Throws `PathError`. */
export function isReadOnly(
  { mounts, readOnly = [] }: Pick<ContainerSpec, 'mounts' | 'readOnly'>,
  path: string,
): boolean {
  if (readOnly.length === 0) return false;
  const mount = coveringMount(mounts, path);
  return mount !== undefined && readOnly.includes(mount.at);
}

/** Like {@link directoryBehind}; throws `PathError` also for a path in a mount that cannot be written. */
export function writableBehind(
  spec: Pick<ContainerSpec, 'mounts' | 'layer' | 'readOnly'>,
  path: string,
): string | undefined {
  if (isReadOnly(spec, path)) throw new PathError(`${quoted(path)} is in a read-only mount`);
  return directoryBehind(spec, path);
}

/** Whether a single file is mounted. Throws `PathError` if a directory above it was replaced by a link. */
function isFile(target: string): boolean {
  requireRealParent(target);
  return lstatSync(target, { throwIfNoEntry: false })?.isFile() ?? false;
}
