import { type Infer, list, map, object } from '../schema/field-types.ts';
import { objectReference, secretReference } from './references.ts';

export const glusterfsPersistentVolumeSource = object('GlusterfsPersistentVolumeSource', {
  endpoints: [1, 'string', 'required'],
  path: [2, 'string', 'required'],
  readOnly: [3, 'bool'],
  endpointsNamespace: [4, 'string', 'pointer'],
});
export type GlusterfsPersistentVolumeSource = Infer<typeof glusterfsPersistentVolumeSource>;

export const rbdPersistentVolumeSource = object('RBDPersistentVolumeSource', {
  monitors: [1, list('string'), 'required'],
  image: [2, 'string', 'required'],
  fsType: [3, 'string'],
  pool: [4, 'string'],
  user: [5, 'string'],
  keyring: [6, 'string'],
  secretRef: [7, secretReference],
  readOnly: [8, 'bool'],
});
export type RBDPersistentVolumeSource = Infer<typeof rbdPersistentVolumeSource>;

export const iscsiPersistentVolumeSource = object('ISCSIPersistentVolumeSource', {
  targetPortal: [1, 'string', 'required'],
  iqn: [2, 'string', 'required'],
  lun: [3, 'int32', 'required'],
  iscsiInterface: [4, 'string'],
  fsType: [5, 'string'],
  readOnly: [6, 'bool'],
  portals: [7, list('string')],
  chapAuthDiscovery: [8, 'bool'],
  chapAuthSession: [11, 'bool'],
  secretRef: [10, secretReference],
  initiatorName: [12, 'string', 'pointer'],
});
export type ISCSIPersistentVolumeSource = Infer<typeof iscsiPersistentVolumeSource>;

export const cinderPersistentVolumeSource = object('CinderPersistentVolumeSource', {
  volumeID: [1, 'string', 'required'],
  fsType: [2, 'string'],
  readOnly: [3, 'bool'],
  secretRef: [4, secretReference],
});
export type CinderPersistentVolumeSource = Infer<typeof cinderPersistentVolumeSource>;

export const cephFSPersistentVolumeSource = object('CephFSPersistentVolumeSource', {
  monitors: [1, list('string'), 'required'],
  path: [2, 'string'],
  user: [3, 'string'],
  secretFile: [4, 'string'],
  secretRef: [5, secretReference],
  readOnly: [6, 'bool'],
});
export type CephFSPersistentVolumeSource = Infer<typeof cephFSPersistentVolumeSource>;

export const flexPersistentVolumeSource = object('FlexPersistentVolumeSource', {
  driver: [1, 'string', 'required'],
  fsType: [2, 'string'],
  secretRef: [3, secretReference],
  readOnly: [4, 'bool'],
  options: [5, map('string')],
});
export type FlexPersistentVolumeSource = Infer<typeof flexPersistentVolumeSource>;

export const azureFilePersistentVolumeSource = object('AzureFilePersistentVolumeSource', {
  secretName: [1, 'string', 'required'],
  shareName: [2, 'string', 'required'],
  readOnly: [3, 'bool'],
  secretNamespace: [4, 'string', 'required'],
});
export type AzureFilePersistentVolumeSource = Infer<typeof azureFilePersistentVolumeSource>;

export const scaleIOPersistentVolumeSource = object('ScaleIOPersistentVolumeSource', {
  gateway: [1, 'string', 'required'],
  system: [2, 'string', 'required'],
  secretRef: [3, secretReference, 'required'],
  sslEnabled: [4, 'bool'],
  protectionDomain: [5, 'string'],
  storagePool: [6, 'string'],
  storageMode: [7, 'string'],
  volumeName: [8, 'string'],
  fsType: [9, 'string'],
  readOnly: [10, 'bool'],
});
export type ScaleIOPersistentVolumeSource = Infer<typeof scaleIOPersistentVolumeSource>;

export const storageOSPersistentVolumeSource = object('StorageOSPersistentVolumeSource', {
  volumeName: [1, 'string'],
  volumeNamespace: [2, 'string'],
  fsType: [3, 'string'],
  readOnly: [4, 'bool'],
  secretRef: [5, objectReference],
});
export type StorageOSPersistentVolumeSource = Infer<typeof storageOSPersistentVolumeSource>;

export const csiPersistentVolumeSource = object('CSIPersistentVolumeSource', {
  driver: [1, 'string', 'required'],
  volumeHandle: [2, 'string', 'required'],
  readOnly: [3, 'bool'],
  fsType: [4, 'string'],
  volumeAttributes: [5, map('string')],
  controllerPublishSecretRef: [6, secretReference],
  nodeStageSecretRef: [7, secretReference],
  nodePublishSecretRef: [8, secretReference],
  controllerExpandSecretRef: [9, secretReference],
  nodeExpandSecretRef: [10, secretReference],
});
export type CSIPersistentVolumeSource = Infer<typeof csiPersistentVolumeSource>;
