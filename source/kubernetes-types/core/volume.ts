import { labelSelector } from '../meta/label-selector.ts';
import { objectMeta } from '../meta/object-meta.ts';
import { type Infer, list, object } from '../schema/field-types.ts';
import {
  awsElasticBlockStoreVolumeSource,
  azureDiskVolumeSource,
  azureFileVolumeSource,
  cephFSVolumeSource,
  cinderVolumeSource,
  csiVolumeSource,
  fcVolumeSource,
  flexVolumeSource,
  flockerVolumeSource,
  gcePersistentDiskVolumeSource,
  gitRepoVolumeSource,
  glusterfsVolumeSource,
  iscsiVolumeSource,
  nfsVolumeSource,
  photonPersistentDiskVolumeSource,
  portworxVolumeSource,
  quobyteVolumeSource,
  rbdVolumeSource,
  scaleIOVolumeSource,
  storageOSVolumeSource,
  vsphereVirtualDiskVolumeSource,
} from './network-volume-sources.ts';
import { persistentVolumeClaimSpec } from './persistent-volume-claim.ts';
import { localObjectReference, objectFieldSelector, resourceFieldSelector } from './references.ts';

export const hostPathVolumeSource = object('HostPathVolumeSource', {
  path: [1, 'string', 'required'],
  type: [2, 'string', 'pointer'],
});
export type HostPathVolumeSource = Infer<typeof hostPathVolumeSource>;

export const emptyDirVolumeSource = object('EmptyDirVolumeSource', {
  medium: [1, 'string'],
  sizeLimit: [2, 'quantity'],
});
export type EmptyDirVolumeSource = Infer<typeof emptyDirVolumeSource>;

export const keyToPath = object('KeyToPath', {
  key: [1, 'string', 'required'],
  path: [2, 'string', 'required'],
  mode: [3, 'int32', 'pointer'],
});
export type KeyToPath = Infer<typeof keyToPath>;

export const secretVolumeSource = object('SecretVolumeSource', {
  secretName: [1, 'string'],
  items: [2, list(keyToPath)],
  defaultMode: [3, 'int32', 'pointer'],
  optional: [4, 'bool', 'pointer'],
});
export type SecretVolumeSource = Infer<typeof secretVolumeSource>;

export const persistentVolumeClaimVolumeSource = object('PersistentVolumeClaimVolumeSource', {
  claimName: [1, 'string', 'required'],
  readOnly: [2, 'bool'],
});
export type PersistentVolumeClaimVolumeSource = Infer<typeof persistentVolumeClaimVolumeSource>;

export const downwardAPIVolumeFile = object('DownwardAPIVolumeFile', {
  path: [1, 'string', 'required'],
  fieldRef: [2, objectFieldSelector],
  resourceFieldRef: [3, resourceFieldSelector],
  mode: [4, 'int32', 'pointer'],
});
export type DownwardAPIVolumeFile = Infer<typeof downwardAPIVolumeFile>;

export const downwardAPIVolumeSource = object('DownwardAPIVolumeSource', {
  items: [1, list(downwardAPIVolumeFile)],
  defaultMode: [2, 'int32', 'pointer'],
});
export type DownwardAPIVolumeSource = Infer<typeof downwardAPIVolumeSource>;

export const configMapVolumeSource = object('ConfigMapVolumeSource', {
  localObjectReference: [1, localObjectReference, 'inline'],
  items: [2, list(keyToPath)],
  defaultMode: [3, 'int32', 'pointer'],
  optional: [4, 'bool', 'pointer'],
});
export type ConfigMapVolumeSource = Infer<typeof configMapVolumeSource>;

export const secretProjection = object('SecretProjection', {
  localObjectReference: [1, localObjectReference, 'inline'],
  items: [2, list(keyToPath)],
  optional: [4, 'bool', 'pointer'],
});
export type SecretProjection = Infer<typeof secretProjection>;

export const downwardAPIProjection = object('DownwardAPIProjection', {
  items: [1, list(downwardAPIVolumeFile)],
});
export type DownwardAPIProjection = Infer<typeof downwardAPIProjection>;

export const configMapProjection = object('ConfigMapProjection', {
  localObjectReference: [1, localObjectReference, 'inline'],
  items: [2, list(keyToPath)],
  optional: [4, 'bool', 'pointer'],
});
export type ConfigMapProjection = Infer<typeof configMapProjection>;

