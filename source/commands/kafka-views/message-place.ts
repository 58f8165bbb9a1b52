import type { MessagePlace } from '../../cluster/kafka/browser.ts';
import { LabError } from '../../errors/lab-error.ts';

const unitMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** What a learner types for going there. */
export type TypedPlace = Exclude<MessagePlace, { readonly before: number }>;

/** `start`, `end`, an offset, `-5m`, `14:30`, `2026-11-30 14:30:00`. @throws LabError: it is none of these */
export function readPlace(text: string, now: number): TypedPlace {
  const typed = text.trim();
  if (typed === 'start' || typed === 'end') return typed;
  if (/^\d{1,15}$/.test(typed)) return { offset: Number(typed) };
  const [, ago, unit = ''] = /^-(\d{1,6})([smhd])$/.exec(typed) ?? [];
  if (ago !== undefined) return { time: now - Number(ago) * unitMs[unit]! };
  const time = timeOf(typed, now);
  if (Number.isNaN(time))
    throw new LabError('usage', `\`${typed}\` is no place in a partition`, {
      hint: 'type an offset, `start`, `end`, a time such as `14:30`, or `-5m`',
    });
  return { time };
}

/** Without a date, today's; without a zone, in that of this machine. */
function timeOf(typed: string, now: number): number {
  const [, hours, minutes, seconds = '0'] = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(typed) ?? [];
  if (hours !== undefined) return new Date(now).setHours(Number(hours), Number(minutes), Number(seconds), 0);
  return /^\d{4}-\d{2}-\d{2}/.test(typed) ? Date.parse(typed.replace(' ', 'T')) : Number.NaN;
}

/** `14:30:05.123`, with the date if it is not today's; in the zone of this machine. */
export function timeText(time: number | undefined, now: number): string {
  if (time === undefined || Math.abs(time) > latestDate) return '<unknown>';
  const date = new Date(time);
  const two = (number: number): string => String(number).padStart(2, '0');
  const clock = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${String(date.getMilliseconds()).padStart(3, '0')}`;
  if (date.toDateString() === new Date(now).toDateString()) return clock;
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${clock}`;
}

/** Beyond that, there is no Date. */
const latestDate = 8.64e15;
