import { podTemplateSpec } from '../core/pod.ts';
import { labelSelector } from '../meta/label-selector.ts';
import { objectMeta } from '../meta/object-meta.ts';
import { type Infer, keyed, object } from '../schema/field-types.ts';

export const rollingUpdateDeployment = object('RollingUpdateDeployment', {
  maxUnavailable: [1, 'intOrString'],
  maxSurge: [2, 'intOrString'],
});
export type RollingUpdateDeployment = Infer<typeof rollingUpdateDeployment>;

export const deploymentStrategy = object('DeploymentStrategy', {
  type: [1, 'string'],
  rollingUpdate: [2, rollingUpdateDeployment],
});
export type DeploymentStrategy = Infer<typeof deploymentStrategy>;

export const deploymentSpec = object('DeploymentSpec', {
  replicas: [1, 'int32', 'pointer'],
  selector: [2, labelSelector, 'required'],
  template: [3, podTemplateSpec, 'required'],
  strategy: [4, deploymentStrategy],
  minReadySeconds: [5, 'int32'],
  revisionHistoryLimit: [6, 'int32', 'pointer'],
  paused: [7, 'bool'],
  progressDeadlineSeconds: [9, 'int32', 'pointer'],
});
export type DeploymentSpec = Infer<typeof deploymentSpec>;

export const deploymentCondition = object('DeploymentCondition', {
  type: [1, 'string', 'required'],
  status: [2, 'string'],
  lastUpdateTime: [6, 'time'],
  lastTransitionTime: [7, 'time'],
  reason: [4, 'string'],
  message: [5, 'string'],
});
export type DeploymentCondition = Infer<typeof deploymentCondition>;

export const deploymentStatus = object('DeploymentStatus', {
  observedGeneration: [1, 'int64'],
  replicas: [2, 'int32'],
  updatedReplicas: [3, 'int32'],
  readyReplicas: [7, 'int32'],
  availableReplicas: [4, 'int32'],
  unavailableReplicas: [5, 'int32'],
  conditions: [6, keyed('type', deploymentCondition)],
  collisionCount: [8, 'int32', 'pointer'],
});
export type DeploymentStatus = Infer<typeof deploymentStatus>;

export const deployment = object('Deployment', {
  metadata: [1, objectMeta],
  spec: [2, deploymentSpec, 'required'],
  status: [3, deploymentStatus],
});
export type Deployment = Infer<typeof deployment>;
