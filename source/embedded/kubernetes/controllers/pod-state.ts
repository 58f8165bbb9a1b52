import type { KubeObject } from '../store-api.ts';

export interface Condition {
  type: string;
  status: string;
  reason?: string;
  message?: string;
  lastTransitionTime?: string;
  lastUpdateTime?: string;
  lastProbeTime?: null;
  [field: string]: unknown;
}

export function findCondition(object: KubeObject, type: string): Condition | undefined {
  return object.status?.conditions?.find((condition: Condition) => condition.type === type);
}

export function isTerminating(object: KubeObject): boolean {
  return object.metadata.deletionTimestamp !== undefined;
}

/** The pod's containers have ended for good. */
export function isFinished(pod: KubeObject): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
}

/** Counts towards `replicas`: neither finished nor on its way out. */
export function isActive(pod: KubeObject): boolean {
  return !isFinished(pod) && !isTerminating(pod);
}

export function isReady(pod: KubeObject): boolean {
  return findCondition(pod, 'Ready')?.status === 'True';
}

export function isRunningAndReady(pod: KubeObject): boolean {
  return pod.status?.phase === 'Running' && isReady(pod);
}

/** How long until the pod has been ready for `minReadySeconds`, in ms: 0 when it has, undefined when it is not ready. */
export function availableIn(pod: KubeObject, minReadySeconds: number, now: number): number | undefined {
  const ready = findCondition(pod, 'Ready');
  if (ready?.status !== 'True') return undefined;
  if (minReadySeconds === 0) return 0;
  const since = Date.parse(ready.lastTransitionTime ?? '');
  return Number.isNaN(since) ? 0 : Math.max(0, since + minReadySeconds * 1000 - now);
}

export function isAvailable(pod: KubeObject, minReadySeconds: number, now: number): boolean {
  return availableIn(pod, minReadySeconds, now) === 0;
}

/** Puts a condition; the transition time moves only when the status changes. */
export function setCondition(conditions: Condition[], next: Condition, at: string): void {
  const index = conditions.findIndex((condition) => condition.type === next.type);
  const before = conditions[index];
  const lastTransitionTime = before?.status === next.status ? (before.lastTransitionTime ?? at) : at;
  const merged = { ...next, lastTransitionTime };
  if (before) conditions[index] = merged;
  else conditions.push(merged);
}
