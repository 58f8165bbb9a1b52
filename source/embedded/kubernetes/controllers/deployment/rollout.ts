import type { Stored } from '../../../../kubernetes-types/kinds.ts';
import type { ControllerContext } from '../../machinery/controller.ts';
import { controllerOf } from '../../machinery/owners.ts';
import { isFinished } from '../../machinery/pod-state.ts';
import { desiredAnnotation, maxAnnotation, rollingLimits } from './limits.ts';
import { createCurrent, markCurrent, type Revisions } from './revisions.ts';

const source = { component: 'deployment-controller' };

/** Recreate: every pod of the old templates must be gone, terminating ones included, before the first new one is created. */
export function rollOutByRecreating(
  context: ControllerContext,
  deployment: Stored<'deployments'>,
  revisions: Revisions,
): Revisions {
  const old = revisions.old.map((set) => scale(context, deployment, set, 0));
  if (hasPods(context, deployment, old)) return { ...revisions, old };
  const current = currentOf(context, deployment, { ...revisions, old });
  return { current: scale(context, deployment, current, rollingLimits(deployment).replicas), old };
}

function hasPods(
  context: ControllerContext,
  deployment: Stored<'deployments'>,
  sets: readonly Stored<'replicasets'>[],
): boolean {
  const owners = new Set(sets.map((set) => set.metadata.uid));
  return context.store
    .list('pods', deployment.metadata.namespace)
    .items.some((pod) => owners.has(controllerOf(pod)?.uid ?? '') && !isFinished(pod));
}

/** RollingUpdate: scales the new ReplicaSet up within the surge and the old ones down while enough pods are available. */
export function rollOutByRolling(
  context: ControllerContext,
  deployment: Stored<'deployments'>,
  revisions: Revisions,
): Revisions {
  const { replicas, maxSurge, maxUnavailable } = rollingLimits(deployment);
  let current = currentOf(context, deployment, revisions);
  const all = total([current, ...revisions.old], specReplicas);
  const room = replicas + maxSurge - all;
  const wanted = specReplicas(current);
  if (wanted > replicas) current = scale(context, deployment, current, replicas);
  else if (wanted < replicas && room > 0)
    current = scale(context, deployment, current, Math.min(replicas, wanted + room));
  const old = scaleDownOld(context, deployment, current, revisions.old, replicas - maxUnavailable);
  return { current, old };
}

function scaleDownOld(
  context: ControllerContext,
  deployment: Stored<'deployments'>,
  current: Stored<'replicasets'>,
  old: readonly Stored<'replicasets'>[],
  minAvailable: number,
): Stored<'replicasets'>[] {
  const newUnavailable = Math.max(0, specReplicas(current) - available(current));
  const all = total([current, ...old], specReplicas);
  let removable = all - minAvailable - newUnavailable;

  const healthyOnly = old.map((set) => {
    const unhealthy = Math.min(specReplicas(set) - available(set), removable);
    if (unhealthy <= 0) return set;
    removable -= unhealthy;
    return scale(context, deployment, set, specReplicas(set) - unhealthy);
  });

  let surplus = total([current, ...healthyOnly], available) - minAvailable;
  return healthyOnly.map((set) => {
    const down = Math.min(specReplicas(set), surplus);
    if (down <= 0) return set;
    surplus -= down;
    return scale(context, deployment, set, specReplicas(set) - down);
  });
}

/** While paused only the size changes: each ReplicaSet is scaled in proportion. */
export function resizePaused(
  context: ControllerContext,
  deployment: Stored<'deployments'>,
  revisions: Revisions,
): Revisions {
  const { replicas, maxSurge } = rollingLimits(deployment);
  const sets = [...(revisions.current ? [revisions.current] : []), ...revisions.old];
  const active = sets.filter((set) => specReplicas(set) > 0);
  const [only] = active.length > 0 ? active : sets.slice(0, 1);
  if (!only) return revisions;
  const sizes = new Map<string, number>();
  if (active.length <= 1) sizes.set(only.metadata.uid, replicas);
  else {
    const before = total(active, specReplicas);
    let left = replicas + (before > replicas ? maxSurge : 0) - before;
    for (const set of [...active].sort((a, b) => specReplicas(b) - specReplicas(a))) {
      const share = Math.round((specReplicas(set) * left) / before) || Math.sign(left);
      const change = Math.abs(share) > Math.abs(left) ? left : share;
      left -= change;
      sizes.set(set.metadata.uid, Math.max(0, specReplicas(set) + change));
    }
  }
  const resize = (set: Stored<'replicasets'>): Stored<'replicasets'> =>
    scale(context, deployment, set, sizes.get(set.metadata.uid) ?? specReplicas(set));
  return {
    current: revisions.current && resize(revisions.current),
    old: revisions.old.map(resize),
  };
}

function currentOf(
  context: ControllerContext,
  deployment: Stored<'deployments'>,
  revisions: Revisions,
): Stored<'replicasets'> {
  const current = revisions.current ?? createCurrent(context, deployment, revisions.old);
  return markCurrent(context, deployment, current, revisions.old);
}

function scale(
  context: ControllerContext,
  deployment: Stored<'deployments'>,
  set: Stored<'replicasets'>,
  replicas: number,
): Stored<'replicasets'> {
  const before = specReplicas(set);
  const { replicas: desired, maxSurge } = rollingLimits(deployment);
  const annotations = { [desiredAnnotation]: String(desired), [maxAnnotation]: String(desired + maxSurge) };
  if (before === replicas && replicas === 0) return set;
  const { namespace, name, uid } = set.metadata;
  const change = (object: Stored<'replicasets'>): void => {
    object.spec.replicas = replicas;
    object.metadata.annotations = { ...object.metadata.annotations, ...annotations };
  };
  const scaled = context.store.update('replicasets', namespace, name, change, { uid });
  if (before !== replicas) {
    const direction = before < replicas ? 'up' : 'down';
    context.recorder.record(deployment, {
      type: 'Normal',
      reason: 'ScalingReplicaSet',
      message: `Scaled ${direction} replica set ${name} from ${before} to ${replicas}`,
      source,
    });
  }
  return scaled;
}

function specReplicas(set: Stored<'replicasets'>): number {
  return set.spec.replicas ?? 1;
}

/** The status of a ReplicaSet that was just scaled down still counts the pods to be deleted. */
function available(set: Stored<'replicasets'>): number {
  return Math.min(specReplicas(set), set.status?.availableReplicas ?? 0);
}

function total(
  sets: readonly Stored<'replicasets'>[],
  count: (set: Stored<'replicasets'>) => number,
): number {
  return sets.reduce((sum, set) => sum + count(set), 0);
}
