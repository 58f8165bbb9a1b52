import { parseSchedule, ScheduleError } from '../../../kubernetes-values/cron-schedule.ts';
import { isTimeZone } from '../../../kubernetes-values/time-zone.ts';
import { isRecord } from '../objects/values.ts';
import type { FieldErrors } from './field-errors.ts';
import { validateJobTemplate } from './job.ts';

/** The controller appends eleven characters to the name. */
const longestName = 52;

/** A longer one takes too long to read, again and again; all minutes, hours and days one by one are 500 characters. */
export const longestSchedule = 1000;

/** https://github.com/kubernetes/kubernetes/blob/v1.32.0/pkg/apis/batch/validation/validation.go */
export function validateCronJob(causes: FieldErrors, name: string, spec: unknown): void {
  const cronJob = isRecord(spec) ? spec : {};
  if (name.length > longestName)
    causes.invalid('metadata.name', name, `must be no more than ${longestName} characters`);
  checkSchedule(causes, cronJob.schedule);
  const { timeZone } = cronJob;
  if (timeZone === '') causes.invalid('spec.timeZone', timeZone, 'timeZone must be nil or non-empty string');
  else if (String(timeZone).toLowerCase() === 'local')
    causes.invalid(
      'spec.timeZone',
      timeZone,
      'timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones',
    );
  else if (typeof timeZone === 'string' && !isTimeZone(timeZone))
    causes.invalid('spec.timeZone', timeZone, `unknown time zone ${timeZone}`);
  for (const count of ['startingDeadlineSeconds', 'successfulJobsHistoryLimit', 'failedJobsHistoryLimit'])
    causes.notNegative(`spec.${count}`, cronJob[count]);
  causes.oneOf('spec.concurrencyPolicy', cronJob.concurrencyPolicy, ['Allow', 'Forbid', 'Replace']);
  validateJobTemplate(causes, 'spec.jobTemplate', cronJob.jobTemplate);
}

function checkSchedule(causes: FieldErrors, schedule: unknown): void {
  if (typeof schedule !== 'string' || schedule === '') {
    causes.required('spec.schedule');
    return;
  }
  if (schedule.length > longestSchedule) {
    causes.tooLong('spec.schedule', longestSchedule);
    return;
  }
  if (schedule.includes('TZ')) {
    causes.invalid(
      'spec.schedule',
      schedule,
      'cannot use TZ or CRON_TZ in schedule, use timeZone field instead',
    );
    return;
  }
  try {
    parseSchedule(schedule);
  } catch (error) {
    if (!(error instanceof ScheduleError)) throw error;
    causes.invalid('spec.schedule', schedule, error.message);
  }
}
