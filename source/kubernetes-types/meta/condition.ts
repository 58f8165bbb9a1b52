import { type Infer, object } from '../schema/field-types.ts';

export const condition = object('Condition', {
  type: [1, 'string', 'required'],
  status: [2, 'string'],
  observedGeneration: [3, 'int64'],
  lastTransitionTime: [4, 'time'],
  reason: [5, 'string', 'required'],
  message: [6, 'string', 'required'],
});
export type Condition = Infer<typeof condition>;
