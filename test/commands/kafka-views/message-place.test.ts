import { describe, expect, it } from 'vitest';
import { readPlace, timeText } from '../../../source/commands/kafka-views/message-place.ts';

const now = new Date(2026, 10, 30, 14, 0, 0).getTime();

describe('a place in a partition', () => {
  it.each([
    ['start', 'start'],
    [' end ', 'end'],
    ['1204', { offset: 1_204 }],
    ['-5m', { time: now - 300_000 }],
    ['13:45', { time: new Date(2026, 10, 30, 13, 45).getTime() }],
    ['13:45:07', { time: new Date(2026, 10, 30, 13, 45, 7).getTime() }],
    ['2026-11-29T10:00:00Z', { time: Date.UTC(2026, 10, 29, 10) }],
    ['2026-11-29 10:00', { time: new Date(2026, 10, 29, 10).getTime() }],
  ])('is read from `%s`', (text, place) => {
    expect(readPlace(text, now)).toEqual(place);
  });

  it.each(['-5', 'later', '1e9', '2026-99-99'])('is not read from `%s`', (text) => {
    expect(() => readPlace(text, now)).toThrow(expect.objectContaining({ code: 'usage' }));
  });
});

it('a time of today has no date, and one that no calendar has is unknown', () => {
  expect(timeText(now + 5, now)).toBe('14:00:00.005');
  expect(timeText(new Date(2020, 0, 2, 3, 4, 5).getTime(), now)).toBe('2020-01-02 03:04:05.000');
  expect([timeText(undefined, now), timeText(9e15, now)]).toEqual(['<unknown>', '<unknown>']);
});
