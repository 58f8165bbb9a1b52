import { parseLabelSelector } from '../../../kubernetes-values/label-selector.ts';
import { isRecord } from '../objects/values.ts';
import type { FieldErrors } from './field-errors.ts';
import { checkLabels } from './names.ts';
import { validatePodSpec } from './pod-spec.ts';

const counts = [
  'parallelism',
  'completions',
  'activeDeadlineSeconds',
  'backoffLimit',
  'ttlSecondsAfterFinished',
];
const unserved = ['podFailurePolicy', 'successPolicy', 'backoffLimitPerIndex', 'maxFailedIndexes'];

/**
 * https://github.com/kubernetes/kubernetes/blob/v1.32.0/pkg/apis/batch/validation/validation.go
 * Differs from Kubernetes: indexed jobs, and policies of failure and success, are refused.
 */
export function validateJob(causes: FieldErrors, spec: unknown): void {
  const job = isRecord(spec) ? spec : {};
  validateJobSpec(causes, 'spec', job);
  if (isRecord(job.selector)) {
    if (parseLabelSelector(job.selector) === undefined)
      causes.invalid('spec.selector.matchExpressions', job.selector, 'not a valid selector operator');
  } else if (job.manualSelector === true) causes.required('spec.selector');
}

/** The template of a CronJob's jobs: their selectors are always generated. */
export function validateJobTemplate(causes: FieldErrors, field: string, template: unknown): void {
  const spec = isRecord(template) && isRecord(template.spec) ? template.spec : {};
  validateJobSpec(causes, `${field}.spec`, spec);
  if (spec.selector !== undefined)
    causes.invalid(`${field}.spec.selector`, spec.selector, '`selector` will be auto-generated');
  if (spec.manualSelector === true)
    causes.unsupported(`${field}.spec.manualSelector`, true, ['nil', 'false']);
}

function validateJobSpec(causes: FieldErrors, field: string, job: Record<string, unknown>): void {
  for (const count of counts) causes.notNegative(`${field}.${count}`, job[count]);
  causes.oneOf(`${field}.completionMode`, job.completionMode, ['NonIndexed', 'Indexed']);
  if (job.completionMode === 'Indexed')
    causes.forbidden(`${field}.completionMode`, 'indexed jobs are not served by this cluster');
  for (const policy of unserved)
    if (job[policy] !== undefined)
      causes.forbidden(`${field}.${policy}`, 'is not served by this cluster: leave it out');
  causes.oneOf(`${field}.podReplacementPolicy`, job.podReplacementPolicy, ['Failed', 'TerminatingOrFailed']);
  const template = isRecord(job.template) ? job.template : {};
  const metadata = isRecord(template.metadata) ? template.metadata : {};
  checkLabels(causes, `${field}.template.labels`, metadata.labels);
  const pod = isRecord(template.spec) ? template.spec : {};
  validatePodSpec(causes, `${field}.template.spec`, pod, {
    restartPolicies: ['Always', 'OnFailure', 'Never'],
    mountsNeedVolumes: true,
  });
  if (pod.restartPolicy === undefined || pod.restartPolicy === 'Always')
    causes.required(`${field}.template.spec.restartPolicy`, 'valid values: "OnFailure", "Never"');
}
