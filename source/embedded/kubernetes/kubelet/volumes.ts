import { createHash } from 'node:crypto';
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
import { isProvisioned, provisionedDirectory } from '../machinery/provisioned-volume.ts';
import type { Store } from '../objects/store-api.ts';
import { ContainerConfigError, preparing } from './container-config-error.ts';
import { readTexts } from './environment.ts';
import { type PodPlace, podField } from './pod-fields.ts';
import { projectFiles } from './projected-files.ts';
import { settingUp, VolumeError } from './volume-error.ts';

export interface VolumeOptions {
  readonly store: Store;
  /** The cluster's data directory, which contains all volumes. */
  readonly dataDirectory: string;
  /** The pod's own directory, removed with the pod. */
  readonly podDirectory: string;
  /** The directory that stands for the node's root for paths on the node. */
  readonly nodeName: string;
  readonly place: PodPlace;
  /** The source version of each volume's files, by volume name: see {@link sourceVersion}. Kept while the pod runs. */
  readonly written: Map<string, string>;
}

/** A volume, or a source of a projected one, where a Secret is named by `name` instead of `secretName`. */
type FilesSource = Pick<VolumeProjection, 'configMap' | 'downwardAPI'> & {
  readonly secret?: (SecretProjection & SecretVolumeSource) | undefined;
};

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
  const texts = yield* textsOf(pod, volume, options);
  written.delete(volume.name);
  yield* projectFiles(directory, texts);
  written.set(volume.name, version);
}

/** Whether the volume's contents come from API objects. */
function isProjected(volume: Volume): boolean {
  return Boolean(volume.configMap ?? volume.secret ?? volume.projected ?? volume.downwardAPI);
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

/** A text that changes with a volume's sources: objects by version, pod fields by value. */
function* sourceVersion(
  pod: Stored<'pods'>,
  volume: Volume,
  { store, place }: VolumeOptions,
): Generator<void, string, void> {
  const version = createHash('sha256');
  const seen = new Set<string>();
  for (const source of volume.projected?.sources ?? [volume]) {
    const object = objectOf(source);
    if (object) {
      const { uid, resourceVersion } =
        store.get(`${object.kind}s`, pod.metadata.namespace ?? 'default', object.name)?.metadata ?? {};
      version.update(JSON.stringify([uid, resourceVersion]));
    }
    for (const { fieldRef } of source.downwardAPI?.items ?? []) {
      const path = fieldRef?.fieldPath ?? '';
      if (seen.has(path)) continue;
      seen.add(path);
      version.update(JSON.stringify(podField(pod, path, place) ?? ''));
      yield;
    }
    yield;
  }
  return version.digest('base64');
}

/** The files of a volume by their path in it. */
function* textsOf(
  pod: Stored<'pods'>,
  volume: Volume,
  options: VolumeOptions,
): Generator<void, Record<string, string>, void> {
  const namespace = pod.metadata.namespace ?? 'default';
  const all: Record<string, string> = {};
  for (const source of volume.projected?.sources ?? [volume]) {
    const files = filesOf(pod, namespace, source, options);
    if (files instanceof VolumeError)
      throw new VolumeError(`MountVolume.SetUp failed for volume "${volume.name}" : ${files.message}`);
    Object.assign(all, files);
    yield;
  }
  return all;
}

/** The ConfigMap or Secret that a source names. */
function objectOf({
  configMap,
  secret,
}: FilesSource): { readonly kind: 'configmap' | 'secret'; readonly name: string } | undefined {
  if (configMap) return { kind: 'configmap', name: configMap.name ?? '' };
  if (secret) return { kind: 'secret', name: secret.secretName ?? secret.name ?? '' };
  return undefined;
}

function filesOf(
  pod: Stored<'pods'>,
  namespace: string,
  source: FilesSource,
  { store, place }: VolumeOptions,
): Record<string, string> | VolumeError {
  const object = objectOf(source);
  if (object) {
    const { kind, name } = object;
    const { optional, items } = source.configMap ?? source.secret ?? {};
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
  // Thousands of items may share one long field: its text is built once.
  const values = new Map<string, string>();
  for (const item of source.downwardAPI?.items ?? []) {
    const field = item.fieldRef?.fieldPath ?? '';
    const value = values.get(field) ?? podField(pod, field, place) ?? '';
    values.set(field, value);
    fields[item.path] = value;
  }
  return fields;
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

/**
 * mountPath, normalised → directory, for one run of a container. Throws `ContainerConfigError` for a subPath that leads out of its
 * volume, and for a volume that has been replaced by a link.
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

/** Creates a directory unless the name is in use. */
function made(path: string): string {
  if (!lstatSync(path, { throwIfNoEntry: false })) makePlainDirectory(path);
  return path;
}
