import type { Stored } from '../../../../kubernetes-types/kinds.ts';
import { type ControllerContext, keyOf, runController, splitKey } from '../../machinery/controller.ts';
import { controllerOf } from '../../machinery/owners.ts';
import type { WorkQueue } from '../../machinery/work-queue.ts';
import { findRevisions, markCurrent, type Revisions, trimHistory } from './revisions.ts';
import { resizePaused, rollOutByRecreating, rollOutByRolling } from './rollout.ts';
import { writeDeploymentStatus } from './status.ts';

/**
 * Moves each Deployment from its old ReplicaSets to the one of its present template, by RollingUpdate or Recreate; knows `paused`,
 * `minReadySeconds`, `progressDeadlineSeconds` and `revisionHistoryLimit`. Returns the stop function.
 * Reference: https://kubernetes.io/docs/concepts/workloads/controllers/deployment/
 */
export function runDeploymentController(context: ControllerContext): () => void {
  return runController(context, {
    name: 'deployment-controller',
    watches: {
      deployments: (deployment) => [keyOf(deployment)],
      replicasets: (set) => keysOfReplicaSet(context, set),
      pods: (pod, event) => (event.type === 'MODIFIED' ? [] : keysOfPod(context, pod)),
    },
    reconcile: (key, queue) => reconcile(context, key, queue),
  });
}

function keysOfReplicaSet(context: ControllerContext, set: Stored<'replicasets'>): string[] {
  const controller = controllerOf(set);
  if (controller?.kind === 'Deployment') return [`${set.metadata.namespace}/${controller.name}`];
  return controller ? [] : context.store.list('deployments', set.metadata.namespace).items.map(keyOf);
}

/** Recreate waits until the last old pod is gone, which no ReplicaSet's status shows. */
function keysOfPod(context: ControllerContext, pod: Stored<'pods'>): string[] {
  const owner = controllerOf(pod);
  if (owner?.kind !== 'ReplicaSet') return [];
  const set = context.store.get('replicasets', pod.metadata.namespace, owner.name);
  return set ? keysOfReplicaSet(context, set) : [];
}

function reconcile(context: ControllerContext, key: string, queue: WorkQueue): void {
  const [namespace, name] = splitKey(key);
  const deployment = context.store.get('deployments', namespace, name);
  if (!deployment) return;
  let revisions = findRevisions(context, deployment);
  if (!deployment.metadata.deletionTimestamp) {
    revisions = rollOut(context, deployment, revisions);
    const settled = revisions.current?.status?.availableReplicas === (deployment.spec.replicas ?? 1);
    if (settled) trimHistory(context, deployment, revisions.old);
  }
  const again = writeDeploymentStatus(context, deployment, revisions);
  if (again !== undefined) queue.addAfter(key, again);
}

function rollOut(
  context: ControllerContext,
  deployment: Stored<'deployments'>,
  revisions: Revisions,
): Revisions {
  if (deployment.spec.paused) {
    const { current, old } = revisions;
    const marked = current && markCurrent(context, deployment, current, old);
    return resizePaused(context, deployment, { current: marked, old });
  }
  return deployment.spec.strategy?.type === 'Recreate'
    ? rollOutByRecreating(context, deployment, revisions)
    : rollOutByRolling(context, deployment, revisions);
}
