import { type Infer, list, map, object } from '../schema/field-types.ts';
import { localObjectReference } from './references.ts';

export const gcePersistentDiskVolumeSource = object('GCEPersistentDiskVolumeSource', {
  pdName: [1, 'string', 'required'],
  fsType: [2, 'string'],
  partition: [3, 'int32'],
  readOnly: [4, 'bool'],
});
export type GCEPersistentDiskVolumeSource = Infer<typeof gcePersistentDiskVolumeSource>;

export const awsElasticBlockStoreVolumeSource = object('AWSElasticBlockStoreVolumeSource', {
  volumeID: [1, 'string', 'required'],
  fsType: [2, 'string'],
  partition: [3, 'int32'],
  readOnly: [4, 'bool'],
});
export type AWSElasticBlockStoreVolumeSource = Infer<typeof awsElasticBlockStoreVolumeSource>;

export const gitRepoVolumeSource = object('GitRepoVolumeSource', {
  repository: [1, 'string', 'required'],
  revision: [2, 'string'],
  directory: [3, 'string'],
});
export type GitRepoVolumeSource = Infer<typeof gitRepoVolumeSource>;

export const nfsVolumeSource = object('NFSVolumeSource', {
  server: [1, 'string', 'required'],
  path: [2, 'string', 'required'],
  readOnly: [3, 'bool'],
});
export type NFSVolumeSource = Infer<typeof nfsVolumeSource>;

export const iscsiVolumeSource = object('ISCSIVolumeSource', {
  targetPortal: [1, 'string', 'required'],
  iqn: [2, 'string', 'required'],
  lun: [3, 'int32', 'required'],
  iscsiInterface: [4, 'string'],
  fsType: [5, 'string'],
  readOnly: [6, 'bool'],
  portals: [7, list('string')],
  chapAuthDiscovery: [8, 'bool'],
  chapAuthSession: [11, 'bool'],
  secretRef: [10, localObjectReference],
  initiatorName: [12, 'string', 'pointer'],
});
export type ISCSIVolumeSource = Infer<typeof iscsiVolumeSource>;

export const glusterfsVolumeSource = object('GlusterfsVolumeSource', {
  endpoints: [1, 'string', 'required'],
  path: [2, 'string', 'required'],
  readOnly: [3, 'bool'],
});
export type GlusterfsVolumeSource = Infer<typeof glusterfsVolumeSource>;

export const rbdVolumeSource = object('RBDVolumeSource', {
  monitors: [1, list('string'), 'required'],
  image: [2, 'string', 'required'],
  fsType: [3, 'string'],
  pool: [4, 'string'],
  user: [5, 'string'],
  keyring: [6, 'string'],
  secretRef: [7, localObjectReference],
  readOnly: [8, 'bool'],
});
export type RBDVolumeSource = Infer<typeof rbdVolumeSource>;

export const flexVolumeSource = object('FlexVolumeSource', {
  driver: [1, 'string', 'required'],
  fsType: [2, 'string'],
  secretRef: [3, localObjectReference],
  readOnly: [4, 'bool'],
  options: [5, map('string')],
});
export type FlexVolumeSource = Infer<typeof flexVolumeSource>;

export const cinderVolumeSource = object('CinderVolumeSource', {
  volumeID: [1, 'string', 'required'],
  fsType: [2, 'string'],
  readOnly: [3, 'bool'],
  secretRef: [4, localObjectReference],
});
export type CinderVolumeSource = Infer<typeof cinderVolumeSource>;

export const cephFSVolumeSource = object('CephFSVolumeSource', {
  monitors: [1, list('string'), 'required'],
  path: [2, 'string'],
  user: [3, 'string'],
  secretFile: [4, 'string'],
  secretRef: [5, localObjectReference],
  readOnly: [6, 'bool'],
});
export type CephFSVolumeSource = Infer<typeof cephFSVolumeSource>;

