import type { Stored } from '../../../../kubernetes-types/kinds.ts';

export const desiredAnnotation = 'deployment.kubernetes.io/desired-replicas';
export const maxAnnotation = 'deployment.kubernetes.io/max-replicas';

/** How far a rolling update may deviate from `replicas`. */
export interface RollingLimits {
  readonly replicas: number;
  readonly maxSurge: number;
  readonly maxUnavailable: number;
}

/** Percentages of `replicas`: the surge is rounded up, the unavailable down; if both are zero, one may be unavailable. */
export function rollingLimits(deployment: Stored<'deployments'>): RollingLimits {
  const replicas: number = deployment.spec.replicas ?? 1;
  if (deployment.spec.strategy?.type === 'Recreate')
    return { replicas, maxSurge: 0, maxUnavailable: replicas };
  const rolling = deployment.spec.strategy?.rollingUpdate ?? {};
  const maxSurge = absolute(rolling.maxSurge ?? '25%', replicas, Math.ceil);
  const maxUnavailable = Math.min(absolute(rolling.maxUnavailable ?? '25%', replicas, Math.floor), replicas);
  return { replicas, maxSurge, maxUnavailable: maxSurge === 0 && maxUnavailable === 0 ? 1 : maxUnavailable };
}

function absolute(value: unknown, replicas: number, round: (value: number) => number): number {
  if (typeof value === 'number') return Math.max(0, Math.trunc(value));
  const percent = /^(\d+)%$/.exec(String(value));
  return percent ? round((Number(percent[1]) * replicas) / 100) : 0;
}
