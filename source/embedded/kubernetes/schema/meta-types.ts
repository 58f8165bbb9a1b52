import { each, keyed, list, map, object, set } from './field-types.ts';

export const strings = list('string');
export const stringMap = map('string');

/** `meta/v1` ObjectMeta. */
export const objectMeta = object('ObjectMeta', {
  ...each(
    'string',
    'name generateName namespace selfLink uid resourceVersion creationTimestamp deletionTimestamp',
  ),
  ...each('int64', 'generation deletionGracePeriodSeconds'),
  labels: stringMap,
  annotations: stringMap,
  ownerReferences: keyed(
    'uid',
    object('OwnerReference', {
      ...each('string', 'apiVersion kind name uid'),
      ...each('bool', 'controller blockOwnerDeletion'),
    }),
  ),
  finalizers: set('string'),
  managedFields: 'any',
});

export const labelSelector = object('LabelSelector', {
  matchLabels: stringMap,
  matchExpressions: list(
    object('LabelSelectorRequirement', { ...each('string', 'key operator'), values: strings }),
  ),
});

/** Fields that every object has. */
export const typeMeta = { ...each('string', 'apiVersion kind'), metadata: objectMeta };

/** `apps/v1` and `v1` conditions; the same fields do for all kinds, and unknown ones are no error in a status. */
export const conditions = keyed('type', 'any');