export const flockerVolumeSource = object('FlockerVolumeSource', {
  datasetName: [1, 'string'],
  datasetUUID: [2, 'string'],
});
export type FlockerVolumeSource = Infer<typeof flockerVolumeSource>;

export const fcVolumeSource = object('FCVolumeSource', {
  targetWWNs: [1, list('string')],
  lun: [2, 'int32', 'pointer'],
  fsType: [3, 'string'],
  readOnly: [4, 'bool'],
  wwids: [5, list('string')],
});
export type FCVolumeSource = Infer<typeof fcVolumeSource>;

export const azureFileVolumeSource = object('AzureFileVolumeSource', {
  secretName: [1, 'string', 'required'],
  shareName: [2, 'string', 'required'],
  readOnly: [3, 'bool'],
});
export type AzureFileVolumeSource = Infer<typeof azureFileVolumeSource>;

export const vsphereVirtualDiskVolumeSource = object('VsphereVirtualDiskVolumeSource', {
  volumePath: [1, 'string', 'required'],
  fsType: [2, 'string'],
  storagePolicyName: [3, 'string'],
  storagePolicyID: [4, 'string'],
});
export type VsphereVirtualDiskVolumeSource = Infer<typeof vsphereVirtualDiskVolumeSource>;

export const quobyteVolumeSource = object('QuobyteVolumeSource', {
  registry: [1, 'string', 'required'],
  volume: [2, 'string', 'required'],
  readOnly: [3, 'bool'],
  user: [4, 'string'],
  group: [5, 'string'],
  tenant: [6, 'string'],
});
export type QuobyteVolumeSource = Infer<typeof quobyteVolumeSource>;

export const azureDiskVolumeSource = object('AzureDiskVolumeSource', {
  diskName: [1, 'string', 'required'],
  diskURI: [2, 'string', 'required'],
  cachingMode: [3, 'string', 'pointer'],
  fsType: [4, 'string', 'pointer'],
  readOnly: [5, 'bool', 'pointer'],
  kind: [6, 'string', 'pointer'],
});
export type AzureDiskVolumeSource = Infer<typeof azureDiskVolumeSource>;

export const photonPersistentDiskVolumeSource = object('PhotonPersistentDiskVolumeSource', {
  pdID: [1, 'string', 'required'],
  fsType: [2, 'string'],
});
export type PhotonPersistentDiskVolumeSource = Infer<typeof photonPersistentDiskVolumeSource>;

export const portworxVolumeSource = object('PortworxVolumeSource', {
  volumeID: [1, 'string', 'required'],
  fsType: [2, 'string'],
  readOnly: [3, 'bool'],
});
export type PortworxVolumeSource = Infer<typeof portworxVolumeSource>;

export const scaleIOVolumeSource = object('ScaleIOVolumeSource', {
  gateway: [1, 'string', 'required'],
  system: [2, 'string', 'required'],
  secretRef: [3, localObjectReference, 'required'],
  sslEnabled: [4, 'bool'],
  protectionDomain: [5, 'string'],
  storagePool: [6, 'string'],
  storageMode: [7, 'string'],
  volumeName: [8, 'string'],
  fsType: [9, 'string'],
  readOnly: [10, 'bool'],
});
export type ScaleIOVolumeSource = Infer<typeof scaleIOVolumeSource>;

export const storageOSVolumeSource = object('StorageOSVolumeSource', {
  volumeName: [1, 'string'],
  volumeNamespace: [2, 'string'],
  fsType: [3, 'string'],
  readOnly: [4, 'bool'],
  secretRef: [5, localObjectReference],
});
export type StorageOSVolumeSource = Infer<typeof storageOSVolumeSource>;

export const csiVolumeSource = object('CSIVolumeSource', {
  driver: [1, 'string', 'required'],
  readOnly: [2, 'bool', 'pointer'],
  fsType: [3, 'string', 'pointer'],
  volumeAttributes: [4, map('string')],
  nodePublishSecretRef: [5, localObjectReference],
});
export type CSIVolumeSource = Infer<typeof csiVolumeSource>;