export const serviceAccountTokenProjection = object('ServiceAccountTokenProjection', {
  audience: [1, 'string'],
  expirationSeconds: [2, 'int64', 'pointer'],
  path: [3, 'string', 'required'],
});
export type ServiceAccountTokenProjection = Infer<typeof serviceAccountTokenProjection>;

export const clusterTrustBundleProjection = object('ClusterTrustBundleProjection', {
  name: [1, 'string', 'pointer'],
  signerName: [2, 'string', 'pointer'],
  labelSelector: [3, labelSelector],
  optional: [5, 'bool', 'pointer'],
  path: [4, 'string', 'required'],
});
export type ClusterTrustBundleProjection = Infer<typeof clusterTrustBundleProjection>;

export const volumeProjection = object('VolumeProjection', {
  secret: [1, secretProjection],
  downwardAPI: [2, downwardAPIProjection],
  configMap: [3, configMapProjection],
  serviceAccountToken: [4, serviceAccountTokenProjection],
  clusterTrustBundle: [5, clusterTrustBundleProjection],
});
export type VolumeProjection = Infer<typeof volumeProjection>;

export const projectedVolumeSource = object('ProjectedVolumeSource', {
  sources: [1, list(volumeProjection), 'required'],
  defaultMode: [2, 'int32', 'pointer'],
});
export type ProjectedVolumeSource = Infer<typeof projectedVolumeSource>;

export const persistentVolumeClaimTemplate = object('PersistentVolumeClaimTemplate', {
  metadata: [1, objectMeta],
  spec: [2, persistentVolumeClaimSpec, 'required'],
});
export type PersistentVolumeClaimTemplate = Infer<typeof persistentVolumeClaimTemplate>;

export const ephemeralVolumeSource = object('EphemeralVolumeSource', {
  volumeClaimTemplate: [1, persistentVolumeClaimTemplate],
});
export type EphemeralVolumeSource = Infer<typeof ephemeralVolumeSource>;

export const imageVolumeSource = object('ImageVolumeSource', {
  reference: [1, 'string'],
  pullPolicy: [2, 'string'],
});
export type ImageVolumeSource = Infer<typeof imageVolumeSource>;

export const volumeSource = object('VolumeSource', {
  hostPath: [1, hostPathVolumeSource],
  emptyDir: [2, emptyDirVolumeSource],
  gcePersistentDisk: [3, gcePersistentDiskVolumeSource],
  awsElasticBlockStore: [4, awsElasticBlockStoreVolumeSource],
  gitRepo: [5, gitRepoVolumeSource],
  secret: [6, secretVolumeSource],
  nfs: [7, nfsVolumeSource],
  iscsi: [8, iscsiVolumeSource],
  glusterfs: [9, glusterfsVolumeSource],
  persistentVolumeClaim: [10, persistentVolumeClaimVolumeSource],
  rbd: [11, rbdVolumeSource],
  flexVolume: [12, flexVolumeSource],
  cinder: [13, cinderVolumeSource],
  cephfs: [14, cephFSVolumeSource],
  flocker: [15, flockerVolumeSource],
  downwardAPI: [16, downwardAPIVolumeSource],
  fc: [17, fcVolumeSource],
  azureFile: [18, azureFileVolumeSource],
  configMap: [19, configMapVolumeSource],
  vsphereVolume: [20, vsphereVirtualDiskVolumeSource],
  quobyte: [21, quobyteVolumeSource],
  azureDisk: [22, azureDiskVolumeSource],
  photonPersistentDisk: [23, photonPersistentDiskVolumeSource],
  projected: [26, projectedVolumeSource],
  portworxVolume: [24, portworxVolumeSource],
  scaleIO: [25, scaleIOVolumeSource],
  storageos: [27, storageOSVolumeSource],
  csi: [28, csiVolumeSource],
  ephemeral: [29, ephemeralVolumeSource],
  image: [30, imageVolumeSource],
});
export type VolumeSource = Infer<typeof volumeSource>;

export const volume = object('Volume', {
  name: [1, 'string', 'required'],
  volumeSource: [2, volumeSource, 'inline'],
});
export type Volume = Infer<typeof volume>;
