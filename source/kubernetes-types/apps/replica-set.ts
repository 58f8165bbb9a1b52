import { podTemplateSpec } from '../core/pod.ts';
import { labelSelector } from '../meta/label-selector.ts';
import { objectMeta } from '../meta/object-meta.ts';
import { type Infer, keyed, object } from '../schema/field-types.ts';

export const replicaSetSpec = object('ReplicaSetSpec', {
  replicas: [1, 'int32', 'pointer'],
  minReadySeconds: [4, 'int32'],
  selector: [2, labelSelector, 'required'],
  template: [3, podTemplateSpec, 'required'],
});
export type ReplicaSetSpec = Infer<typeof replicaSetSpec>;

export const replicaSetCondition = object('ReplicaSetCondition', {
  type: [1, 'string', 'required'],
  status: [2, 'string'],
  lastTransitionTime: [3, 'time'],
  reason: [4, 'string'],
  message: [5, 'string'],
});
export type ReplicaSetCondition = Infer<typeof replicaSetCondition>;

export const replicaSetStatus = object('ReplicaSetStatus', {
  replicas: [1, 'int32', 'required'],
  fullyLabeledReplicas: [2, 'int32'],
  readyReplicas: [4, 'int32'],
  availableReplicas: [5, 'int32'],
  observedGeneration: [3, 'int64'],
  conditions: [6, keyed('type', replicaSetCondition)],
});
export type ReplicaSetStatus = Infer<typeof replicaSetStatus>;

export const replicaSet = object('ReplicaSet', {
  metadata: [1, objectMeta],
  spec: [2, replicaSetSpec, 'required'],
  status: [3, replicaSetStatus],
});
export type ReplicaSet = Infer<typeof replicaSet>;
