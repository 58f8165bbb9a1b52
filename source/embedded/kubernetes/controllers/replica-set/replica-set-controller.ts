import type { ReplicaSetCondition } from '../../../../kubernetes-types/apps/replica-set.ts';
import type { Stored } from '../../../../kubernetes-types/kinds.ts';
import { beginSlice } from '../../../bounds/slices.ts';
import { type ControllerContext, keyOf, runController, splitKey } from '../../machinery/controller.ts';
import { requestDeletion } from '../../machinery/deletion.ts';
import { claimDependents, controllerOf } from '../../machinery/owners.ts';
import { podBatch, retryCreateMs, tryCreatePod } from '../../machinery/pod-creation.ts';
import { podFromTemplate } from '../../machinery/pod-from-template.ts';
import { compareForDeletion } from '../../machinery/pod-ranking.ts';
import { availableIn, isActive, isAvailable, isReady, setCondition } from '../../machinery/pod-state.ts';
import { randomSuffix } from '../../machinery/template-hash.ts';
import type { WorkQueue } from '../../machinery/work-queue.ts';
import { timestamp } from '../../objects/values.ts';

const source = { component: 'replicaset-controller' };

/**
 * Keeps as many pods as each ReplicaSet asks for, adopts and releases by selector. Returns the stop function.
 * Reference: https://kubernetes.io/docs/concepts/workloads/controllers/replicaset/
 * Differs from Kubernetes: pods are created in fixed batches of 25 (`podBatch`), and no more once the cluster holds 1000 (`mostPodsOfSets`).
 */
export function runReplicaSetController(context: ControllerContext): () => void {
  return runController(context, {
    name: 'replicaset-controller',
    watches: {
      replicasets: (set) => [keyOf(set)],
      pods: (pod) => keysOfPod(context, pod),
    },
    reconcile: (key, queue) => reconcile(context, key, queue),
  });
}

/** The ReplicaSet that owns the pod; for an orphan all of the namespace, since any of them may adopt it. */
function keysOfPod(context: ControllerContext, pod: Stored<'pods'>): string[] {
  const controller = controllerOf(pod);
  if (controller)
    return controller.kind === 'ReplicaSet' ? [`${pod.metadata.namespace}/${controller.name}`] : [];
  return context.store.list('replicasets', pod.metadata.namespace).items.map(keyOf);
}

function reconcile(context: ControllerContext, key: string, queue: WorkQueue): void {
  const [namespace, name] = splitKey(key);
  const set = context.store.get('replicasets', namespace, name);
  if (!set) return;
  let pods = claimDependents(context.store, set, 'pods', set.spec.selector).filter(isActive);
  let failure: string | undefined;
  if (!set.metadata.deletionTimestamp) {
    const surplus = pods.length - (set.spec.replicas ?? 1);
    if (surplus < 0) {
      const batch = createPods(context, set, Math.min(-surplus, podBatch));
      pods = pods.concat(batch.created);
      failure = batch.failure;
      if (failure !== undefined) queue.addAfter(key, retryCreateMs);
    } else if (surplus > 0) pods = deletePods(context, set, pods, Math.min(surplus, podBatch));
    const isDone = pods.length === (set.spec.replicas ?? 1);
    if (!isDone && failure === undefined) queue.add(key);
  }
  writeStatus(context, set, pods, failure, key, queue);
}

interface Batch {
  readonly created: Stored<'pods'>[];
  /** Why some could not be created. */
  readonly failure: string | undefined;
}

function createPods(context: ControllerContext, set: Stored<'replicasets'>, count: number): Batch {
  const created: Stored<'pods'>[] = [];
  const slice = beginSlice();
  while (created.length < count && (created.length === 0 || !slice.isOver())) {
    const name = freeName(context, set);
    const draft = podFromTemplate(set, set.spec.template, name);
    const result = tryCreatePod(context, draft, `${set.metadata.name}-`);
    if ('refusal' in result) {
      const message = `Error creating: ${result.refusal}`;
      context.recorder.record(set, { type: 'Warning', reason: 'FailedCreate', message, source });
      return { created, failure: result.refusal };
    }
    created.push(result.pod);
    context.recorder.record(set, {
      type: 'Normal',
      reason: 'SuccessfulCreate',
      message: `Created pod: ${name}`,
      source,
    });
  }
  return { created, failure: undefined };
}

function freeName(context: ControllerContext, set: Stored<'replicasets'>): string {
  for (;;) {
    const name = `${set.metadata.name.slice(0, 58)}-${randomSuffix()}`;
    if (!context.store.get('pods', set.metadata.namespace, name)) return name;
  }
}

/** Returns the remaining pods. */
function deletePods(
  context: ControllerContext,
  set: Stored<'replicasets'>,
  pods: readonly Stored<'pods'>[],
  count: number,
): Stored<'pods'>[] {
  const ranked = [...pods].sort(compareForDeletion);
  const slice = beginSlice();
  let deleted = 0;
  for (const pod of ranked.slice(0, count)) {
    if (deleted > 0 && slice.isOver()) break;
    deleted += 1;
    requestDeletion(context.store, context.clock, 'pods', pod);
    context.recorder.record(set, {
      type: 'Normal',
      reason: 'SuccessfulDelete',
      message: `Deleted pod: ${pod.metadata.name}`,
      source,
    });
  }
  return ranked.slice(deleted);
}

function writeStatus(
  context: ControllerContext,
  set: Stored<'replicasets'>,
  pods: readonly Stored<'pods'>[],
  failure: string | undefined,
  key: string,
  queue: WorkQueue,
): void {
  const now = context.clock.wall();
  const minReady: number = set.spec.minReadySeconds ?? 0;
  const templateLabels = Object.entries(set.spec.template.metadata?.labels ?? {});
  const replicas = pods.length;
  const counts = {
    fullyLabeledReplicas: pods.filter((pod) =>
      templateLabels.every(([label, value]) => pod.metadata.labels?.[label] === value),
    ).length,
    readyReplicas: pods.filter(isReady).length,
    availableReplicas: pods.filter((pod) => isAvailable(pod, minReady, now)).length,
    observedGeneration: set.metadata.generation ?? 1,
  };
  const { namespace, name, uid } = set.metadata;
  const change = (object: Stored<'replicasets'>): void => {
    const conditions = withFailure(object.status?.conditions, failure, timestamp(now));
    object.status = { replicas, ...withoutZeros(counts), ...(conditions.length > 0 ? { conditions } : {}) };
  };
  if (context.store.get('replicasets', namespace, name))
    context.store.update('replicasets', namespace, name, change, { subresource: 'status', uid });
  const waits = pods.map((pod) => availableIn(pod, minReady, now) ?? 0).filter((wait) => wait > 0);
  if (waits.length > 0) queue.addAfter(key, Math.min(...waits));
}

/** The condition ReplicaFailure exists only while pods cannot be created. */
function withFailure(
  conditions: readonly ReplicaSetCondition[] | undefined,
  failure: string | undefined,
  at: string,
): ReplicaSetCondition[] {
  const kept = structuredClone(conditions ?? []).filter(
    ({ type }) => type !== 'ReplicaFailure' || failure !== undefined,
  );
  if (failure === undefined) return kept;
  const condition = { type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message: failure };
  setCondition(kept, condition, at);
  return kept;
}

/** Counts other than `replicas` are omitted when zero (omitempty). */
function withoutZeros(counts: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0));
}
