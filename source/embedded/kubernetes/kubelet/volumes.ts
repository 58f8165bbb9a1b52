import { lstatSync } from 'node:fs';
import type { Container } from '../../../kubernetes-types/core/container.ts';
import type {
  SecretProjection,
  SecretVolumeSource,
  Volume,
  VolumeProjection,
} from '../../../kubernetes-types/core/volume.ts';
import type { Stored } from '../../../kubernetes-types/kinds.ts';
import { containerPath } from '../../paths/container-path.ts';
import { requireRealDirectory } from '../../paths/guarded-directory.ts';
import { PathError } from '../../paths/path-error.ts';
import { namedInside, pathInside } from '../../paths/path-inside.ts';
import { makePlainDirectory } from '../../paths/plain-directory.ts';
import { isProvisioned, provisionedDirectory } from '../controllers/provisioned-volume.ts';
import type { Store } from '../store-api.ts';
import { ContainerConfigError, preparing } from './container-config-error.ts';
import { readTexts } from './environment.ts';
import { type PodPlace, podField } from './pod-fields.ts';
import { projectFiles } from './projected-files.ts';
import { settingUp, VolumeError } from './volume-error.ts';

export interface VolumeOptions {
  readonly store: Store;
  /** The cluster's data directory: no volume is anywhere else. */
  readonly dataDirectory: string;
  /** The pod's own directory: what is in it goes away with the pod. */
  readonly podDirectory: string;
  /** Its directory stands for the node's root where a volume names a path of the node. */
  readonly nodeName: string;
  readonly place: PodPlace;
}

/** A volume, or a part of a projected one: a Secret is named by `secretName` there and by `name` here. */
type FilesSource = Pick<VolumeProjection, 'configMap' | 'downwardAPI'> & {
  readonly secret?: (SecretProjection & SecretVolumeSource) | undefined;
};

/** Sets up all volumes of a pod: name → directory on this machine. Throws `VolumeError` for one that cannot be, or has to wait. */
export function setUpVolumes(pod: Stored<'pods'>, options: VolumeOptions): Map<string, string> {
  const directories = new Map<string, string>();
  for (const volume of pod.spec.volumes ?? [])
    directories.set(
      volume.name,
      settingUp(volume.name, () => setUp(pod, volume, options)),
    );
  return directories;
}

function setUp(pod: Stored<'pods'>, volume: Volume, options: VolumeOptions): string {
  const namespace = pod.metadata.namespace ?? 'default';
  if (volume.persistentVolumeClaim)
    return claimDirectory(namespace, volume.persistentVolumeClaim.claimName, options);
  if (volume.hostPath) return nodePath(volume.hostPath.path, options);
  const directory = made(namedInside(options.podDirectory, 'volumes', volume.name));
  if (isProjected(volume)) projectFiles(directory, textsOf(pod, volume, options));
  return directory;
}

/** Whether what is in the volume comes from objects of the API. */
function isProjected(volume: Volume): boolean {
  return Boolean(volume.configMap ?? volume.secret ?? volume.projected ?? volume.downwardAPI);
}

/**
 * Brings the files of ConfigMaps, Secrets and the downward API up to date in a pod that runs. What is gone as a whole leaves its
 * files as they were. A kubelet takes up to a minute for this, and here it follows at once. Returns why volumes could not be written.
 */
export function refreshVolumes(
  pod: Stored<'pods'>,
  directories: ReadonlyMap<string, string>,
  options: VolumeOptions,
): string[] {
  const failures: string[] = [];
  for (const volume of pod.spec.volumes ?? []) {
    const directory = directories.get(volume.name);
    if (directory === undefined || !isProjected(volume)) continue;
    try {
      settingUp(volume.name, () => projectFiles(directory, textsOf(pod, volume, options)));
    } catch (error) {
      if (!(error instanceof VolumeError)) throw error;
      // A cause is the machine's: an object that is gone has none.
      if (error.cause !== undefined) failures.push(error.message);
    }
  }
  return failures;
}

