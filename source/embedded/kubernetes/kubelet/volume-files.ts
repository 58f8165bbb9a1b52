import { createHash } from 'node:crypto';
import type {
  DownwardAPIVolumeFile,
  SecretProjection,
  SecretVolumeSource,
  Volume,
  VolumeProjection,
} from '../../../kubernetes-types/core/volume.ts';
import type { Stored } from '../../../kubernetes-types/kinds.ts';
import type { Store } from '../objects/store-api.ts';
import { type DataKind, readBytes } from './object-data.ts';
import { type PodPlace, podField } from './pod-fields.ts';
import type { ProjectedFile } from './projected-files.ts';
import { resourceField } from './resource-field.ts';
import { accountOf, serviceAccountToken } from './service-account-token.ts';
import { VolumeError } from './volume-error.ts';

export interface FileSources {
  readonly store: Store;
  readonly place: PodPlace;
  /** The time, in ms since the epoch. */
  readonly now: number;
}

/** A volume, or a source of a projected one, where a Secret is named by `name` instead of `secretName`. */
type FilesSource = Pick<VolumeProjection, 'configMap' | 'downwardAPI' | 'serviceAccountToken'> & {
  readonly secret?: (SecretProjection & SecretVolumeSource) | undefined;
};

/** The mode of a file for which the volume names none. */
const usualMode = 0o644;

/** Whether the volume's contents come from API objects. */
export function isProjected(volume: Volume): boolean {
  return Boolean(volume.configMap ?? volume.secret ?? volume.projected ?? volume.downwardAPI);
}

/** A text that changes with a volume's sources: objects by version, pod fields by value. */
export function* sourceVersion(
  pod: Stored<'pods'>,
  volume: Volume,
  { store, place }: FileSources,
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
    if ('serviceAccountToken' in source) {
      const account = store.get('serviceaccounts', pod.metadata.namespace ?? 'default', accountOf(pod));
      version.update(JSON.stringify(account?.metadata.uid ?? ''));
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

/** The files of a volume by their path in it. Throws `VolumeError` for a missing object, key or container. */
export function* volumeFiles(
  pod: Stored<'pods'>,
  volume: Volume,
  sources: FileSources,
): Generator<void, Record<string, ProjectedFile>, void> {
  const mode =
    (volume.configMap ?? volume.secret ?? volume.downwardAPI ?? volume.projected)?.defaultMode ?? usualMode;
  const all: Record<string, ProjectedFile> = {};
  for (const source of volume.projected?.sources ?? [volume]) {
    try {
      Object.assign(all, filesOf(pod, source, mode, sources));
    } catch (error) {
      if (!(error instanceof VolumeError)) throw error;
      throw new VolumeError(`MountVolume.SetUp failed for volume "${volume.name}" : ${error.message}`);
    }
    yield;
  }
  return all;
}

/** The ConfigMap or Secret that a source names. */
function objectOf({
  configMap,
  secret,
}: FilesSource): { readonly kind: DataKind; readonly name: string } | undefined {
  if (configMap) return { kind: 'configmap', name: configMap.name ?? '' };
  if (secret) return { kind: 'secret', name: secret.secretName ?? secret.name ?? '' };
  return undefined;
}

function filesOf(
  pod: Stored<'pods'>,
  source: FilesSource,
  usual: number,
  sources: FileSources,
): Record<string, ProjectedFile> {
  const object = objectOf(source);
  if (source.serviceAccountToken) {
    const token = serviceAccountToken(sources.store, pod, source.serviceAccountToken, sources.now);
    return { [source.serviceAccountToken.path]: { bytes: Buffer.from(token), mode: usual } };
  }
  if (!object) return fieldFiles(pod, source.downwardAPI?.items ?? [], usual, sources.place);
  const { kind, name } = object;
  const { optional, items } = source.configMap ?? source.secret ?? {};
  const data = readBytes(sources.store, pod.metadata.namespace ?? 'default', kind, name);
  if (!data) {
    if (optional) return {};
    throw new VolumeError(`${kind} "${name}" not found`);
  }
  const files: Record<string, ProjectedFile> = {};
  if (!items) for (const [key, bytes] of Object.entries(data)) files[key] = { bytes, mode: usual };
  for (const { key, path, mode = usual } of items ?? []) {
    const bytes = Object.hasOwn(data, key) ? data[key] : undefined;
    if (bytes) files[path] = { bytes, mode };
    else if (!optional)
      throw new VolumeError(
        kind === 'configmap'
          ? `configmap references non-existent config key: ${key}`
          : `references non-existent secret key: ${key}`,
      );
  }
  return files;
}

/** The files of the downward API. */
function fieldFiles(
  pod: Stored<'pods'>,
  items: readonly DownwardAPIVolumeFile[],
  usual: number,
  place: PodPlace,
): Record<string, ProjectedFile> {
  const files: Record<string, ProjectedFile> = {};
  // Thousands of items may share one long field: its text is built once.
  const values = new Map<string, Buffer>();
  for (const { path, fieldRef, resourceFieldRef, mode = usual } of items) {
    if (resourceFieldRef) {
      const value = resourceField(pod, resourceFieldRef);
      if (value === undefined)
        throw new VolumeError(`container ${resourceFieldRef.containerName ?? ''} not found`);
      files[path] = { bytes: Buffer.from(value), mode };
      continue;
    }
    const field = fieldRef?.fieldPath ?? '';
    const bytes = values.get(field) ?? Buffer.from(podField(pod, field, place) ?? '');
    values.set(field, bytes);
    files[path] = { bytes, mode };
  }
  return files;
}
