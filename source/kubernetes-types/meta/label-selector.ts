import { type Infer, list, map, object } from '../schema/field-types.ts';

export const labelSelectorRequirement = object('LabelSelectorRequirement', {
  key: [1, 'string', 'required'],
  operator: [2, 'string', 'required'],
  values: [3, list('string')],
});
export type LabelSelectorRequirement = Infer<typeof labelSelectorRequirement>;

export const labelSelector = object('LabelSelector', {
  matchLabels: [1, map('string')],
  matchExpressions: [2, list(labelSelectorRequirement)],
});
export type LabelSelector = Infer<typeof labelSelector>;
