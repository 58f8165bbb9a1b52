import type { PodCondition } from '../../../kubernetes-types/core/pod.ts';
import type { Stored } from '../../../kubernetes-types/kinds.ts';

/**
 * The order in which kubectl takes one pod of several, the first being the one:
 * assigned to a node, then Running before unknown before Pending, then ready,
 * then ready for longest, then by restarts, then the oldest. What is equal in
 * all of these keeps the server's order.
 *
 * `logs` takes the pod that restarted most, as its log tells most; `exec` and
 * `port-forward` the one that restarted least.
 */
export function bySuitability(purpose: 'logs' | 'attach'): (a: Stored<'pods'>, b: Stored<'pods'>) => number {
  const restartsFirst = purpose === 'logs' ? -1 : 1;
  return (a, b) =>
    Number(!a.spec.nodeName) - Number(!b.spec.nodeName) ||
    phaseRank(a) - phaseRank(b) ||
    Number(readyCondition(a) === undefined) - Number(readyCondition(b) === undefined) ||
    compareTimes(readyCondition(a)?.lastTransitionTime, readyCondition(b)?.lastTransitionTime) ||
    restartsFirst * (restartsOf(a) - restartsOf(b)) ||
    compareTimes(a.metadata.creationTimestamp, b.metadata.creationTimestamp);
}

function phaseRank(pod: Stored<'pods'>): number {
  if (pod.status?.phase === 'Pending') return 2;
  return pod.status?.phase === 'Unknown' ? 1 : 0;
}

function readyCondition(pod: Stored<'pods'>): PodCondition | undefined {
  return pod.status?.conditions?.find(({ type, status }) => type === 'Ready' && status === 'True');
}

function restartsOf(pod: Stored<'pods'>): number {
  const containers = pod.status?.containerStatuses ?? [];
  return Math.max(0, ...containers.map(({ restartCount }) => restartCount ?? 0));
}

/** The earlier time first, no time last. */
function compareTimes(a = '', b = ''): number {
  const [first, second] = [Date.parse(a), Date.parse(b)];
  if (Number.isNaN(first) || Number.isNaN(second))
    return Number(Number.isNaN(first)) - Number(Number.isNaN(second));
  return first - second;
}
