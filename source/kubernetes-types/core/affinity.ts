import { labelSelector } from '../meta/label-selector.ts';
import { type Infer, list, object } from '../schema/field-types.ts';

export const nodeSelectorRequirement = object('NodeSelectorRequirement', {
  key: [1, 'string', 'required'],
  operator: [2, 'string', 'required'],
  values: [3, list('string')],
});
export type NodeSelectorRequirement = Infer<typeof nodeSelectorRequirement>;

export const nodeSelectorTerm = object('NodeSelectorTerm', {
  matchExpressions: [1, list(nodeSelectorRequirement)],
  matchFields: [2, list(nodeSelectorRequirement)],
});
export type NodeSelectorTerm = Infer<typeof nodeSelectorTerm>;

export const nodeSelector = object('NodeSelector', {
  nodeSelectorTerms: [1, list(nodeSelectorTerm), 'required'],
});
export type NodeSelector = Infer<typeof nodeSelector>;

export const preferredSchedulingTerm = object('PreferredSchedulingTerm', {
  weight: [1, 'int32', 'required'],
  preference: [2, nodeSelectorTerm, 'required'],
});
export type PreferredSchedulingTerm = Infer<typeof preferredSchedulingTerm>;

export const nodeAffinity = object('NodeAffinity', {
  requiredDuringSchedulingIgnoredDuringExecution: [1, nodeSelector],
  preferredDuringSchedulingIgnoredDuringExecution: [2, list(preferredSchedulingTerm)],
});
export type NodeAffinity = Infer<typeof nodeAffinity>;

export const podAffinityTerm = object('PodAffinityTerm', {
  labelSelector: [1, labelSelector],
  namespaces: [2, list('string')],
  topologyKey: [3, 'string', 'required'],
  namespaceSelector: [4, labelSelector],
  matchLabelKeys: [5, list('string')],
  mismatchLabelKeys: [6, list('string')],
});
export type PodAffinityTerm = Infer<typeof podAffinityTerm>;

export const weightedPodAffinityTerm = object('WeightedPodAffinityTerm', {
  weight: [1, 'int32', 'required'],
  podAffinityTerm: [2, podAffinityTerm, 'required'],
});
export type WeightedPodAffinityTerm = Infer<typeof weightedPodAffinityTerm>;

export const podAffinity = object('PodAffinity', {
  requiredDuringSchedulingIgnoredDuringExecution: [1, list(podAffinityTerm)],
  preferredDuringSchedulingIgnoredDuringExecution: [2, list(weightedPodAffinityTerm)],
});
export type PodAffinity = Infer<typeof podAffinity>;

export const podAntiAffinity = object('PodAntiAffinity', {
  requiredDuringSchedulingIgnoredDuringExecution: [1, list(podAffinityTerm)],
  preferredDuringSchedulingIgnoredDuringExecution: [2, list(weightedPodAffinityTerm)],
});
export type PodAntiAffinity = Infer<typeof podAntiAffinity>;

export const affinity = object('Affinity', {
  nodeAffinity: [1, nodeAffinity],
  podAffinity: [2, podAffinity],
  podAntiAffinity: [3, podAntiAffinity],
});
export type Affinity = Infer<typeof affinity>;

export const toleration = object('Toleration', {
  key: [1, 'string'],
  operator: [2, 'string'],
  value: [3, 'string'],
  effect: [4, 'string'],
  tolerationSeconds: [5, 'int64', 'pointer'],
});
export type Toleration = Infer<typeof toleration>;

export const topologySpreadConstraint = object('TopologySpreadConstraint', {
  maxSkew: [1, 'int32', 'required'],
  topologyKey: [2, 'string', 'required'],
  whenUnsatisfiable: [3, 'string', 'required'],
  labelSelector: [4, labelSelector],
  minDomains: [5, 'int32', 'pointer'],
  nodeAffinityPolicy: [6, 'string', 'pointer'],
  nodeTaintsPolicy: [7, 'string', 'pointer'],
  matchLabelKeys: [8, list('string')],
});
export type TopologySpreadConstraint = Infer<typeof topologySpreadConstraint>;

export const topologySelectorLabelRequirement = object('TopologySelectorLabelRequirement', {
  key: [1, 'string', 'required'],
  values: [2, list('string'), 'required'],
});
export type TopologySelectorLabelRequirement = Infer<typeof topologySelectorLabelRequirement>;

export const topologySelectorTerm = object('TopologySelectorTerm', {
  matchLabelExpressions: [1, list(topologySelectorLabelRequirement)],
});
export type TopologySelectorTerm = Infer<typeof topologySelectorTerm>;
