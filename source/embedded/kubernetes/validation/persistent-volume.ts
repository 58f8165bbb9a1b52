import { isRecord, sameValue } from '../objects/values.ts';
import { validateNodeSelector } from './affinity.ts';
import type { FieldErrors } from './field-errors.ts';
import { checkSubdomain } from './names.ts';
import { checkNoBacksteps, checkPath, validateHostPath } from './volume-paths.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The fields of `PersistentVolumeSource`, which are in the spec itself. */
const sourceFields = new Set(
  (
    'awsElasticBlockStore azureDisk azureFile cephfs cinder csi fc flexVolume flocker gcePersistentDisk glusterfs hostPath iscsi ' +
    'local nfs photonPersistentDisk portworxVolume quobyte rbd scaleIO storageos vsphereVolume'
  ).split(' '),
);

/** The rules of `ValidatePersistentVolume` that a manifest meets. */
export function validatePersistentVolume(causes: FieldErrors, spec: unknown): void {
  const volume = isRecord(spec) ? spec : {};
  if (!Array.isArray(volume.accessModes) || volume.accessModes.length === 0)
    causes.required('spec.accessModes');
  if (!isRecord(volume.capacity)) causes.required('spec.capacity');
  causes.oneOf('spec.persistentVolumeReclaimPolicy', volume.persistentVolumeReclaimPolicy, [
    'Delete',
    'Recycle',
    'Retain',
  ]);
  causes.oneOf('spec.volumeMode', volume.volumeMode, ['Block', 'Filesystem']);
  checkSubdomain(causes, 'spec.storageClassName', volume.storageClassName);
  const sources = Object.keys(sourceOf(volume));
  if (sources.length === 0) causes.required('spec', 'must specify a volume type');
  for (const other of sources.slice(1))
    causes.forbidden(`spec.${other}`, 'may not specify more than 1 volume type');
  if (isRecord(volume.nodeAffinity))
    validateNodeSelector(causes, 'spec.nodeAffinity.required', volume.nodeAffinity.required);
  if (isRecord(volume.hostPath)) validateHostPath(causes, 'spec.hostPath', volume.hostPath);
  if (isRecord(volume.local)) {
    const { path } = volume.local;
    if (checkPath(causes, 'spec.local.path', path)) checkNoBacksteps(causes, 'spec.local.path', path);
    if (!isRecord(volume.nodeAffinity))
      causes.required('spec.nodeAffinity', 'Local volume requires node affinity');
  }
}

/** What may not change once a volume is there, as `ValidatePersistentVolumeUpdate` says it. */
export function validatePersistentVolumeUpdate(causes: FieldErrors, before: Fields, after: Fields): void {
  if (!sameValue(sourceOf(before), sourceOf(after)))
    causes.forbidden(
      'spec.persistentvolumesource',
      'spec.persistentvolumesource is immutable after creation',
    );
  if (before.volumeMode !== after.volumeMode)
    causes.invalid('volumeMode', after.volumeMode, 'field is immutable');
  if (before.nodeAffinity !== undefined && !sameValue(before.nodeAffinity, after.nodeAffinity))
    causes.invalid('nodeAffinity', after.nodeAffinity, 'field is immutable');
}

function sourceOf(spec: Fields): Fields {
  return Object.fromEntries(Object.entries(spec).filter(([field]) => sourceFields.has(field)));
}
