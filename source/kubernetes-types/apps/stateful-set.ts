import { persistentVolumeClaim } from '../core/persistent-volume-claim.ts';
import { podTemplateSpec } from '../core/pod.ts';
import { labelSelector } from '../meta/label-selector.ts';
import { objectMeta } from '../meta/object-meta.ts';
import { type Infer, keyed, list, object } from '../schema/field-types.ts';

export const rollingUpdateStatefulSetStrategy = object('RollingUpdateStatefulSetStrategy', {
  partition: [1, 'int32', 'pointer'],
  maxUnavailable: [2, 'intOrString'],
});
export type RollingUpdateStatefulSetStrategy = Infer<typeof rollingUpdateStatefulSetStrategy>;

export const statefulSetUpdateStrategy = object('StatefulSetUpdateStrategy', {
  type: [1, 'string'],
  rollingUpdate: [2, rollingUpdateStatefulSetStrategy],
});
export type StatefulSetUpdateStrategy = Infer<typeof statefulSetUpdateStrategy>;

export const statefulSetPersistentVolumeClaimRetentionPolicy = object(
  'StatefulSetPersistentVolumeClaimRetentionPolicy',
  {
    whenDeleted: [1, 'string'],
    whenScaled: [2, 'string'],
  },
);
export type StatefulSetPersistentVolumeClaimRetentionPolicy = Infer<
  typeof statefulSetPersistentVolumeClaimRetentionPolicy
>;

export const statefulSetOrdinals = object('StatefulSetOrdinals', {
  start: [1, 'int32', 'required'],
});
export type StatefulSetOrdinals = Infer<typeof statefulSetOrdinals>;

export const statefulSetSpec = object('StatefulSetSpec', {
  replicas: [1, 'int32', 'pointer'],
  selector: [2, labelSelector, 'required'],
  template: [3, podTemplateSpec, 'required'],
  volumeClaimTemplates: [4, list(persistentVolumeClaim)],
  serviceName: [5, 'string', 'required'],
  podManagementPolicy: [6, 'string'],
  updateStrategy: [7, statefulSetUpdateStrategy],
  revisionHistoryLimit: [8, 'int32', 'pointer'],
  minReadySeconds: [9, 'int32'],
  persistentVolumeClaimRetentionPolicy: [10, statefulSetPersistentVolumeClaimRetentionPolicy],
  ordinals: [11, statefulSetOrdinals],
});
export type StatefulSetSpec = Infer<typeof statefulSetSpec>;

export const statefulSetCondition = object('StatefulSetCondition', {
  type: [1, 'string', 'required'],
  status: [2, 'string'],
  lastTransitionTime: [3, 'time'],
  reason: [4, 'string'],
  message: [5, 'string'],
});
export type StatefulSetCondition = Infer<typeof statefulSetCondition>;

export const statefulSetStatus = object('StatefulSetStatus', {
  observedGeneration: [1, 'int64'],
  replicas: [2, 'int32', 'required'],
  readyReplicas: [3, 'int32'],
  currentReplicas: [4, 'int32'],
  updatedReplicas: [5, 'int32'],
  currentRevision: [6, 'string'],
  updateRevision: [7, 'string'],
  collisionCount: [9, 'int32', 'pointer'],
  conditions: [10, keyed('type', statefulSetCondition)],
  availableReplicas: [11, 'int32', 'required'],
});
export type StatefulSetStatus = Infer<typeof statefulSetStatus>;

export const statefulSet = object('StatefulSet', {
  metadata: [1, objectMeta],
  spec: [2, statefulSetSpec, 'required'],
  status: [3, statefulSetStatus],
});
export type StatefulSet = Infer<typeof statefulSet>;
