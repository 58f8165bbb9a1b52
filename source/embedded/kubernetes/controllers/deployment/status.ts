import type { DeploymentCondition } from '../../../../kubernetes-types/apps/deployment.ts';
import type { Stored } from '../../../../kubernetes-types/kinds.ts';
import type { ControllerContext } from '../../machinery/controller.ts';
import { findCondition, setCondition } from '../../machinery/pod-state.ts';
import { timestamp } from '../../objects/values.ts';
import { rollingLimits } from './limits.ts';
import type { Revisions } from './revisions.ts';

interface Counts {
  observedGeneration: number;
  replicas: number;
  updatedReplicas: number;
  readyReplicas: number;
  availableReplicas: number;
  unavailableReplicas: number;
}

/** Writes the counts and the conditions Available and Progressing. Returns the ms until the deadline needs another check. */
export function writeDeploymentStatus(
  context: ControllerContext,
  deployment: Stored<'deployments'>,
  revisions: Revisions,
): number | undefined {
  const counts = countReplicas(deployment, revisions);
  const now = context.clock.wall();
  const conditions: DeploymentCondition[] = structuredClone(deployment.status?.conditions ?? []);
  putAvailable(conditions, deployment, counts, timestamp(now));
  putFailure(conditions, revisions);
  const deadlineMs = deadlineOf(deployment);
  if (deadlineMs !== undefined)
    putProgressing(context, conditions, deployment, revisions, counts, deadlineMs);

  const { namespace, name, uid } = deployment.metadata;
  const change = (object: Stored<'deployments'>): void => {
    const { observedGeneration, ...numbers } = counts;
    const shown = Object.entries(numbers).filter(([, count]) => count !== 0);
    const { collisionCount } = object.status ?? {};
    object.status = {
      observedGeneration,
      ...Object.fromEntries(shown),
      conditions,
      ...(collisionCount === undefined ? {} : { collisionCount }),
    };
  };
  context.store.update('deployments', namespace, name, change, { subresource: 'status', uid });

  const progressing = conditions.find((condition) => condition.type === 'Progressing');
  if (deadlineMs === undefined || !progressing || isSettled(progressing)) return undefined;
  return Math.max(0, Date.parse(progressing.lastUpdateTime ?? '') + deadlineMs - now) + 1000;
}

function countReplicas(deployment: Stored<'deployments'>, { current, old }: Revisions): Counts {
  const sets = current ? [current, ...old] : old;
  const sum = (field: 'replicas' | 'readyReplicas' | 'availableReplicas'): number =>
    sets.reduce((total, set) => total + (set.status?.[field] ?? 0), 0);
  const available = sum('availableReplicas');
  const wanted = sets.reduce((total, set) => total + (set.spec.replicas ?? 0), 0);
  return {
    observedGeneration: deployment.metadata.generation ?? 1,
    replicas: sum('replicas'),
    updatedReplicas: current?.status?.replicas ?? 0,
    readyReplicas: sum('readyReplicas'),
    availableReplicas: available,
    unavailableReplicas: Math.max(0, wanted - available),
  };
}

function putAvailable(
  conditions: DeploymentCondition[],
  deployment: Stored<'deployments'>,
  counts: Counts,
  at: string,
): void {
  const { replicas, maxUnavailable } = rollingLimits(deployment);
  const enough = counts.availableReplicas >= replicas - maxUnavailable;
  put(conditions, at, {
    type: 'Available',
    status: enough ? 'True' : 'False',
    reason: enough ? 'MinimumReplicasAvailable' : 'MinimumReplicasUnavailable',
    message: enough
      ? 'Deployment has minimum availability.'
      : 'Deployment does not have minimum availability.',
  });
}

/** ReplicaFailure comes from a ReplicaSet, preferably the newest. */
function putFailure(conditions: DeploymentCondition[], { current, old }: Revisions): void {
  const sets = current ? [current, ...old] : old;
  const [failure] = sets.flatMap((set) => findCondition(set, 'ReplicaFailure') ?? []);
  const at = conditions.findIndex(({ type }) => type === 'ReplicaFailure');
  if (at >= 0) conditions.splice(at, 1);
  if (failure) conditions.push({ ...failure, lastUpdateTime: failure.lastTransitionTime ?? '' });
}

