import { podTemplateSpec } from '../core/pod.ts';
import { labelSelector } from '../meta/label-selector.ts';
import { objectMeta } from '../meta/object-meta.ts';
import { type Infer, keyed, object } from '../schema/field-types.ts';

export const daemonSetUpdateStrategy = object('DaemonSetUpdateStrategy', {
  type: [1, 'string'],
  rollingUpdate: [
    2,
    object('RollingUpdateDaemonSet', {
      maxUnavailable: [1, 'intOrString'],
      maxSurge: [2, 'intOrString'],
    }),
  ],
});
export type DaemonSetUpdateStrategy = Infer<typeof daemonSetUpdateStrategy>;

export const daemonSetSpec = object('DaemonSetSpec', {
  selector: [1, labelSelector, 'required'],
  template: [2, podTemplateSpec, 'required'],
  updateStrategy: [3, daemonSetUpdateStrategy],
  minReadySeconds: [4, 'int32'],
  revisionHistoryLimit: [6, 'int32', 'pointer'],
});
export type DaemonSetSpec = Infer<typeof daemonSetSpec>;

export const daemonSetCondition = object('DaemonSetCondition', {
  type: [1, 'string', 'required'],
  status: [2, 'string'],
  lastTransitionTime: [3, 'time'],
  reason: [4, 'string'],
  message: [5, 'string'],
});
export type DaemonSetCondition = Infer<typeof daemonSetCondition>;

export const daemonSetStatus = object('DaemonSetStatus', {
  currentNumberScheduled: [1, 'int32', 'required'],
  numberMisscheduled: [2, 'int32', 'required'],
  desiredNumberScheduled: [3, 'int32', 'required'],
  numberReady: [4, 'int32', 'required'],
  observedGeneration: [5, 'int64'],
  updatedNumberScheduled: [6, 'int32'],
  numberAvailable: [7, 'int32'],
  numberUnavailable: [8, 'int32'],
  collisionCount: [9, 'int32', 'pointer'],
  conditions: [10, keyed('type', daemonSetCondition)],
});
export type DaemonSetStatus = Infer<typeof daemonSetStatus>;

export const daemonSet = object('DaemonSet', {
  metadata: [1, objectMeta],
  spec: [2, daemonSetSpec, 'required'],
  status: [3, daemonSetStatus],
});
export type DaemonSet = Infer<typeof daemonSet>;
