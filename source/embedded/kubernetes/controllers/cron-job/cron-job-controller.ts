import type { Draft, Stored } from '../../../../kubernetes-types/kinds.ts';
import { parseSchedule } from '../../../../kubernetes-values/cron-schedule.ts';
import { localOffset } from '../../../../kubernetes-values/time-zone.ts';
import { type ControllerContext, keyOf, runController, splitKey } from '../../machinery/controller.ts';
import { requestDeletion } from '../../machinery/deletion.ts';
import { controllerOf, ownerReference } from '../../machinery/owners.ts';
import type { WorkQueue } from '../../machinery/work-queue.ts';
import { StatusError } from '../../objects/status-error.ts';
import { timestamp } from '../../objects/values.ts';
import { scheduleTimes, tooManyMissed } from './schedule-times.ts';

const source = { component: 'cronjob-controller' };

/** The controller looks a moment after a scheduled time, so that it has passed. */
const afterMs = 100;

/**
 * Creates the Jobs of each CronJob when they are due, and deletes finished ones beyond the limits of its history. Returns the stop
 * function.
 * Reference: https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/
 */
export function runCronJobController(context: ControllerContext): () => void {
  return runController(context, {
    name: 'cronjob-controller',
    watches: {
      cronjobs: (cronJob) => [keyOf(cronJob)],
      jobs: (job) => {
        const owner = controllerOf(job);
        return owner?.kind === 'CronJob' ? [`${job.metadata.namespace}/${owner.name}`] : [];
      },
    },
    reconcile: (key, queue) => {
      const cronJob = context.store.get('cronjobs', ...splitKey(key));
      if (cronJob) reconcile(context, cronJob, key, queue);
    },
  });
}

function reconcile(
  context: ControllerContext,
  cronJob: Stored<'cronjobs'>,
  key: string,
  queue: WorkQueue,
): void {
  const jobs = context.store
    .list('jobs', cronJob.metadata.namespace)
    .items.filter((job) => controllerOf(job)?.uid === cronJob.metadata.uid);
  const status = noteEnds(context, cronJob, jobs);
  const isRunning = !cronJob.metadata.deletionTimestamp && cronJob.spec.suspend !== true;
  if (isRunning) startDue(context, cronJob, status, key, queue);
  const { namespace, name, uid } = cronJob.metadata;
  const change = (object: Stored<'cronjobs'>): void => {
    const { active = [], ...times } = status;
    object.status = { ...(active.length > 0 ? { active } : {}), ...times };
  };
  context.store.update('cronjobs', namespace, name, change, { subresource: 'status', uid });
  trimHistory(context, cronJob, jobs);
}

type Status = NonNullable<Stored<'cronjobs'>['status']>;

/** The status without the jobs that have ended or are gone. */
function noteEnds(
  context: ControllerContext,
  cronJob: Stored<'cronjobs'>,
  jobs: readonly Stored<'jobs'>[],
): Status {
  const status: Status = structuredClone(cronJob.status ?? {});
  const record = (reason: string, message: string): void =>
    context.recorder.record(cronJob, { type: 'Normal', reason, message, source });
  status.active = (status.active ?? []).filter(({ uid, name }) => {
    const job = jobs.find(({ metadata }) => metadata.uid === uid);
    const end = job ? endOf(job) : undefined;
    if (!job) record('MissingJob', `Active job went missing: ${name}`);
    else if (end) record('SawCompletedJob', `Saw completed job: ${name}, condition: ${end}`);
    return job !== undefined && end === undefined;
  });
  for (const { status: { completionTime } = {} } of jobs)
    if (completionTime && completionTime > (status.lastSuccessfulTime ?? ''))
      status.lastSuccessfulTime = completionTime;
  return status;
}

function endOf({ status }: Stored<'jobs'>): 'Complete' | 'Failed' | undefined {
  for (const type of ['Complete', 'Failed'] as const)
    if (status?.conditions?.some((one) => one.type === type && one.status === 'True')) return type;
  return undefined;
}

