import { closeSync, fstatSync, lstatSync } from 'node:fs';
import { dirname } from 'node:path';
import { readUpTo } from '../../../files/regular-file.ts';
import type { Container, VolumeMount } from '../../../kubernetes-types/core/container.ts';
import type { Stored } from '../../../kubernetes-types/kinds.ts';
import { containerPath } from '../../paths/container-path.ts';
import { requireRealDirectory } from '../../paths/guarded-directory.ts';
import { PathError } from '../../paths/path-error.ts';
import { namedInside, pathInside } from '../../paths/path-inside.ts';
import { makePlainDirectory, replacePlain } from '../../paths/plain-directory.ts';
import { openPlain } from '../../paths/plain-file.ts';
import { ContainerConfigError, preparing } from './container-config-error.ts';
import { expandVariables } from './expand.ts';
import { isProjected } from './volume-files.ts';

export interface ContainerMountsOptions {
  readonly pod: Stored<'pods'>;
  /** The pod's own directory. Throws `PathError`. */
  readonly podDirectory: () => string;
  /** Volume name → directory on this machine. */
  readonly volumes: ReadonlyMap<string, string>;
  /** What `subPathExpr` sees. */
  readonly env: Readonly<Record<string, string>>;
}

export interface ContainerMounts {
  /** mountPath, normalised → directory or file on this machine. */
  readonly mounts: Readonly<Record<string, string>>;
  /** The mount paths, normalised, that the container cannot write. */
  readonly readOnly: readonly string[];
}

/**
 * The mounts for one run of a container. Throws `ContainerConfigError`, in kubelet's words, for a subPath that leads out of its volume or
 * lacks a variable, and for a volume that has been replaced by a link.
 * Reference: makeMounts in pkg/kubelet/kubelet_pods.go
 */
export function mountsOf(container: Container, options: ContainerMountsOptions): ContainerMounts {
  const mounts: Record<string, string> = {};
  const readOnly: string[] = [];
  for (const [index, mount] of (container.volumeMounts ?? []).entries()) {
    const { name } = mount;
    const directory = options.volumes.get(name);
    if (directory === undefined)
      throw new ContainerConfigError(
        `cannot find volume "${name}" to mount into container "${container.name}"`,
      );
    const subPath = subPathOf(mount, options.env);
    preparing(`volumeMount "${name}" of container "${container.name}"`, () =>
      requireRealDirectory(directory),
    );
    const at = containerPath(mount.mountPath);
    mounts[at] = directory;
    if (subPath !== '')
      mounts[at] = preparingSubPath(container, name, () => {
        const found = made(pathInside(directory, subPath));
        const isFixed = isFileOfObjects(options.pod, name, found);
        return isFixed ? copied(found, options.podDirectory(), [name, container.name, String(index)]) : found;
      });
    if (mount.readOnly || isReadOnlyVolume(options.pod, name)) readOnly.push(at);
  }
  return { mounts, readOnly };
}

/** The path in the volume, as the manifest has it or from variables; empty: the volume itself. */
function subPathOf({ subPath, subPathExpr }: VolumeMount, env: Readonly<Record<string, string>>): string {
  const path = subPathExpr ? expanded(subPathExpr, env) : (subPath ?? '');
  if (path.startsWith('/'))
    throw new ContainerConfigError(`error SubPath \`${path}\` must not be an absolute path`);
  // A backslash separates names on Windows.
  if (path.split(/[/\\]/).includes('..'))
    throw new ContainerConfigError(`unable to provision SubPath \`${path}\`: must not contain '..'`);
  return path;
}

/** An empty variable is as bad as a missing one: the directory would be another than the one that was meant. */
function expanded(expression: string, env: Readonly<Record<string, string>>): string {
  const missing = new Set<string>();
  const path = expandVariables(expression, env, (name) => {
    const value = Object.hasOwn(env, name) ? (env[name] ?? '') : '';
    if (value === '') missing.add(name);
    return value;
  });
  if (missing.size > 0) throw new ContainerConfigError(`missing value for ${[...missing].sort().join(', ')}`);
  return path;
}

/** The reason stays out of the message: it may tell about this machine's files. */
function preparingSubPath<Result>(container: Container, volume: string, act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    const isExpected = error instanceof PathError || (error as NodeJS.ErrnoException).syscall !== undefined;
    if (!isExpected) throw error;
    throw new ContainerConfigError(
      `failed to prepare subPath for volumeMount "${volume}" of container "${container.name}"`,
    );
  }
}

/** What ConfigMaps, Secrets and the downward API fill cannot be written, whatever the mount says. */
function isReadOnlyVolume(pod: Stored<'pods'>, name: string): boolean {
  const volume = pod.spec.volumes?.find((one) => one.name === name);
  return volume !== undefined && (isProjected(volume) || volume.persistentVolumeClaim?.readOnly === true);
}

/** Whether a mount is a single file that the kubelet writes. */
function isFileOfObjects(pod: Stored<'pods'>, name: string, path: string): boolean {
  const volume = pod.spec.volumes?.find((one) => one.name === name);
  const isFile = lstatSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
  return isFile && volume !== undefined && isProjected(volume);
}

const subPathsFolder = 'volume-subpaths';
/** The bytes of a key: an object is smaller. */
const longestFile = 4 * 1024 * 1024;

/** A file that is mounted by itself is the one that was there when the container started: later changes of the object do not reach it. */
function copied(file: string, podDirectory: string, names: readonly string[]): string {
  const copy = namedInside(podDirectory, subPathsFolder, ...names);
  const descriptor = openPlain(file, 'read');
  try {
    const { mode, size } = fstatSync(descriptor);
    const bytes = readUpTo(descriptor, Math.min(size, longestFile));
    makePlainDirectory(dirname(copy));
    replacePlain(copy, bytes, mode & 0o777);
  } finally {
    closeSync(descriptor);
  }
  return copy;
}

/** Creates a directory unless the name is in use. */
function made(path: string): string {
  if (!lstatSync(path, { throwIfNoEntry: false })) makePlainDirectory(path);
  return path;
}
