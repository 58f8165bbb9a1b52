import type { Toleration } from '../../../kubernetes-types/core/affinity.ts';
import type { Taint } from '../../../kubernetes-types/core/node.ts';

/** Whether a pod with this toleration may be on a node with this taint. */
export function tolerates(toleration: Toleration, taint: Taint): boolean {
  if (toleration.effect && toleration.effect !== taint.effect) return false;
  if (toleration.key && toleration.key !== taint.key) return false;
  if (!toleration.key && toleration.operator !== 'Exists') return false;
  return toleration.operator === 'Exists' || (toleration.value ?? '') === (taint.value ?? '');
}
