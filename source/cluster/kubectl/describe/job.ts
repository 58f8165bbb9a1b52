import type { Stored } from '../../../kubernetes-types/kinds.ts';
import { humanDuration } from '../../../kubernetes-values/age.ts';
import { selectorText } from '../objects/selector-text.ts';
import { type Description, longTime, shownAnnotations } from './description.ts';
import { describeTemplate } from './pod-template.ts';

export function describeJob(out: Description, { metadata, spec, status = {} }: Stored<'jobs'>): void {
  out.field(0, 'Name', metadata.name);
  out.field(0, 'Namespace', metadata.namespace);
  out.field(0, 'Selector', selectorText(spec.selector) ?? '');
  out.map(0, 'Labels', metadata.labels);
  out.map(0, 'Annotations', shownAnnotations(metadata.annotations), ': ');
  const owner = metadata.ownerReferences?.find(({ controller }) => controller);
  if (owner) out.field(0, 'Controlled By', `${owner.kind}/${owner.name}`);
  if (spec.parallelism !== undefined) out.field(0, 'Parallelism', spec.parallelism);
  out.field(0, 'Completions', spec.completions ?? '<unset>');
  if (spec.completionMode !== undefined) out.field(0, 'Completion Mode', spec.completionMode);
  if (spec.suspend !== undefined) out.field(0, 'Suspend', spec.suspend);
  if (spec.backoffLimit !== undefined) out.field(0, 'Backoff Limit', spec.backoffLimit);
  if (spec.ttlSecondsAfterFinished !== undefined)
    out.field(0, 'TTL Seconds After Finished', spec.ttlSecondsAfterFinished);
  const { startTime, completionTime, active = 0, ready, succeeded = 0, failed = 0 } = status;
  if (startTime !== undefined) out.field(0, 'Start Time', longTime(startTime));
  if (completionTime !== undefined) out.field(0, 'Completed At', longTime(completionTime));
  if (startTime !== undefined && completionTime !== undefined)
    out.field(0, 'Duration', humanDuration(Date.parse(completionTime) - Date.parse(startTime)));
  if (spec.activeDeadlineSeconds !== undefined)
    out.field(0, 'Active Deadline Seconds', `${spec.activeDeadlineSeconds}s`);
  const running = ready === undefined ? `${active} Active` : `${active} Active (${ready} Ready)`;
  out.field(0, 'Pods Statuses', `${running} / ${succeeded} Succeeded / ${failed} Failed`);
  if (spec.completionMode === 'Indexed')
    out.field(0, 'Completed Indexes', status.completedIndexes || '<none>');
  describeTemplate(out, spec.template);
}

export function describeCronJob(out: Description, { metadata, spec, status = {} }: Stored<'cronjobs'>): void {
  out.field(0, 'Name', metadata.name);
  out.field(0, 'Namespace', metadata.namespace);
  out.map(0, 'Labels', metadata.labels);
  out.map(0, 'Annotations', shownAnnotations(metadata.annotations), ': ');
  out.field(0, 'Schedule', spec.schedule);
  out.field(0, 'Concurrency Policy', spec.concurrencyPolicy ?? '');
  out.field(0, 'Suspend', spec.suspend === undefined ? '<unset>' : spec.suspend ? 'True' : 'False');
  out.field(0, 'Successful Job History Limit', spec.successfulJobsHistoryLimit ?? '<unset>');
  out.field(0, 'Failed Job History Limit', spec.failedJobsHistoryLimit ?? '<unset>');
  const deadline = spec.startingDeadlineSeconds;
  out.field(0, 'Starting Deadline Seconds', deadline === undefined ? '<unset>' : `${deadline}s`);
  const { selector, parallelism, completions, activeDeadlineSeconds, template } = spec.jobTemplate.spec;
  out.field(0, 'Selector', selector === undefined ? '<unset>' : (selectorText(selector) ?? ''));
  out.field(0, 'Parallelism', parallelism ?? '<unset>');
  out.field(0, 'Completions', completions ?? '<unset>');
  if (activeDeadlineSeconds !== undefined)
    out.field(0, 'Active Deadline Seconds', `${activeDeadlineSeconds}s`);
  describeTemplate(out, template);
  out.field(0, 'Last Schedule Time', longTime(status.lastScheduleTime));
  const active = (status.active ?? []).map(({ name }) => name);
  out.field(0, 'Active Jobs', active.join(', ') || '<none>');
}
