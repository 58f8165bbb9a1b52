import { type Infer, list, object } from '../schema/field-types.ts';

export const preconditions = object('Preconditions', {
  uid: [1, 'string', 'pointer'],
  resourceVersion: [2, 'string', 'pointer'],
});
export type Preconditions = Infer<typeof preconditions>;

export const deleteOptions = object('DeleteOptions', {
  gracePeriodSeconds: [1, 'int64', 'pointer'],
  preconditions: [2, preconditions],
  orphanDependents: [3, 'bool', 'pointer'],
  propagationPolicy: [4, 'string', 'pointer'],
  dryRun: [5, list('string')],
  ignoreStoreReadErrorWithClusterBreakingPotential: [6, 'bool', 'pointer'],
});
export type DeleteOptions = Infer<typeof deleteOptions>;
