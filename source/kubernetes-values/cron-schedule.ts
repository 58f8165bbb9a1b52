import { localOffset } from './time-zone.ts';

/**
 * When a CronJob runs: the five fields and the `@` words that Kubernetes takes.
 * Source: robfig/cron v3, `ParseStandard` and `SpecSchedule.Next`, whose error texts these are.
 */
export interface CronSchedule {
  /** The first time after `after`, both in ms since the epoch; undefined if there is none within five years. */
  next(after: number): number | undefined;
}

/** A schedule that cannot be read; the message is robfig/cron's. */
export class ScheduleError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ScheduleError';
  }
}

interface Bounds {
  readonly least: number;
  readonly most: number;
  readonly names?: readonly string[];
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const bounds: readonly Bounds[] = [
  { least: 0, most: 59 },
  { least: 0, most: 23 },
  { least: 1, most: 31 },
  { least: 1, most: 12, names: months },
  { least: 0, most: 6, names: weekdays },
];

const words: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

const dayMs = 86_400_000;
const mostDays = 5 * 366;

/** One field: the values that match, and whether it is `*` or `?`. */
interface Matcher {
  readonly values: ReadonlySet<number>;
  readonly isAny: boolean;
}

/** Reads a schedule in a time zone, UTC by default. Throws `ScheduleError`. */
export function parseSchedule(text: string, timeZone = 'UTC'): CronSchedule {
  if (text === '') throw new ScheduleError('empty spec string');
  if (text.startsWith('@every ')) return everySchedule(text);
  const spec = text.startsWith('@') ? words[text] : text;
  if (spec === undefined) throw new ScheduleError(`unrecognized descriptor: ${text}`);
  const fields = spec.trim().split(/\s+/);
  if (fields.length !== bounds.length)
    throw new ScheduleError(`expected exactly 5 fields, found ${fields.length}: [${fields.join(' ')}]`);
  const [minute, hour, day, month, weekday] = fields.map((field, index) => matcher(field, bounds[index]!));
  return { next: (after) => search(after, timeZone, { minute, hour, day, month, weekday } as Matchers) };
}

interface Matchers {
  readonly minute: Matcher;
  readonly hour: Matcher;
  readonly day: Matcher;
  readonly month: Matcher;
  readonly weekday: Matcher;
}

/** Goes through days, then hours, then minutes of local time; a time that a change of the clocks skips is not there. */
function search(after: number, timeZone: string, fields: Matchers): number | undefined {
  const local = after + localOffset(after, timeZone);
  const firstDay = Math.floor(local / dayMs) * dayMs;
  for (let day = firstDay; day < firstDay + mostDays * dayMs; day += dayMs) {
    if (!matchesDay(new Date(day), fields)) continue;
    for (const hour of fields.hour.values)
      for (const minute of fields.minute.values) {
        const wanted = day + hour * 3_600_000 + minute * 60_000;
        if (wanted <= local) continue;
        const time = wanted - localOffset(wanted - localOffset(wanted, timeZone), timeZone);
        if (time > after && time + localOffset(time, timeZone) === wanted) return time;
      }
  }
  return undefined;
}

/** Of a day of the month and a weekday that are both given, either is enough. */
function matchesDay(date: Date, { day, month, weekday }: Matchers): boolean {
  if (!month.values.has(date.getUTCMonth() + 1)) return false;
  const matches = [day.values.has(date.getUTCDate()), weekday.values.has(date.getUTCDay())];
  return day.isAny || weekday.isAny ? matches.every(Boolean) : matches.some(Boolean);
}

function matcher(field: string, limits: Bounds): Matcher {
  const values = new Set<number>();
  let isAny = false;
  for (const part of field.split(',').filter((one) => one !== '')) {
    const range = rangeOf(part, limits);
    isAny ||= range.isAny;
    for (let value = range.start; value <= range.end; value += range.step) values.add(value);
  }
  return { values: new Set([...values].sort((a, b) => a - b)), isAny };
}

interface Range {
  readonly start: number;
  readonly end: number;
  readonly step: number;
  readonly isAny: boolean;
}

/** `5`, `1-5`, `*`, `?`, each with an optional `/step`. */
function rangeOf(text: string, { least, most, names }: Bounds): Range {
  const [span = '', stepText, ...moreSteps] = text.split('/');
  const [low = '', high, ...moreEnds] = span.split('-');
  const isAny = low === '*' || low === '?';
  let start = isAny ? least : numberOf(low, names);
  let end = isAny ? most : start;
  if (!isAny && high !== undefined) end = numberOf(high, names);
  if (!isAny && moreEnds.length > 0) throw new ScheduleError(`too many hyphens: ${text}`);
  if (moreSteps.length > 0) throw new ScheduleError(`too many slashes: ${text}`);
  const step = stepText === undefined ? 1 : numberOf(stepText);
  if (stepText !== undefined && high === undefined && !isAny) end = most;
  if (start < least)
    throw new ScheduleError(`beginning of range (${start}) below minimum (${least}): ${text}`);
  if (end > most) throw new ScheduleError(`end of range (${end}) above maximum (${most}): ${text}`);
  if (start > end)
    throw new ScheduleError(`beginning of range (${start}) beyond end of range (${end}): ${text}`);
  if (step === 0) throw new ScheduleError(`step of range should be a positive number: ${text}`);
  start = Math.max(start, least);
  return { start, end, step, isAny: isAny && step <= 1 };
}

function numberOf(text: string, names: readonly string[] = []): number {
  const named = names.indexOf(text.toLowerCase());
  // Months count from 1, weekdays from 0.
  if (named >= 0) return names.length === 12 ? named + 1 : named;
  if (!/^[+-]?\d{1,9}$/.test(text))
    throw new ScheduleError(
      `failed to parse int from ${text}: strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`,
    );
  const value = Number(text);
  if (value < 0) throw new ScheduleError(`negative number (${value}) not allowed: ${text}`);
  return value;
}

const units: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };

/** `@every 1h30m`, rounded down to seconds, at least one. */
function everySchedule(text: string): CronSchedule {
  const duration = text.slice('@every '.length);
  if (!/^(\d{1,9}(\.\d{1,9})?(h|ms|m|s))+$/.test(duration))
    throw new ScheduleError(
      `failed to parse duration ${text}: time: invalid duration ${JSON.stringify(duration)}`,
    );
  let ms = 0;
  for (const [, amount = '', unit = ''] of duration.matchAll(/([\d.]+)(h|ms|m|s)/g))
    ms += Number(amount) * (units[unit] ?? 0);
  const every = Math.max(1000, Math.floor(ms / 1000) * 1000);
  return { next: (after) => Math.floor(after / 1000) * 1000 + every };
}
