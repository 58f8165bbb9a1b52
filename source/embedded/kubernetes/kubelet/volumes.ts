import { lstatSync } from 'node:fs';
import type { Volume } from '../../../kubernetes-types/core/volume.ts';
import type { Stored } from '../../../kubernetes-types/kinds.ts';
import { namedInside, pathInside } from '../../paths/path-inside.ts';
import { makePlainDirectory } from '../../paths/plain-directory.ts';
import { isProvisioned, provisionedDirectory } from '../machinery/provisioned-volume.ts';
import type { Store } from '../objects/store-api.ts';
import type { PodPlace } from './pod-fields.ts';
import { projectFiles } from './projected-files.ts';
import { settingUp, VolumeError } from './volume-error.ts';
import { isProjected, sourceVersion, volumeFiles } from './volume-files.ts';

export interface VolumeOptions {
  readonly store: Store;
  /** The cluster's data directory, which contains all volumes. */
  readonly dataDirectory: string;
  /** The pod's own directory, removed with the pod. */
  readonly podDirectory: string;
  /** The directory that stands for the node's root for paths on the node. */
  readonly nodeName: string;
  readonly place: PodPlace;
  /** The time, in ms since the epoch. */
  readonly now: number;
  /** The source version of each volume's files, by volume name: see `sourceVersion`. Kept while the pod runs. */
  readonly written: Map<string, string>;
}

/**
 * Sets up all volumes of a pod, a directory or a file per step: name → directory on this machine. Throws `VolumeError` if one fails or
 * has to wait.
 */
export function* setUpVolumes(
  pod: Stored<'pods'>,
  options: VolumeOptions,
): Generator<void, Map<string, string>, void> {
  const directories = new Map<string, string>();
  for (const volume of pod.spec.volumes ?? []) {
    directories.set(volume.name, yield* settingUp(volume.name, setUp(pod, volume, options)));
    yield;
  }
  return directories;
}

function* setUp(pod: Stored<'pods'>, volume: Volume, options: VolumeOptions): Generator<void, string, void> {
  const namespace = pod.metadata.namespace ?? 'default';
  if (volume.persistentVolumeClaim)
    return claimDirectory(namespace, volume.persistentVolumeClaim.claimName, options);
  if (volume.hostPath) return nodePath(volume.hostPath.path, options);
  const directory = made(namedInside(options.podDirectory, 'volumes', volume.name));
  if (isProjected(volume)) yield* writeFiles(pod, volume, directory, options);
  return directory;
}

/** Updates the files of a volume unless their sources are unchanged. */
function* writeFiles(
  pod: Stored<'pods'>,
  volume: Volume,
  directory: string,
  options: VolumeOptions,
): Generator<void, void, void> {
  const { written } = options;
  const version = yield* sourceVersion(pod, volume, options);
  if (written.get(volume.name) === version) return;
  const files = yield* volumeFiles(pod, volume, options);
  written.delete(volume.name);
  yield* projectFiles(directory, files);
  written.set(volume.name, version);
}

/**
 * Updates the files of ConfigMaps, Secrets and the downward API in a running pod, a file per step. If a source object is gone, its files
 * stay. A kubelet takes up to a minute for this; here it happens at once. Returns why volumes could not be written.
 */
export function* refreshVolumes(
  pod: Stored<'pods'>,
  directories: ReadonlyMap<string, string>,
  options: VolumeOptions,
): Generator<void, string[], void> {
  const failures: string[] = [];
  for (const volume of pod.spec.volumes ?? []) {
    const directory = directories.get(volume.name);
    if (directory === undefined || !isProjected(volume)) continue;
    try {
      yield* settingUp(volume.name, writeFiles(pod, volume, directory, options));
    } catch (error) {
      if (!(error instanceof VolumeError)) throw error;
      // A cause is a system error: a missing object has none.
      if (error.cause !== undefined) failures.push(error.message);
    }
    yield;
  }
  return failures;
}

/**
 * The directory of the volume bound to a claim. A provisioned volume is found by its name. A manually created one has a path on the node.
 */
function claimDirectory(namespace: string, name: string, options: VolumeOptions): string {
  const claim = options.store.get('persistentvolumeclaims', namespace, name);
  if (!claim) throw new VolumeError(`persistentvolumeclaim "${name}" not found`);
  const volume = options.store.get('persistentvolumes', undefined, claim.spec.volumeName ?? '');
  // Both sides must agree: a claim with a changed volumeName does not get another claim's data.
  const isBound = claim.status?.phase === 'Bound' && volume?.spec?.claimRef?.uid === claim.metadata.uid;
  if (!volume || !isBound) throw new VolumeError(`persistentvolumeclaim "${name}" is not bound`);
  const { dataDirectory } = options;
  if (isProvisioned(volume)) return made(provisionedDirectory(dataDirectory, volume.metadata.name));
  const { hostPath, local } = volume.spec;
  return nodePath(hostPath?.path ?? local?.path ?? `/volumes/${volume.metadata.name}`, options);
}

/** A path on the node maps below the node's directory: pods get nothing of this machine. */
function nodePath(path: string, { dataDirectory, nodeName }: VolumeOptions): string {
  return made(pathInside(made(namedInside(dataDirectory, 'nodes', nodeName)), path));
}

/** Creates a directory unless the name is in use. */
function made(path: string): string {
  if (!lstatSync(path, { throwIfNoEntry: false })) makePlainDirectory(path);
  return path;
}
