import type { Stored } from '../../../../kubernetes-types/kinds.ts';
import { foregroundFinalizer } from '../../../../kubernetes-values/well-known-names.ts';
import { type ControllerContext, keyOf, runController, splitKey } from '../../machinery/controller.ts';
import { requestDeletion } from '../../machinery/deletion.ts';
import { claimDependents } from '../../machinery/owners.ts';
import { podBatch, retryCreateMs } from '../../machinery/pod-creation.ts';
import { compareForDeletion } from '../../machinery/pod-ranking.ts';
import { isActive } from '../../machinery/pod-state.ts';
import type { WorkQueue } from '../../machinery/work-queue.ts';
import {
  backoffLimitExceeded,
  completionsReached,
  deadlineExceeded,
  earlierVerdict,
  finishedCondition,
  type Verdict,
} from './job-conditions.ts';
import { createPods, deletePod, isTracked, jobNameOf, stopTracking } from './job-pods.ts';
import { writeStatus } from './job-status.ts';
import { PodBackOff } from './pod-back-off.ts';

/** What a look at a job needs besides the job. */
interface Look {
  readonly context: ControllerContext;
  readonly backOff: PodBackOff;
  readonly key: string;
  readonly queue: WorkQueue;
}

/**
 * Runs the pods of each Job until as many have succeeded as it asks for, or too many have failed; deletes a finished job after its
 * `ttlSecondsAfterFinished`. Returns the stop function.
 * Reference: https://kubernetes.io/docs/concepts/workloads/controllers/job/
 * Differs from Kubernetes: there are no indexed jobs, and no policies of failure and success (validation refuses them); pods are created
 * in batches of 25 (`podBatch`).
 */
export function runJobController(context: ControllerContext): () => void {
  const backOff = new PodBackOff();
  return runController(context, {
    name: 'job-controller',
    watches: {
      jobs: (job) => [keyOf(job)],
      pods: (pod) => keysOfPod(context, pod),
    },
    reconcile: (key, queue) => reconcile({ context, backOff, key, queue }),
  });
}

/** The job that owns the pod; for an orphan all of the namespace, since one with a selector of its own may adopt it. */
function keysOfPod(context: ControllerContext, pod: Stored<'pods'>): string[] {
  const { namespace, ownerReferences = [] } = pod.metadata;
  const name = jobNameOf(pod);
  if (name !== undefined) return [`${namespace}/${name}`];
  return ownerReferences.length > 0 ? [] : context.store.list('jobs', namespace).items.map(keyOf);
}

function reconcile(look: Look): void {
  const { context, backOff, key } = look;
  const [namespace, name] = splitKey(key);
  const job = context.store.get('jobs', namespace, name);
  releaseStrays(context, namespace, name, job);
  if (!job || finishedCondition(job)) {
    backOff.forget(key);
    if (job) removeLater(look, job);
    return;
  }
  const { managedBy } = job.spec;
  if (managedBy === undefined || managedBy === 'kubernetes.io/job-controller') takeNextStep(look, job);
}

/** Lets go of the tracked pods of a job that is gone, or that has dropped them. */
function releaseStrays(
  context: ControllerContext,
  namespace: string | undefined,
  name: string,
  job: Stored<'jobs'> | undefined,
): void {
  for (const pod of context.store.list('pods', namespace).items) {
    if (!isTracked(pod) || jobNameOf(pod) !== name) continue;
    const isOwn = pod.metadata.ownerReferences?.some(({ uid }) => uid === job?.metadata.uid) === true;
    if (!isOwn || !job || finishedCondition(job)) stopTracking(context, pod);
  }
}

/** The TTL controller's part. */
function removeLater({ context, key, queue }: Look, job: Stored<'jobs'>): void {
  const { ttlSecondsAfterFinished: seconds } = job.spec;
  const end = Date.parse(finishedCondition(job)?.lastTransitionTime ?? '');
  if (seconds === undefined || Number.isNaN(end) || job.metadata.deletionTimestamp) return;
  const left = end + seconds * 1000 - context.clock.wall();
  if (left > 0) queue.addAfter(key, left);
  else requestDeletion(context.store, context.clock, 'jobs', job, { finalizers: [foregroundFinalizer] });
}

