import type { Stored } from '../../../kubernetes-types/kinds.ts';
import type { KubeObject } from '../../../kubernetes-types/kube-object.ts';

/** The common fields of all conditions. */
export interface Condition {
  type: string;
  status?: string | undefined;
  lastTransitionTime?: string | undefined;
}

/** An object whose status has conditions. */
export interface Conditioned<C> {
  readonly status?: { readonly conditions?: readonly C[] | undefined } | undefined;
}

export function findCondition<C extends Condition>(object: Conditioned<C>, type: string): C | undefined {
  return object.status?.conditions?.find((condition) => condition.type === type);
}

export function isTerminating(object: KubeObject): boolean {
  return object.metadata.deletionTimestamp !== undefined;
}

/** The pod's containers have ended for good. */
export function isFinished(pod: Stored<'pods'>): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
}

/** Counts towards `replicas`: neither finished nor terminating. */
export function isActive(pod: Stored<'pods'>): boolean {
  return !isFinished(pod) && !isTerminating(pod);
}

export function isReady(pod: Stored<'pods'>): boolean {
  return findCondition(pod, 'Ready')?.status === 'True';
}

export function isRunningAndReady(pod: Stored<'pods'>): boolean {
  return pod.status?.phase === 'Running' && isReady(pod);
}

/** The ms until the pod has been ready for `minReadySeconds`: 0 if it has, undefined if it is not ready. */
export function availableIn(pod: Stored<'pods'>, minReadySeconds: number, now: number): number | undefined {
  const ready = findCondition(pod, 'Ready');
  if (ready?.status !== 'True') return undefined;
  if (minReadySeconds === 0) return 0;
  const since = Date.parse(ready.lastTransitionTime ?? '');
  return Number.isNaN(since) ? 0 : Math.max(0, since + minReadySeconds * 1000 - now);
}

export function isAvailable(pod: Stored<'pods'>, minReadySeconds: number, now: number): boolean {
  return availableIn(pod, minReadySeconds, now) === 0;
}

/** Sets a condition; the transition time changes only with the status. */
export function setCondition<C extends Condition>(conditions: C[], next: C, at: string): void {
  const index = conditions.findIndex((condition) => condition.type === next.type);
  const before = conditions[index];
  const lastTransitionTime = before && before.status === next.status ? (before.lastTransitionTime ?? at) : at;
  const merged = { ...next, lastTransitionTime };
  if (before) conditions[index] = merged;
  else conditions.push(merged);
}
