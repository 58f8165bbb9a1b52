import type { JobCondition } from '../../../../kubernetes-types/batch/job.ts';
import type { Stored } from '../../../../kubernetes-types/kinds.ts';
import type { ControllerContext } from '../../machinery/controller.ts';
import { isActive, isFinished, isReady, isTerminating } from '../../machinery/pod-state.ts';
import { timestamp } from '../../objects/values.ts';
import { type Verdict, withCondition } from './job-conditions.ts';
import { source } from './job-pods.ts';

interface Counts {
  readonly succeeded: number;
  readonly failed: number;
}

/** Writes what has become of a job's pods and, once none is left running, how the job ended. `pods` are as they are now. */
export function writeStatus(
  context: ControllerContext,
  job: Stored<'jobs'>,
  pods: readonly Stored<'pods'>[],
  { succeeded, failed }: Counts,
  verdict: Verdict | undefined,
): void {
  const now = timestamp(context.clock.wall());
  const active = pods.filter(isActive);
  const terminating = pods.filter((pod) => isTerminating(pod) && !isFinished(pod)).length;
  const { startTime, suspended } = startOf(context, job, now);
  let conditions: JobCondition[] = suspended;
  const isOver = verdict !== undefined && terminating === 0 && active.length === 0;
  const isSuccess = verdict?.type === 'SuccessCriteriaMet';
  if (verdict) conditions = withCondition(conditions, { ...verdict, status: 'True' }, now);
  if (isOver)
    conditions = withCondition(
      conditions,
      { ...verdict, type: isSuccess ? 'Complete' : 'Failed', status: 'True' },
      now,
    );
  const { namespace, name, uid } = job.metadata;
  const change = (object: Stored<'jobs'>): void => {
    object.status = {
      ...(conditions.length > 0 ? { conditions } : {}),
      ...(startTime === undefined ? {} : { startTime }),
      ...(isOver && isSuccess ? { completionTime: now } : {}),
      ...(active.length > 0 ? { active: active.length } : {}),
      ...(succeeded > 0 ? { succeeded } : {}),
      ...(failed > 0 ? { failed } : {}),
      terminating,
      uncountedTerminatedPods: {},
      ready: active.filter(isReady).length,
    };
  };
  context.store.update('jobs', namespace, name, change, { subresource: 'status', uid });
  if (!isOver) return;
  const event = isSuccess
    ? ({ type: 'Normal', reason: 'Completed', message: 'Job completed' } as const)
    : ({ type: 'Warning', reason: verdict.reason, message: verdict.message } as const);
  context.recorder.record(job, { ...event, source });
}

/** When the job began, or began again; a suspended one has not begun. Records the change. */
function startOf(
  context: ControllerContext,
  job: Stored<'jobs'>,
  now: string,
): { readonly startTime: string | undefined; readonly suspended: JobCondition[] } {
  const { conditions = [], startTime } = job.status ?? {};
  const before = conditions.find(({ type }) => type === 'Suspended');
  const isSuspended = job.spec.suspend === true;
  if ((before?.status === 'True') === isSuspended)
    return { startTime: startTime ?? (isSuspended ? undefined : now), suspended: conditions };
  const [reason, message] = isSuspended ? ['JobSuspended', 'Job suspended'] : ['JobResumed', 'Job resumed'];
  const status = isSuspended ? 'True' : 'False';
  context.recorder.record(job, {
    type: 'Normal',
    reason: isSuspended ? 'Suspended' : 'Resumed',
    message,
    source,
  });
  const suspended = withCondition(conditions, { type: 'Suspended', status, reason, message }, now);
  return { startTime: isSuspended ? startTime : now, suspended };
}
