import type { Stored } from '../../../../kubernetes-types/kinds.ts';
import { beginSlice } from '../../../bounds/slices.ts';
import { type ControllerContext, keyOf, runController, splitKey } from '../../machinery/controller.ts';
import { requestDeletion } from '../../machinery/deletion.ts';
import { claimDependents, controllerOf } from '../../machinery/owners.ts';
import { podBatch, retryCreateMs } from '../../machinery/pod-creation.ts';
import {
  availableIn,
  isAvailable,
  isFinished,
  isRunningAndReady,
  isTerminating,
} from '../../machinery/pod-state.ts';
import { trimRevisions } from '../../machinery/template-revisions.ts';
import { hasLeavingClaim, keepClaimOwners } from './claim-retention.ts';
import { NameCooldowns } from './name-cooldowns.ts';
import { createPod, hasRevision, ordinalOf, revisionLabel } from './pods.ts';
import { type SetRevisions, syncRevisions } from './revisions.ts';

const source = { component: 'statefulset-controller' };

/** How long a pod's name stays reserved before the next pod takes it. */
const nameCooldownMs = 1000;

/** The inputs of a reconcile besides the set. */
interface Step {
  readonly context: ControllerContext;
  readonly cooldowns: NameCooldowns;
  /** Schedules another reconcile after this many ms. */
  readonly again: (ms: number) => void;
}

/**
 * Keeps the numbered pods of each StatefulSet, OrderedReady or Parallel; knows RollingUpdate with `partition`, OnDelete,
 * `ordinals.start`, `minReadySeconds` and `persistentVolumeClaimRetentionPolicy`. Returns the stop function.
 * Reference: https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/
 * Differs from Kubernetes: `maxUnavailable` of a rolling update is ignored, as without its feature gate; a pod's name stays free for a
 * second (see `NameCooldowns`).
 */
export function runStatefulSetController(context: ControllerContext): () => void {
  const cooldowns = new NameCooldowns(context.clock, nameCooldownMs);
  return runController(context, {
    name: 'statefulset-controller',
    watches: {
      statefulsets: (set) => [keyOf(set)],
      pods: (pod, event) => {
        if (event.type === 'DELETED') cooldowns.begin(keyOf(pod));
        return keysOfPod(context, pod);
      },
    },
    reconcile: (key, queue) => reconcile({ context, cooldowns, again: (ms) => queue.addAfter(key, ms) }, key),
  });
}

function keysOfPod(context: ControllerContext, pod: Stored<'pods'>): string[] {
  const controller = controllerOf(pod);
  if (controller)
    return controller.kind === 'StatefulSet' ? [`${pod.metadata.namespace}/${controller.name}`] : [];
  return context.store
    .list('statefulsets', pod.metadata.namespace)
    .items.filter((set) => ordinalOf(set, pod) !== undefined)
    .map(keyOf);
}

function reconcile(step: Step, key: string): void {
  const { context } = step;
  const [namespace, name] = splitKey(key);
  const set = context.store.get('statefulsets', namespace, name);
  if (!set) return;
  const revisions = syncRevisions(context, set);
  if (!set.metadata.deletionTimestamp) takeNextStep(step, set, revisions);
  const pods = podsOf(context, set);
  writeStatus(context, set, revisions, pods);
  const inUse = pods.map((pod) => pod.metadata.labels?.[revisionLabel] ?? '');
  const { current, update } = revisions;
  trimRevisions(context, set, new Set([...inUse, current.metadata.name, update.metadata.name]));
  const now = context.clock.wall();
  const waits = pods
    .map((pod) => availableIn(pod, minReadySeconds(set), now) ?? 0)
    .filter((wait) => wait > 0);
  if (waits.length > 0) step.again(Math.min(...waits));
}

function podsOf(context: ControllerContext, set: Stored<'statefulsets'>): Stored<'pods'>[] {
  const isOfSet = (pod: Stored<'pods'>): boolean => ordinalOf(set, pod) !== undefined;
  return claimDependents(context.store, set, 'pods', set.spec.selector, isOfSet).filter(isOfSet);
}

