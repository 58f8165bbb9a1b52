import { age, humanDuration } from '../../../kubernetes-values/age.ts';
import { columns, none, type Printers, type Shown } from './column.ts';
import { containers, formatSelector } from './workload-tables.ts';

function statusOf({ metadata, status }: Shown<'jobs'>): string {
  const has = (type: string): boolean =>
    status?.conditions?.some((one) => one.type === type && one.status === 'True') === true;
  if (has('Complete')) return 'Complete';
  if (has('Failed')) return 'Failed';
  if (metadata.deletionTimestamp !== undefined) return 'Terminating';
  if (has('Suspended')) return 'Suspended';
  return has('FailureTarget') ? 'FailureTarget' : 'Running';
}

function completions({ spec, status }: Shown<'jobs'>): string {
  const succeeded = status?.succeeded ?? 0;
  const { completions: wanted, parallelism = 0 } = spec ?? {};
  if (wanted !== undefined) return `${succeeded}/${wanted}`;
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

function duration({ status }: Shown<'jobs'>, now: number): string {
  const { startTime, completionTime } = status ?? {};
  if (startTime === undefined) return '';
  return humanDuration(
    (completionTime === undefined ? now : Date.parse(completionTime)) - Date.parse(startTime),
  );
}

export const batchPrinters: Printers = {
  jobs: {
    columns: columns('Name, Status, Completions, Duration, Age | Containers, Images, Selector'),
    row: (it, now) => [
      it.metadata.name,
      statusOf(it),
      completions(it),
      duration(it, now),
      age(it.metadata.creationTimestamp, now),
      ...containers(it.spec?.template),
      formatSelector(it.spec?.selector),
    ],
  },
  cronjobs: {
    columns: columns(
      'Name, Schedule, Timezone, Suspend, Active, Last Schedule, Age | Containers, Images, Selector',
    ),
    row: (it, now) => [
      it.metadata.name,
      it.spec?.schedule ?? '',
      it.spec?.timeZone ?? none,
      it.spec?.suspend ? 'True' : 'False',
      (it.status?.active ?? []).length,
      it.status?.lastScheduleTime === undefined ? none : age(it.status.lastScheduleTime, now),
      age(it.metadata.creationTimestamp, now),
      ...containers(it.spec?.jobTemplate.spec.template),
      formatSelector(it.spec?.jobTemplate.spec.selector),
    ],
  },
};
