import { condition } from '../meta/condition.ts';
import { labelSelector } from '../meta/label-selector.ts';
import { objectMeta } from '../meta/object-meta.ts';
import { type Infer, keyed, map, object } from '../schema/field-types.ts';

export const podDisruptionBudgetSpec = object('PodDisruptionBudgetSpec', {
  minAvailable: [1, 'intOrString'],
  selector: [2, labelSelector],
  maxUnavailable: [3, 'intOrString'],
  unhealthyPodEvictionPolicy: [4, 'string', 'pointer'],
});
export type PodDisruptionBudgetSpec = Infer<typeof podDisruptionBudgetSpec>;

export const podDisruptionBudgetStatus = object('PodDisruptionBudgetStatus', {
  observedGeneration: [1, 'int64'],
  disruptedPods: [2, map('time')],
  disruptionsAllowed: [3, 'int32'],
  currentHealthy: [4, 'int32'],
  desiredHealthy: [5, 'int32'],
  expectedPods: [6, 'int32'],
  conditions: [7, keyed('type', condition)],
});
export type PodDisruptionBudgetStatus = Infer<typeof podDisruptionBudgetStatus>;

export const podDisruptionBudget = object('PodDisruptionBudget', {
  metadata: [1, objectMeta],
  spec: [2, podDisruptionBudgetSpec],
  status: [3, podDisruptionBudgetStatus],
});
export type PodDisruptionBudget = Infer<typeof podDisruptionBudget>;
