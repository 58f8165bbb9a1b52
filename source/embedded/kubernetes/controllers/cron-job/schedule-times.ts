import type { Stored } from '../../../../kubernetes-types/kinds.ts';
import type { CronSchedule } from '../../../../kubernetes-values/cron-schedule.ts';

/** The most missed times that are looked at one by one. */
const mostMissed = 100;

export interface ScheduleTimes {
  /** The latest time that has come and has no job yet, in ms since the epoch. */
  readonly due: number | undefined;
  /** How many times were missed, at most `mostMissed` + 1. */
  readonly missed: number;
  /** The next time in the future. */
  readonly next: number | undefined;
}

/** What is due at `now` (ms since the epoch), since the last scheduled time or the creation. */
export function scheduleTimes(
  cronJob: Stored<'cronjobs'>,
  schedule: CronSchedule,
  now: number,
): ScheduleTimes {
  const { lastScheduleTime } = cronJob.status ?? {};
  const { startingDeadlineSeconds: deadline } = cronJob.spec;
  let earliest = Date.parse(lastScheduleTime ?? cronJob.metadata.creationTimestamp);
  if (deadline !== undefined) earliest = Math.max(earliest, now - deadline * 1000);
  let due: number | undefined;
  let missed = 0;
  let time = schedule.next(earliest);
  while (time !== undefined && time <= now) {
    due = time;
    missed += 1;
    // After a long standstill only the latest time counts.
    time = missed > mostMissed ? schedule.next(Math.max(time, now - 60_000)) : schedule.next(time);
  }
  return { due, missed, next: time };
}

export const tooManyMissed = mostMissed;
