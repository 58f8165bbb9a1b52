import { labelSelector } from '../meta/label-selector.ts';
import { objectMeta } from '../meta/object-meta.ts';
import { type Infer, keyed, list, map, object } from '../schema/field-types.ts';
import { typedLocalObjectReference, typedObjectReference } from './references.ts';
import { volumeResourceRequirements } from './resource-requirements.ts';

export const persistentVolumeClaimSpec = object('PersistentVolumeClaimSpec', {
  accessModes: [1, list('string')],
  selector: [4, labelSelector],
  resources: [2, volumeResourceRequirements],
  volumeName: [3, 'string'],
  storageClassName: [5, 'string', 'pointer'],
  volumeMode: [6, 'string', 'pointer'],
  dataSource: [7, typedLocalObjectReference],
  dataSourceRef: [8, typedObjectReference],
  volumeAttributesClassName: [9, 'string', 'pointer'],
});
export type PersistentVolumeClaimSpec = Infer<typeof persistentVolumeClaimSpec>;

export const persistentVolumeClaimCondition = object('PersistentVolumeClaimCondition', {
  type: [1, 'string', 'required'],
  status: [2, 'string'],
  lastProbeTime: [3, 'time'],
  lastTransitionTime: [4, 'time'],
  reason: [5, 'string'],
  message: [6, 'string'],
});
export type PersistentVolumeClaimCondition = Infer<typeof persistentVolumeClaimCondition>;

export const modifyVolumeStatus = object('ModifyVolumeStatus', {
  targetVolumeAttributesClassName: [1, 'string'],
  status: [2, 'string'],
});
export type ModifyVolumeStatus = Infer<typeof modifyVolumeStatus>;

export const persistentVolumeClaimStatus = object('PersistentVolumeClaimStatus', {
  phase: [1, 'string'],
  accessModes: [2, list('string')],
  capacity: [3, map('quantity')],
  conditions: [4, keyed('type', persistentVolumeClaimCondition)],
  allocatedResources: [5, map('quantity')],
  allocatedResourceStatuses: [7, map('string')],
  currentVolumeAttributesClassName: [8, 'string', 'pointer'],
  modifyVolumeStatus: [9, modifyVolumeStatus],
});
export type PersistentVolumeClaimStatus = Infer<typeof persistentVolumeClaimStatus>;

export const persistentVolumeClaim = object('PersistentVolumeClaim', {
  metadata: [1, objectMeta],
  spec: [2, persistentVolumeClaimSpec, 'required'],
  status: [3, persistentVolumeClaimStatus],
});
export type PersistentVolumeClaim = Infer<typeof persistentVolumeClaim>;