/** The files of a volume by their path in it. */
function textsOf(pod: Stored<'pods'>, volume: Volume, options: VolumeOptions): Record<string, string> {
  const namespace = pod.metadata.namespace ?? 'default';
  const all: Record<string, string> = {};
  for (const source of volume.projected?.sources ?? [volume]) {
    const files = filesOf(pod, namespace, source, options);
    if (files instanceof VolumeError)
      throw new VolumeError(`MountVolume.SetUp failed for volume "${volume.name}" : ${files.message}`);
    Object.assign(all, files);
  }
  return all;
}

function filesOf(
  pod: Stored<'pods'>,
  namespace: string,
  source: FilesSource,
  { store, place }: VolumeOptions,
): Record<string, string> | VolumeError {
  const config = source.configMap;
  const secret = source.secret;
  if (config || secret) {
    const kind = config ? 'configmap' : 'secret';
    const { optional, items } = config ?? secret ?? {};
    const name = config?.name ?? secret?.secretName ?? secret?.name ?? '';
    const texts = readTexts(store, namespace, kind, name);
    if (!texts) return optional ? {} : new VolumeError(`${kind} "${name}" not found`);
    if (!items) return texts;
    const missing = items.find((item) => !Object.hasOwn(texts, item.key));
    if (missing && !optional)
      return new VolumeError(
        `references non-existent ${kind === 'configmap' ? 'config' : kind} key: ${missing.key}`,
      );
    const present = items.filter((item) => Object.hasOwn(texts, item.key));
    return Object.fromEntries(present.map((item) => [item.path, texts[item.key] ?? '']));
  }
  const fields: Record<string, string> = {};
  for (const item of source.downwardAPI?.items ?? [])
    fields[item.path] = podField(pod, item.fieldRef?.fieldPath ?? '', place) ?? '';
  return fields;
}

/**
 * The directory of the volume that a claim is bound to. One that the provisioner made is found by its name. Any other is what somebody
 * wrote by hand: its path is one of the node.
 */
function claimDirectory(namespace: string, name: string, options: VolumeOptions): string {
  const claim = options.store.get('persistentvolumeclaims', namespace, name);
  if (!claim) throw new VolumeError(`persistentvolumeclaim "${name}" not found`);
  const volume = options.store.get('persistentvolumes', undefined, claim.spec.volumeName ?? '');
  // Both sides have to say so: a claim whose volumeName was changed does not get another one's data.
  const isBound = claim.status?.phase === 'Bound' && volume?.spec?.claimRef?.uid === claim.metadata.uid;
  if (!volume || !isBound) throw new VolumeError(`persistentvolumeclaim "${name}" is not bound`);
  const { dataDirectory } = options;
  if (isProvisioned(volume)) return made(provisionedDirectory(dataDirectory, volume.metadata.name));
  const { hostPath, local } = volume.spec;
  return nodePath(hostPath?.path ?? local?.path ?? `/volumes/${volume.metadata.name}`, options);
}

/** A path of the node is one below the node's own directory: nothing of this machine is handed to a pod. */
function nodePath(path: string, { dataDirectory, nodeName }: VolumeOptions): string {
  return made(pathInside(made(namedInside(dataDirectory, 'nodes', nodeName)), path));
}

/**
 * mountPath, normalised → directory, for one run of a container. Throws `ContainerConfigError` for a subPath that leads out of its volume,
 * and for a volume that was replaced by a link since the pod got it.
 */
export function mountsOf(
  container: Container,
  directories: ReadonlyMap<string, string>,
): Record<string, string> {
  const mounts: Record<string, string> = {};
  for (const { name, mountPath, subPath } of container.volumeMounts ?? []) {
    const directory = directories.get(name);
    if (directory === undefined) continue;
    preparing(`volumeMount "${name}" of container "${container.name}"`, () =>
      requireRealDirectory(directory),
    );
    try {
      mounts[containerPath(mountPath)] = subPath ? made(pathInside(directory, subPath)) : directory;
    } catch (error) {
      const isExpected = error instanceof PathError || (error as NodeJS.ErrnoException).syscall !== undefined;
      if (!isExpected) throw error;
      throw new ContainerConfigError(
        `failed to prepare subPath for volumeMount "${name}" of container "${container.name}"`,
      );
    }
  }
  return mounts;
}

/** Makes a directory, unless something has its name already. */
function made(path: string): string {
  if (!lstatSync(path, { throwIfNoEntry: false })) makePlainDirectory(path);
  return path;
}
