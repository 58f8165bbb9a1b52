import { expect, it } from 'vitest';
import { whenInWords } from '../../../source/ui/text/when.ts';

it('names the day in everyday words, and the time in hours and minutes', () => {
  const now = new Date(2026, 10, 29, 9, 5).getTime();
  expect(whenInWords(now, now)).toBe('today 09:05');
  expect(whenInWords(new Date(2026, 10, 28, 23, 10).getTime(), now)).toBe('yesterday 23:10');
  expect(whenInWords(new Date(2026, 10, 20, 8, 0).getTime(), now)).toBe('2026-11-20 08:00');
});
