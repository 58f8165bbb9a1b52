import { podTemplateSpec } from '../core/pod.ts';
import { labelSelector } from '../meta/label-selector.ts';
import { objectMeta } from '../meta/object-meta.ts';
import { type Infer, keyed, list, object } from '../schema/field-types.ts';

const podFailurePolicy = object('PodFailurePolicy', {
  rules: [
    1,
    list(
      object('PodFailurePolicyRule', {
        action: [1, 'string', 'required'],
        onExitCodes: [
          2,
          object('PodFailurePolicyOnExitCodesRequirement', {
            containerName: [1, 'string', 'pointer'],
            operator: [2, 'string', 'required'],
            values: [3, list('int32'), 'required'],
          }),
        ],
        onPodConditions: [
          3,
          list(
            object('PodFailurePolicyOnPodConditionsPattern', {
              type: [1, 'string', 'required'],
              status: [2, 'string', 'required'],
            }),
          ),
        ],
      }),
    ),
    'required',
  ],
});

const successPolicy = object('SuccessPolicy', {
  rules: [
    1,
    list(
      object('SuccessPolicyRule', {
        succeededIndexes: [1, 'string', 'pointer'],
        succeededCount: [2, 'int32', 'pointer'],
      }),
    ),
    'required',
  ],
});

export const jobSpec = object('JobSpec', {
  parallelism: [1, 'int32', 'pointer'],
  completions: [2, 'int32', 'pointer'],
  activeDeadlineSeconds: [3, 'int64', 'pointer'],
  podFailurePolicy: [11, podFailurePolicy],
  successPolicy: [16, successPolicy],
  backoffLimit: [7, 'int32', 'pointer'],
  backoffLimitPerIndex: [12, 'int32', 'pointer'],
  maxFailedIndexes: [13, 'int32', 'pointer'],
  selector: [4, labelSelector],
  manualSelector: [5, 'bool', 'pointer'],
  template: [6, podTemplateSpec, 'required'],
  ttlSecondsAfterFinished: [8, 'int32', 'pointer'],
  completionMode: [9, 'string', 'pointer'],
  suspend: [10, 'bool', 'pointer'],
  podReplacementPolicy: [14, 'string', 'pointer'],
  managedBy: [15, 'string', 'pointer'],
});
export type JobSpec = Infer<typeof jobSpec>;

export const jobCondition = object('JobCondition', {
  type: [1, 'string', 'required'],
  status: [2, 'string'],
  lastProbeTime: [3, 'time'],
  lastTransitionTime: [4, 'time'],
  reason: [5, 'string'],
  message: [6, 'string'],
});
export type JobCondition = Infer<typeof jobCondition>;

export const jobStatus = object('JobStatus', {
  conditions: [1, keyed('type', jobCondition)],
  startTime: [2, 'time'],
  completionTime: [3, 'time'],
  active: [4, 'int32'],
  succeeded: [5, 'int32'],
  failed: [6, 'int32'],
  terminating: [11, 'int32', 'pointer'],
  completedIndexes: [7, 'string'],
  failedIndexes: [10, 'string', 'pointer'],
  uncountedTerminatedPods: [
    8,
    object('UncountedTerminatedPods', { succeeded: [1, list('string')], failed: [2, list('string')] }),
  ],
  ready: [9, 'int32', 'pointer'],
});
export type JobStatus = Infer<typeof jobStatus>;

export const job = object('Job', {
  metadata: [1, objectMeta],
  spec: [2, jobSpec, 'required'],
  status: [3, jobStatus],
});
export type Job = Infer<typeof job>;
