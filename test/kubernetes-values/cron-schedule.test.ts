import { describe, expect, test } from 'vitest';
import { parseSchedule, ScheduleError } from '../../source/kubernetes-values/cron-schedule.ts';

function next(schedule: string, after: string, zone?: string): string | undefined {
  const time = parseSchedule(schedule, zone).next(Date.parse(after));
  return time === undefined ? undefined : new Date(time).toISOString().replace('.000', '');
}

test.each([
  ['*/5 * * * *', '2026-11-22T14:03:20Z', '2026-11-22T14:05:00Z'],
  ['0 0 * * *', '2026-11-22T14:03:20Z', '2026-11-23T00:00:00Z'],
  ['30 4 1,15 * *', '2026-11-02T00:00:00Z', '2026-11-15T04:30:00Z'],
  ['0 9-17/4 * * MON-FRI', '2026-11-20T18:00:00Z', '2026-11-23T09:00:00Z'],
  // A Friday, or the 13th.
  ['0 0 13 * 5', '2026-11-10T00:00:00Z', '2026-11-13T00:00:00Z'],
  ['0 0 13 * 5', '2026-11-13T00:00:00Z', '2026-11-20T00:00:00Z'],
  ['0 0 29 feb ?', '2026-11-13T00:00:00Z', '2028-02-29T00:00:00Z'],
  ['@hourly', '2026-11-22T14:00:00Z', '2026-11-22T15:00:00Z'],
  ['@every 1h30m', '2026-11-22T14:00:10Z', '2026-11-22T15:30:10Z'],
])('%s after %s is %s', (schedule, after, expected) => {
  expect(next(schedule, after)).toBe(expected);
});

describe('a time zone', () => {
  test('shifts the hours', () => {
    expect(next('0 9 * * *', '2026-11-22T00:00:00Z', 'Asia/Kolkata')).toBe('2026-11-22T03:30:00Z');
    expect(next('0 9 * * *', '2026-07-01T00:00:00Z', 'Europe/Berlin')).toBe('2026-07-01T07:00:00Z');
  });

  test('skips what was scheduled in an hour that the clocks skip', () => {
    expect(next('30 2 * * *', '2026-03-28T12:00:00Z', 'Europe/Berlin')).toBe('2026-03-30T00:30:00Z');
  });
});

test('a date that never occurs has no next time', () => {
  expect(next('0 0 31 2 *', '2026-11-22T00:00:00Z')).toBeUndefined();
});

test.each([
  ['', 'empty spec string'],
  ['* * * *', 'expected exactly 5 fields, found 4: [* * * *]'],
  ['60 * * * *', 'end of range (60) above maximum (59): 60'],
  ['* * 0 * *', 'beginning of range (0) below minimum (1): 0'],
  ['5-1 * * * *', 'beginning of range (5) beyond end of range (1): 5-1'],
  ['*/0 * * * *', 'step of range should be a positive number: */0'],
  ['x * * * *', 'failed to parse int from x: strconv.Atoi: parsing "x": invalid syntax'],
  ['1-2-3 * * * *', 'too many hyphens: 1-2-3'],
  ['@monday', 'unrecognized descriptor: @monday'],
])('%s is refused with the message of robfig/cron', (schedule, message) => {
  expect(() => parseSchedule(schedule)).toThrow(new ScheduleError(message));
});