/** Creates the job that is due, unless it is too late or another one still runs; comes back for the next. */
function startDue(
  context: ControllerContext,
  cronJob: Stored<'cronjobs'>,
  status: Status,
  key: string,
  queue: WorkQueue,
): void {
  const { schedule, timeZone, concurrencyPolicy, startingDeadlineSeconds: deadline } = cronJob.spec;
  const now = context.clock.wall();
  const { due, missed, next } = scheduleTimes(cronJob, parseSchedule(schedule, timeZone), now);
  if (next !== undefined) queue.addAfter(key, Math.min(next - now + afterMs, 2 ** 31 - 1));
  if (due === undefined) return;
  const warn = (reason: string, message: string): void =>
    context.recorder.record(cronJob, { type: 'Warning', reason, message, source });
  if (missed > tooManyMissed)
    warn(
      'TooManyMissedTimes',
      'too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew',
    );
  if (deadline !== undefined && due + deadline * 1000 < now) {
    warn('MissSchedule', `Missed scheduled time to start a job: ${new Date(due).toUTCString()}`);
    return;
  }
  const active = status.active ?? [];
  if (concurrencyPolicy === 'Forbid' && active.length > 0) {
    const message = 'Not starting job because prior execution is running and concurrency policy is Forbid';
    context.recorder.record(cronJob, { type: 'Normal', reason: 'JobAlreadyActive', message, source });
    return;
  }
  if (concurrencyPolicy === 'Replace') {
    for (const { name = '' } of active) {
      const job = context.store.get('jobs', cronJob.metadata.namespace, name);
      if (job) deleteJob(context, cronJob, job);
    }
    status.active = [];
  }
  const job = createJob(context, cronJob, due, warn);
  if (!job) return;
  const { name, namespace, uid, resourceVersion } = job.metadata;
  const reference = { apiVersion: 'batch/v1', kind: 'Job', name, namespace, uid, resourceVersion };
  status.active = [...(status.active ?? []), reference];
  status.lastScheduleTime = timestamp(due);
}

function createJob(
  context: ControllerContext,
  cronJob: Stored<'cronjobs'>,
  due: number,
  warn: (reason: string, message: string) => void,
): Stored<'jobs'> | undefined {
  const { jobTemplate, timeZone } = cronJob.spec;
  const name = `${cronJob.metadata.name}-${Math.floor(due / 60_000)}`;
  const existing = context.store.get('jobs', cronJob.metadata.namespace, name);
  if (existing) return controllerOf(existing)?.uid === cronJob.metadata.uid ? existing : undefined;
  const draft: Draft<'jobs'> = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name,
      namespace: cronJob.metadata.namespace,
      ...(jobTemplate.metadata?.labels ? { labels: { ...jobTemplate.metadata.labels } } : {}),
      annotations: {
        ...jobTemplate.metadata?.annotations,
        'batch.kubernetes.io/cronjob-scheduled-timestamp': localTimestamp(due, timeZone ?? 'UTC'),
      },
      ownerReferences: [ownerReference(cronJob)],
    },
    spec: structuredClone(jobTemplate.spec),
  };
  try {
    const job = context.store.create('jobs', draft);
    const message = `Created job ${name}`;
    context.recorder.record(cronJob, { type: 'Normal', reason: 'SuccessfulCreate', message, source });
    return job;
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    warn('FailedCreate', `Error creating job: ${error.message}`);
    return undefined;
  }
}

/** RFC 3339 with the offset of the zone. */
function localTimestamp(time: number, timeZone: string): string {
  const offset = localOffset(time, timeZone) / 60_000;
  if (offset === 0) return timestamp(time);
  const two = (value: number): string => String(Math.floor(Math.abs(value))).padStart(2, '0');
  const local = timestamp(time + offset * 60_000).slice(0, 19);
  return `${local}${offset < 0 ? '-' : '+'}${two(offset / 60)}:${two(Math.abs(offset) % 60)}`;
}

function trimHistory(
  context: ControllerContext,
  cronJob: Stored<'cronjobs'>,
  jobs: readonly Stored<'jobs'>[],
): void {
  const { successfulJobsHistoryLimit, failedJobsHistoryLimit } = cronJob.spec;
  const limits = { Complete: successfulJobsHistoryLimit, Failed: failedJobsHistoryLimit };
  for (const [end, limit] of Object.entries(limits)) {
    if (limit === undefined) continue;
    const ended = jobs
      .filter((job) => endOf(job) === end && !job.metadata.deletionTimestamp)
      .sort((a, b) => ((a.status?.startTime ?? '') < (b.status?.startTime ?? '') ? -1 : 1));
    for (const job of ended.slice(0, Math.max(0, ended.length - limit))) deleteJob(context, cronJob, job);
  }
}

/** Its pods go with it. */
function deleteJob(context: ControllerContext, cronJob: Stored<'cronjobs'>, job: Stored<'jobs'>): void {
  requestDeletion(context.store, context.clock, 'jobs', job);
  const message = `Deleted job ${job.metadata.name}`;
  context.recorder.record(cronJob, { type: 'Normal', reason: 'SuccessfulDelete', message, source });
}
