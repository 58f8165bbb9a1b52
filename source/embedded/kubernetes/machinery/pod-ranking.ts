import type { Stored } from '../../../kubernetes-types/kinds.ts';
import { findCondition, isReady } from './pod-state.ts';

const phaseRank: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 };

/** Orders pods for scaling down: unscheduled, pending, unready, low deletion cost, most restarts, newest. */
export function compareForDeletion(left: Stored<'pods'>, right: Stored<'pods'>): number {
  return (
    Number(Boolean(left.spec.nodeName)) - Number(Boolean(right.spec.nodeName)) ||
    (phaseRank[left.status?.phase ?? ''] ?? 0) - (phaseRank[right.status?.phase ?? ''] ?? 0) ||
    Number(isReady(left)) - Number(isReady(right)) ||
    deletionCost(left) - deletionCost(right) ||
    later(readySince(left), readySince(right)) ||
    restarts(right) - restarts(left) ||
    later(left.metadata.creationTimestamp, right.metadata.creationTimestamp) ||
    (left.metadata.name < right.metadata.name ? -1 : 1)
  );
}

function deletionCost(pod: Stored<'pods'>): number {
  const cost = Number(pod.metadata.annotations?.['controller.kubernetes.io/pod-deletion-cost'] ?? 0);
  return Number.isInteger(cost) ? cost : 0;
}

function readySince(pod: Stored<'pods'>): string {
  return isReady(pod) ? (findCondition(pod, 'Ready')?.lastTransitionTime ?? '') : '';
}

/** RFC 3339 times in UTC sort as text; the later one comes first. */
function later(left: string, right: string): number {
  return left === right ? 0 : left > right ? -1 : 1;
}

function restarts(pod: Stored<'pods'>): number {
  const counts = (pod.status?.containerStatuses ?? []).map(({ restartCount }) => restartCount ?? 0);
  return Math.max(0, ...counts);
}
