import { isRecord } from '../objects/values.ts';
import { type Body, defaultTemplate, fill, section } from './pod-defaults.ts';

/** The prefix of the labels that Kubernetes gives to a job's pods; the older ones have none. */
const prefix = 'batch.kubernetes.io/';

/** Defaults of a Job. One that is stored, so that it has a uid, also gets its selector, and the labels that go with it. */
export function defaultJob(job: Body): void {
  const spec = section(job, 'spec');
  if (spec.completions === undefined && spec.parallelism === undefined) spec.completions = 1;
  fill(spec, {
    parallelism: 1,
    backoffLimit: 6,
    completionMode: 'NonIndexed',
    suspend: false,
    manualSelector: false,
    podReplacementPolicy: spec.podFailurePolicy === undefined ? 'TerminatingOrFailed' : 'Failed',
  });
  defaultTemplate(spec);
  job.status ??= {};
  const metadata = section(job, 'metadata');
  if (metadata.uid === undefined) return;
  if (spec.manualSelector !== true) generateSelector(spec, metadata);
  const templateLabels = section(section(spec.template, 'metadata'), 'labels');
  if (isRecord(metadata.labels) && Object.keys(metadata.labels).length > 0) return;
  if (Object.keys(templateLabels).length > 0) metadata.labels = { ...templateLabels };
}

function generateSelector(spec: Body, { uid, name }: Body): void {
  if (!isRecord(spec.template)) return;
  const labels = section(section(spec.template, 'metadata'), 'labels');
  for (const label of ['job-name', `${prefix}job-name`]) labels[label] ??= name;
  for (const label of ['controller-uid', `${prefix}controller-uid`]) labels[label] ??= uid;
  fill(section(section(spec, 'selector'), 'matchLabels'), { [`${prefix}controller-uid`]: uid });
}

/** Defaults of a CronJob, and of the pods in its template; its jobs get theirs when they are made. */
export function defaultCronJob(cronJob: Body): void {
  const spec = section(cronJob, 'spec');
  fill(spec, {
    concurrencyPolicy: 'Allow',
    suspend: false,
    successfulJobsHistoryLimit: 3,
    failedJobsHistoryLimit: 1,
  });
  if (!isRecord(spec.jobTemplate)) return;
  section(spec.jobTemplate, 'metadata');
  defaultTemplate(spec.jobTemplate.spec);
  cronJob.status ??= {};
}