/** Takes the next possible step; the resulting event triggers the one after it. */
function takeNextStep(step: Step, set: Stored<'statefulsets'>, revisions: SetRevisions): void {
  const { context } = step;
  const pods = new Map(podsOf(context, set).map((pod) => [ordinalOf(set, pod) as number, pod]));
  for (const [ordinal, pod] of pods) keepClaimOwners(context, set, pod, ordinal, !isWanted(set, ordinal));
  if (!fillOrdinals(step, set, revisions, pods)) return;
  if (!scaleDown(context, set, pods)) return;
  if ((set.spec.updateStrategy?.type ?? 'RollingUpdate') === 'RollingUpdate')
    replaceOutdated(context, set, revisions, pods);
}

/** Returns whether to continue with scaling down: with OrderedReady, only when all wanted pods exist and are ready. */
function fillOrdinals(
  { context, cooldowns, again }: Step,
  set: Stored<'statefulsets'>,
  revisions: SetRevisions,
  pods: Map<number, Stored<'pods'>>,
): boolean {
  const ordered = isOrdered(set);
  let created = 0;
  const slice = beginSlice();
  for (const ordinal of wantedOrdinals(set)) {
    const pod = pods.get(ordinal);
    const vacant = hasLeavingClaim(context, set, ordinal)
      ? nameCooldownMs
      : cooldowns.left(`${keyOf(set)}-${ordinal}`);
    if (!pod && vacant > 0) {
      again(vacant);
      if (ordered) return false;
    } else if (!pod) {
      const made = createPod(context, set, ordinal, revisionFor(set, revisions, ordinal));
      if (made === undefined) {
        again(retryCreateMs);
        return false;
      }
      pods.set(ordinal, made);
      created += 1;
      // The new pods' events trigger the next reconcile.
      if (ordered || created >= podBatch || slice.isOver()) return false;
    } else if (isFinished(pod)) {
      if (!isTerminating(pod)) requestDeletion(context.store, context.clock, 'pods', pod);
      if (ordered) return false;
    } else if (ordered && (isTerminating(pod) || !isHealthy(context, set, pod))) {
      return false;
    }
  }
  return true;
}

/** Returns whether all surplus pods are gone. */
function scaleDown(
  context: ControllerContext,
  set: Stored<'statefulsets'>,
  pods: Map<number, Stored<'pods'>>,
): boolean {
  const surplus = [...pods.keys()].filter((ordinal) => !isWanted(set, ordinal)).sort((a, b) => b - a);
  const ordered = isOrdered(set);
  let deleted = 0;
  const slice = beginSlice();
  for (const ordinal of surplus) {
    const pod = pods.get(ordinal);
    if (!pod) continue;
    if (isTerminating(pod)) {
      if (ordered) return false;
      continue;
    }
    deletePod(context, set, pod);
    deleted += 1;
    if (ordered || deleted >= podBatch || slice.isOver()) return false;
  }
  return surplus.length === 0;
}

/** From the last ordinal down to the partition: one at a time, and none while another pod is not ready. */
function replaceOutdated(
  context: ControllerContext,
  set: Stored<'statefulsets'>,
  revisions: SetRevisions,
  pods: Map<number, Stored<'pods'>>,
): void {
  const { start, end } = ordinalsOf(set);
  for (let ordinal = end - 1; ordinal >= start; ordinal--) {
    if (ordinal < partitionOf(set)) return;
    const pod = pods.get(ordinal);
    if (!pod) return;
    if (!hasRevision(pod, revisions.update) && !isTerminating(pod)) {
      deletePod(context, set, pod);
      return;
    }
    if (isTerminating(pod) || !isHealthy(context, set, pod)) return;
  }
}

