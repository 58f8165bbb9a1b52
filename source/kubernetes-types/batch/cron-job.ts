import { objectReference } from '../core/references.ts';
import { objectMeta } from '../meta/object-meta.ts';
import { type Infer, list, object } from '../schema/field-types.ts';
import { jobSpec } from './job.ts';

export const jobTemplateSpec = object('JobTemplateSpec', {
  metadata: [1, objectMeta],
  spec: [2, jobSpec, 'required'],
});
export type JobTemplateSpec = Infer<typeof jobTemplateSpec>;

export const cronJobSpec = object('CronJobSpec', {
  schedule: [1, 'string', 'required'],
  timeZone: [8, 'string', 'pointer'],
  startingDeadlineSeconds: [2, 'int64', 'pointer'],
  concurrencyPolicy: [3, 'string'],
  suspend: [4, 'bool', 'pointer'],
  jobTemplate: [5, jobTemplateSpec, 'required'],
  successfulJobsHistoryLimit: [6, 'int32', 'pointer'],
  failedJobsHistoryLimit: [7, 'int32', 'pointer'],
});
export type CronJobSpec = Infer<typeof cronJobSpec>;

export const cronJobStatus = object('CronJobStatus', {
  active: [1, list(objectReference)],
  lastScheduleTime: [4, 'time'],
  lastSuccessfulTime: [5, 'time'],
});
export type CronJobStatus = Infer<typeof cronJobStatus>;

export const cronJob = object('CronJob', {
  metadata: [1, objectMeta],
  spec: [2, cronJobSpec, 'required'],
  status: [3, cronJobStatus],
});
export type CronJob = Infer<typeof cronJob>;
