import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { provisioner } from '../controllers/claim-binder.ts';
import type { KubeObject, Store } from '../store-api.ts';
import { readTexts } from './environment.ts';
import { type PodPlace, podField } from './pod-fields.ts';
import type { Container } from './pod-types.ts';

/** A volume that cannot be set up yet: the pod waits, and `FailedMount` says why. */
export class VolumeError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'VolumeError';
  }
}

export interface VolumeOptions {
  readonly store: Store;
  /** The pod's own directory: what is in it goes away with the pod. */
  readonly podDirectory: string;
  /** Stands for the node's root where a volume names a path of the node. */
  readonly nodeDirectory: string;
  readonly place: PodPlace;
}

// biome-ignore lint/suspicious/noExplicitAny: a volume's source is a union of two dozen shapes; each is narrowed where it is read.
type VolumeSource = Record<string, any> & { readonly name: string };

/** Sets up all volumes of a pod: name → directory on this machine. Throws `VolumeError` for one that has to wait. */
export function setUpVolumes(pod: KubeObject, options: VolumeOptions): Map<string, string> {
  const directories = new Map<string, string>();
  for (const volume of (pod.spec.volumes ?? []) as VolumeSource[])
    directories.set(volume.name, setUp(pod, volume, options));
  return directories;
}

function setUp(pod: KubeObject, volume: VolumeSource, options: VolumeOptions): string {
  const namespace = pod.metadata.namespace ?? 'default';
  if (volume.persistentVolumeClaim)
    return claimDirectory(namespace, volume.persistentVolumeClaim.claimName, options);
  if (volume.hostPath) return nodePath(volume.hostPath.path, options);
  const directory = inside(join(options.podDirectory, 'volumes'), volume.name);
  mkdirSync(directory, { recursive: true });
  if (isProjected(volume)) writeChanged(directory, textsOf(pod, volume, options));
  return directory;
}

/** Whether what is in the volume comes from objects of the API. */
function isProjected(volume: VolumeSource): boolean {
  return Boolean(volume.configMap ?? volume.secret ?? volume.projected ?? volume.downwardAPI);
}

/**
 * Brings the files of ConfigMaps, Secrets and the downward API up to date in a pod that runs. What is gone as a whole leaves its
 * files as they were. A kubelet takes up to a minute for this, and here it follows at once.
 */
export function refreshVolumes(
  pod: KubeObject,
  directories: ReadonlyMap<string, string>,
  options: VolumeOptions,
): void {
  for (const volume of (pod.spec.volumes ?? []) as VolumeSource[]) {
    const directory = directories.get(volume.name);
    if (directory === undefined || !isProjected(volume)) continue;
    try {
      writeChanged(directory, textsOf(pod, volume, options));
    } catch (error) {
      if (!(error instanceof VolumeError)) throw error;
    }
  }
}

/** The files of a volume by their path in it. */
function textsOf(pod: KubeObject, volume: VolumeSource, options: VolumeOptions): Record<string, string> {
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

/** Makes the directory hold these files and no others; what is as it should be is not touched. */
function writeChanged(directory: string, files: Readonly<Record<string, string>>): void {
  const wanted = new Map(Object.entries(files).map(([path, text]) => [inside(directory, path), text]));
  for (const name of readdirSync(directory, { recursive: true, encoding: 'utf8' })) {
    const path = join(directory, name);
    if (!statSync(path).isFile()) continue;
    const text = wanted.get(path);
    if (text === undefined) rmSync(path, { force: true });
    else if (readFileSync(path, 'utf8') === text) wanted.delete(path);
  }
  for (const [path, text] of wanted) {
    mkdirSync(dirname(path), { recursive: true });
    // As a whole or not at all: a program may be reading it.
    writeFileSync(`${path}.new`, text);
    renameSync(`${path}.new`, path);
  }
}

function filesOf(
  pod: KubeObject,
  namespace: string,
  source: VolumeSource,
  { store, place }: VolumeOptions,
): Record<string, string> | VolumeError {
  const config = source.configMap;
  const secret = source.secret;
  if (config || secret) {
    const kind = config ? 'configmap' : 'secret';
    const { optional, items } = config ?? secret;
    const name: string = config?.name ?? secret?.secretName ?? secret?.name;
    const texts = readTexts(store, namespace, kind, name);
    if (!texts) return optional ? {} : new VolumeError(`${kind} "${name}" not found`);
    if (!items) return texts;
    const missing = items.find((item: { key: string }) => !Object.hasOwn(texts, item.key));
    if (missing && !optional)
      return new VolumeError(
        `references non-existent ${kind === 'configmap' ? 'config' : kind} key: ${missing.key}`,
      );
    const present = items.filter((item: { key: string }) => Object.hasOwn(texts, item.key));
    return Object.fromEntries(
      present.map((item: { key: string; path: string }) => [item.path, texts[item.key] ?? '']),
    );
  }
  const fields: Record<string, string> = {};
  for (const item of source.downwardAPI?.items ?? [])
    fields[item.path] = podField(pod, item.fieldRef?.fieldPath ?? '', place) ?? '';
  return fields;
}

function claimDirectory(namespace: string, name: string, options: VolumeOptions): string {
  const claim = options.store.get('persistentvolumeclaims', namespace, name);
  if (!claim) throw new VolumeError(`persistentvolumeclaim "${name}" not found`);
  const volume = options.store.get('persistentvolumes', undefined, claim.spec.volumeName ?? '');
  if (claim.status?.phase !== 'Bound' || !volume)
    throw new VolumeError(`persistentvolumeclaim "${name}" is not bound`);
  const isOurs = volume.metadata.annotations?.['pv.kubernetes.io/provisioned-by'] === provisioner;
  const path: string = volume.spec.hostPath?.path ?? join('/volumes', volume.metadata.name);
  if (!isOurs) return nodePath(path, options);
  mkdirSync(path, { recursive: true });
  return path;
}

/** A path of the node is one below the node's own directory: nothing of this machine is handed to a pod. */
function nodePath(path: string, { nodeDirectory }: VolumeOptions): string {
  const directory = inside(nodeDirectory, path);
  mkdirSync(directory, { recursive: true });
  return directory;
}

/** mountPath → directory, for one container. */
export function mountsOf(
  container: Container,
  directories: ReadonlyMap<string, string>,
): Record<string, string> {
  const mounts: Record<string, string> = {};
  for (const { name, mountPath, subPath } of container.volumeMounts ?? []) {
    const directory = directories.get(name);
    if (directory !== undefined) mounts[mountPath] = subPath ? inside(directory, subPath) : directory;
  }
  return mounts;
}

/** Joins without ever leaving `root`, whatever the path says. */
function inside(root: string, path: string): string {
  const joined = join(root, normalize(join('/', path)));
  if (relative(root, joined).startsWith('..')) throw new VolumeError(`path \`${path}\` leaves its volume`);
  return joined;
}

export function removePodDirectory(path: string): void {
  rmSync(path, { recursive: true, force: true });
}