function deletePod(context: ControllerContext, set: Stored<'statefulsets'>, pod: Stored<'pods'>): void {
  requestDeletion(context.store, context.clock, 'pods', pod);
  context.recorder.record(set, {
    type: 'Normal',
    reason: 'SuccessfulDelete',
    message: `delete Pod ${pod.metadata.name} in StatefulSet ${set.metadata.name} successful`,
    source,
  });
}

function writeStatus(
  context: ControllerContext,
  set: Stored<'statefulsets'>,
  { current, update }: SetRevisions,
  pods: readonly Stored<'pods'>[],
): void {
  const now = context.clock.wall();
  const count = (which: (pod: Stored<'pods'>) => boolean): number => pods.filter(which).length;
  const staying =
    (revision: Stored<'controllerrevisions'>) =>
    (pod: Stored<'pods'>): boolean =>
      hasRevision(pod, revision) && !isTerminating(pod);
  const status = {
    replicas: pods.length,
    readyReplicas: count(isRunningAndReady),
    availableReplicas: count((pod) => isRunningAndReady(pod) && isAvailable(pod, minReadySeconds(set), now)),
    currentReplicas: count(staying(current)),
    updatedReplicas: count(staying(update)),
    currentRevision: current.metadata.name,
    updateRevision: update.metadata.name,
  };
  const wanted: number = set.spec.replicas ?? 1;
  const rolledOut =
    (set.spec.updateStrategy?.type ?? 'RollingUpdate') === 'RollingUpdate' &&
    [status.updatedReplicas, status.readyReplicas, status.replicas].every((it) => it === wanted);
  if (rolledOut) {
    status.currentReplicas = status.updatedReplicas;
    status.currentRevision = status.updateRevision;
  }
  const { namespace, name, uid } = set.metadata;
  const change = (object: Stored<'statefulsets'>): void => {
    const { replicas, readyReplicas, availableReplicas, currentReplicas, updatedReplicas, ...revisions } =
      status;
    object.status = {
      observedGeneration: set.metadata.generation ?? 1,
      replicas,
      ...(readyReplicas === 0 ? {} : { readyReplicas }),
      availableReplicas,
      ...(currentReplicas === 0 ? {} : { currentReplicas }),
      ...(updatedReplicas === 0 ? {} : { updatedReplicas }),
      ...revisions,
      collisionCount: object.status?.collisionCount ?? 0,
    };
  };
  context.store.update('statefulsets', namespace, name, change, { subresource: 'status', uid });
}

function isHealthy(context: ControllerContext, set: Stored<'statefulsets'>, pod: Stored<'pods'>): boolean {
  return isRunningAndReady(pod) && isAvailable(pod, minReadySeconds(set), context.clock.wall());
}

function revisionFor(
  set: Stored<'statefulsets'>,
  revisions: SetRevisions,
  ordinal: number,
): Stored<'controllerrevisions'> {
  const rolling = (set.spec.updateStrategy?.type ?? 'RollingUpdate') === 'RollingUpdate';
  return rolling && ordinal < partitionOf(set) ? revisions.current : revisions.update;
}

/** From `start` up to, but not including, `end`. */
function ordinalsOf(set: Stored<'statefulsets'>): { readonly start: number; readonly end: number } {
  const start: number = set.spec.ordinals?.start ?? 0;
  return { start, end: start + (set.spec.replicas ?? 1) };
}

function isWanted(set: Stored<'statefulsets'>, ordinal: number): boolean {
  const { start, end } = ordinalsOf(set);
  return ordinal >= start && ordinal < end;
}

function* wantedOrdinals(set: Stored<'statefulsets'>): Generator<number> {
  const { start, end } = ordinalsOf(set);
  for (let ordinal = start; ordinal < end; ordinal++) yield ordinal;
}

function partitionOf(set: Stored<'statefulsets'>): number {
  return set.spec.updateStrategy?.rollingUpdate?.partition ?? 0;
}

function isOrdered(set: Stored<'statefulsets'>): boolean {
  return set.spec.podManagementPolicy !== 'Parallel';
}

function minReadySeconds(set: Stored<'statefulsets'>): number {
  return set.spec.minReadySeconds ?? 0;
}
