import { objectMeta } from '../meta/object-meta.ts';
import { type Infer, list, map, object } from '../schema/field-types.ts';
import { nodeSelector } from './affinity.ts';
import {
  azureFilePersistentVolumeSource,
  cephFSPersistentVolumeSource,
  cinderPersistentVolumeSource,
  csiPersistentVolumeSource,
  flexPersistentVolumeSource,
  glusterfsPersistentVolumeSource,
  iscsiPersistentVolumeSource,
  rbdPersistentVolumeSource,
  scaleIOPersistentVolumeSource,
  storageOSPersistentVolumeSource,
} from './network-persistent-sources.ts';
import {
  awsElasticBlockStoreVolumeSource,
  azureDiskVolumeSource,
  fcVolumeSource,
  flockerVolumeSource,
  gcePersistentDiskVolumeSource,
  nfsVolumeSource,
  photonPersistentDiskVolumeSource,
  portworxVolumeSource,
  quobyteVolumeSource,
  vsphereVirtualDiskVolumeSource,
} from './network-volume-sources.ts';
import { objectReference } from './references.ts';
import { hostPathVolumeSource } from './volume.ts';

export const localVolumeSource = object('LocalVolumeSource', {
  path: [1, 'string', 'required'],
  fsType: [2, 'string', 'pointer'],
});
export type LocalVolumeSource = Infer<typeof localVolumeSource>;

export const persistentVolumeSource = object('PersistentVolumeSource', {
  gcePersistentDisk: [1, gcePersistentDiskVolumeSource],
  awsElasticBlockStore: [2, awsElasticBlockStoreVolumeSource],
  hostPath: [3, hostPathVolumeSource],
  glusterfs: [4, glusterfsPersistentVolumeSource],
  nfs: [5, nfsVolumeSource],
  rbd: [6, rbdPersistentVolumeSource],
  iscsi: [7, iscsiPersistentVolumeSource],
  cinder: [8, cinderPersistentVolumeSource],
  cephfs: [9, cephFSPersistentVolumeSource],
  fc: [10, fcVolumeSource],
  flocker: [11, flockerVolumeSource],
  flexVolume: [12, flexPersistentVolumeSource],
  azureFile: [13, azureFilePersistentVolumeSource],
  vsphereVolume: [14, vsphereVirtualDiskVolumeSource],
  quobyte: [15, quobyteVolumeSource],
  azureDisk: [16, azureDiskVolumeSource],
  photonPersistentDisk: [17, photonPersistentDiskVolumeSource],
  portworxVolume: [18, portworxVolumeSource],
  scaleIO: [19, scaleIOPersistentVolumeSource],
  local: [20, localVolumeSource],
  storageos: [21, storageOSPersistentVolumeSource],
  csi: [22, csiPersistentVolumeSource],
});
export type PersistentVolumeSource = Infer<typeof persistentVolumeSource>;

export const volumeNodeAffinity = object('VolumeNodeAffinity', {
  required: [1, nodeSelector],
});
export type VolumeNodeAffinity = Infer<typeof volumeNodeAffinity>;

export const persistentVolumeSpec = object('PersistentVolumeSpec', {
  capacity: [1, map('quantity')],
  persistentVolumeSource: [2, persistentVolumeSource, 'inline'],
  accessModes: [3, list('string')],
  claimRef: [4, objectReference],
  persistentVolumeReclaimPolicy: [5, 'string'],
  storageClassName: [6, 'string'],
  mountOptions: [7, list('string')],
  volumeMode: [8, 'string', 'pointer'],
  nodeAffinity: [9, volumeNodeAffinity],
  volumeAttributesClassName: [10, 'string', 'pointer'],
});
export type PersistentVolumeSpec = Infer<typeof persistentVolumeSpec>;

export const persistentVolumeStatus = object('PersistentVolumeStatus', {
  phase: [1, 'string'],
  message: [2, 'string'],
  reason: [3, 'string'],
  lastPhaseTransitionTime: [4, 'time'],
});
export type PersistentVolumeStatus = Infer<typeof persistentVolumeStatus>;

export const persistentVolume = object('PersistentVolume', {
  metadata: [1, objectMeta],
  spec: [2, persistentVolumeSpec, 'required'],
  status: [3, persistentVolumeStatus],
});
export type PersistentVolume = Infer<typeof persistentVolume>;