function putProgressing(
  context: ControllerContext,
  conditions: DeploymentCondition[],
  deployment: Stored<'deployments'>,
  { current, old }: Revisions,
  counts: Counts,
  deadlineMs: number,
): void {
  const at = timestamp(context.clock.wall());
  const before = findCondition(deployment, 'Progressing');
  const what = current ? `ReplicaSet "${current.metadata.name}"` : `Deployment "${deployment.metadata.name}"`;
  const say = (status: string, reason: string, message: string): void =>
    put(conditions, at, { type: 'Progressing', status, reason, message });

  if (deployment.spec.paused) {
    say('Unknown', 'DeploymentPaused', 'Deployment is paused');
  } else if (isComplete(deployment, counts)) {
    say('True', 'NewReplicaSetAvailable', `${what} has successfully progressed.`);
  } else if (!before || before.status === 'Unknown') {
    if (current) say('True', 'NewReplicaSetCreated', `Created new replica set "${current.metadata.name}"`);
  } else if (hasProgressed(deployment, counts) || startsAnew(before, deployment)) {
    const first = current && old.length > 0 && (current.status?.replicas ?? 0) === 0;
    if (first) say('True', 'NewReplicaSetCreated', `Created new replica set "${current.metadata.name}"`);
    else say('True', 'ReplicaSetUpdated', `${what} is progressing.`);
    const progressing = conditions.find((condition) => condition.type === 'Progressing');
    if (progressing) progressing.lastUpdateTime = at;
  } else if (
    context.clock.wall() >= Date.parse(before.lastUpdateTime ?? '') + deadlineMs &&
    !isSettled(before)
  ) {
    say('False', 'ProgressDeadlineExceeded', `${what} has timed out progressing.`);
  }
}

/** A completed rollout continues: its template or size has changed. */
function startsAnew(progressing: DeploymentCondition, deployment: Stored<'deployments'>): boolean {
  return isSettled(progressing) && deployment.status?.observedGeneration !== deployment.metadata.generation;
}

function isSettled(progressing: DeploymentCondition): boolean {
  return progressing.reason === 'NewReplicaSetAvailable' || progressing.reason === 'ProgressDeadlineExceeded';
}

function isComplete(deployment: Stored<'deployments'>, counts: Counts): boolean {
  const replicas: number = deployment.spec.replicas ?? 1;
  return (
    counts.updatedReplicas === replicas &&
    counts.replicas === replicas &&
    counts.availableReplicas === replicas
  );
}

function hasProgressed(deployment: Stored<'deployments'>, counts: Counts): boolean {
  const before = deployment.status ?? {};
  const oldReplicas = counts.replicas - counts.updatedReplicas;
  return (
    counts.updatedReplicas > (before.updatedReplicas ?? 0) ||
    oldReplicas < (before.replicas ?? 0) - (before.updatedReplicas ?? 0) ||
    counts.readyReplicas > (before.readyReplicas ?? 0) ||
    counts.availableReplicas > (before.availableReplicas ?? 0)
  );
}

/** undefined: no deadline, and so no Progressing condition. */
function deadlineOf(deployment: Stored<'deployments'>): number | undefined {
  const seconds: number = deployment.spec.progressDeadlineSeconds ?? 600;
  return seconds >= 2 ** 31 - 1 ? undefined : seconds * 1000;
}

function put(conditions: DeploymentCondition[], at: string, next: DeploymentCondition): void {
  const before = conditions.find((condition) => condition.type === next.type);
  const same =
    before !== undefined &&
    before.status === next.status &&
    before.reason === next.reason &&
    before.message === next.message;
  setCondition(conditions, { ...next, lastUpdateTime: same ? (before.lastUpdateTime ?? at) : at }, at);
}
