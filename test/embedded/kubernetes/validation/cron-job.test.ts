import { expect, it } from 'vitest';
import {
  longestSchedule,
  validateCronJob,
} from '../../../../source/embedded/kubernetes/validation/cron-job.ts';
import { FieldErrors } from '../../../../source/embedded/kubernetes/validation/field-errors.ts';

function refusedFor(schedule: string): string[] {
  const causes = new FieldErrors();
  validateCronJob(causes, 'long', { schedule });
  return causes.list.filter(({ field }) => field === 'spec.schedule').map(({ message }) => message);
}

it('a schedule of megabytes held the event loop each time it was read', () => {
  const minutes = Array.from({ length: 60 }, (_, minute) => minute).join();
  expect(refusedFor(`${minutes} 0 31 2 *`)).toEqual([]);
  const long = `${'0-59,'.repeat(longestSchedule / 5)}0 0 31 2 *`;
  expect(refusedFor(long)).toEqual([`Too long: may not be more than ${longestSchedule} bytes`]);
});