function takeNextStep(look: Look, job: Stored<'jobs'>): void {
  const { context, backOff, key, queue } = look;
  let pods = claimDependents(context.store, job, 'pods', job.spec.selector);
  const tracked = pods.filter(isTracked);
  const succeeded = tracked.filter(({ status }) => status?.phase === 'Succeeded');
  const failed = tracked.filter((pod) => isFailed(job, pod));
  backOff.count(key, succeeded, failed);
  const counts = {
    succeeded: (job.status?.succeeded ?? 0) + succeeded.length,
    failed: (job.status?.failed ?? 0) + failed.length,
  };
  const startTime = job.status?.startTime ?? context.clock.wall();
  const begun = typeof startTime === 'string' ? Date.parse(startTime) : startTime;
  let verdict = earlierVerdict(job) ?? failureOf(look, job, pods, counts.failed, begun);
  if (verdict?.type === 'FailureTarget') {
    // Whatever still runs counts as failed.
    const ended = new Set([...succeeded, ...failed]);
    counts.failed += tracked.filter((pod) => !ended.has(pod)).length;
    for (const pod of pods.filter(isActive)) deletePod(context, job, pod);
  } else if (!verdict && !job.metadata.deletionTimestamp) {
    const { surplus, missing } = plan(job, pods, counts.succeeded);
    for (const pod of surplus) {
      stopTracking(context, pod);
      deletePod(context, job, pod);
    }
    const wait = missing > 0 ? backOff.left(key, context.clock.wall()) : 0;
    if (wait > 0) queue.addAfter(key, wait);
    else if (missing > 0) {
      const { created, refusal } = createPods(context, job, Math.min(missing, podBatch));
      pods = [...pods, ...created];
      if (refusal !== undefined) queue.addAfter(key, retryCreateMs);
      else if (created.length < missing) queue.add(key);
    }
    if (isComplete(job, pods, counts.succeeded)) verdict = completionsReached;
  }
  const now = pods.flatMap(
    ({ metadata }) => context.store.get('pods', metadata.namespace, metadata.name) ?? [],
  );
  const own = now.filter(({ metadata }) => pods.some((pod) => pod.metadata.uid === metadata.uid));
  writeStatus(context, job, own, counts, verdict);
  for (const pod of own)
    if (
      verdict ||
      succeeded.includes(pod) ||
      failed.some(({ metadata }) => metadata.uid === pod.metadata.uid)
    )
      stopTracking(context, pod);
}

/** A pod that failed, or that is being deleted before it could succeed. */
function isFailed(job: Stored<'jobs'>, { metadata, status }: Stored<'pods'>): boolean {
  if (status?.phase === 'Failed') return true;
  if (metadata.deletionTimestamp === undefined) return false;
  return job.spec.podReplacementPolicy === 'Failed'
    ? status?.phase === 'Pending'
    : status?.phase !== 'Succeeded';
}

function failureOf(
  { context, key, queue }: Look,
  job: Stored<'jobs'>,
  pods: readonly Stored<'pods'>[],
  failed: number,
  begun: number,
): Verdict | undefined {
  const { backoffLimit = 6, activeDeadlineSeconds, suspend } = job.spec;
  if (failed > backoffLimit || restartedTooOften(job, pods)) return backoffLimitExceeded;
  if (activeDeadlineSeconds === undefined || suspend) return undefined;
  const left = begun + activeDeadlineSeconds * 1000 - context.clock.wall();
  if (left <= 0) return deadlineExceeded;
  queue.addAfter(key, left);
  return undefined;
}

/** With `OnFailure`, the restarts of containers count in place of failed pods. */
function restartedTooOften(job: Stored<'jobs'>, pods: readonly Stored<'pods'>[]): boolean {
  const { backoffLimit = 6, template } = job.spec;
  if (template.spec.restartPolicy !== 'OnFailure') return false;
  const restarts = pods
    .filter(({ status }) => status?.phase === 'Running' || status?.phase === 'Pending')
    .flatMap(({ status }) => [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])])
    .reduce((sum, { restartCount = 0 }) => sum + restartCount, 0);
  return backoffLimit === 0 ? restarts > 0 : restarts >= backoffLimit;
}

/** Which pods are too many, and how many are missing. */
function plan(
  job: Stored<'jobs'>,
  pods: readonly Stored<'pods'>[],
  succeeded: number,
): { readonly surplus: readonly Stored<'pods'>[]; readonly missing: number } {
  const { parallelism = 1, completions, suspend, podReplacementPolicy } = job.spec;
  const active = pods.filter(isActive);
  const ending = pods.filter(
    ({ metadata, status }) =>
      metadata.deletionTimestamp !== undefined && status?.phase !== 'Failed' && status?.phase !== 'Succeeded',
  );
  let wanted = Math.min(parallelism, Math.max(0, (completions ?? 0) - succeeded));
  if (completions === undefined) wanted = succeeded > 0 ? active.length : parallelism;
  if (suspend) wanted = 0;
  const surplus = [...active].sort(compareForDeletion).slice(0, Math.max(0, active.length - wanted));
  const held = podReplacementPolicy === 'Failed' ? ending.length : 0;
  return { surplus: surplus.slice(0, podBatch), missing: Math.max(0, wanted - active.length - held) };
}

function isComplete(job: Stored<'jobs'>, pods: readonly Stored<'pods'>[], succeeded: number): boolean {
  const { completions } = job.spec;
  if (pods.some(isActive)) return false;
  return completions === undefined ? succeeded > 0 : succeeded >= completions;
}
