import type { JobCondition } from '../../../../kubernetes-types/batch/job.ts';
import type { Stored } from '../../../../kubernetes-types/kinds.ts';

/** Why a job ends: `SuccessCriteriaMet` becomes `Complete`, and `FailureTarget` `Failed`, once none of its pods runs any more. */
export interface Verdict {
  readonly type: 'SuccessCriteriaMet' | 'FailureTarget';
  readonly reason: string;
  readonly message: string;
}

export const completionsReached: Verdict = {
  type: 'SuccessCriteriaMet',
  reason: 'CompletionsReached',
  message: 'Reached expected number of succeeded pods',
};
export const backoffLimitExceeded: Verdict = {
  type: 'FailureTarget',
  reason: 'BackoffLimitExceeded',
  message: 'Job has reached the specified backoff limit',
};
export const deadlineExceeded: Verdict = {
  type: 'FailureTarget',
  reason: 'DeadlineExceeded',
  message: 'Job was active longer than specified deadline',
};

function conditionOf({ status }: Stored<'jobs'>, type: string): JobCondition | undefined {
  return status?.conditions?.find((one) => one.type === type && one.status === 'True');
}

/** `Complete` or `Failed`: nothing will happen to the job any more. */
export function finishedCondition(job: Stored<'jobs'>): JobCondition | undefined {
  return conditionOf(job, 'Complete') ?? conditionOf(job, 'Failed');
}

/** The verdict of an earlier look, if its pods were still ending then. */
export function earlierVerdict(job: Stored<'jobs'>): Verdict | undefined {
  for (const type of ['SuccessCriteriaMet', 'FailureTarget'] as const) {
    const { reason = '', message = '' } = conditionOf(job, type) ?? {};
    if (reason !== '') return { type, reason, message };
  }
  return undefined;
}

/** A condition that is new, or has another status than before. `at` is RFC 3339. */
export function withCondition(
  conditions: readonly JobCondition[],
  condition: { type: string; status: string; reason: string; message: string },
  at: string,
): JobCondition[] {
  const before = conditions.find(({ type }) => type === condition.type);
  if (before?.status === condition.status) return [...conditions];
  const next = { ...condition, lastProbeTime: at, lastTransitionTime: at };
  return before ? conditions.map((one) => (one === before ? next : one)) : [...conditions, next];
}
