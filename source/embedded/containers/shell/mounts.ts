import { join, posix } from 'node:path';
import type { ContainerSpec } from '../container.ts';

/** The directory on this machine behind a path in a container: a mount's, or else its own layer's; undefined without a layer. */
export function directoryBehind(
  spec: Pick<ContainerSpec, 'mounts' | 'layer'>,
  path: string,
): string | undefined {
  const mounted = mountedDirectory(spec.mounts, path);
  return mounted ?? (spec.layer === undefined ? undefined : join(spec.layer, ...path.split('/')));
}

/** The directory on this machine behind a path in a container, if a mount covers it. */
export function mountedDirectory(mounts: Readonly<Record<string, string>>, path: string): string | undefined {
  const covering = Object.keys(mounts)
    .filter(
      (mountPath) =>
        path === mountPath || path.startsWith(mountPath.endsWith('/') ? mountPath : `${mountPath}/`),
    )
    .sort((a, b) => b.length - a.length)[0];
  if (covering === undefined) return undefined;
  return join(mounts[covering]!, ...posix.relative(covering, path).split('/'));
}
