import { pathOf } from '../../program.ts';
import { writeText } from '../../streams.ts';
import { strftime } from '../tool/strftime.ts';
import { ToolError, tool } from '../tool/tool.ts';

const units: Readonly<Record<string, number>> = {
  second: 1000,
  sec: 1000,
  minute: 60_000,
  min: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
};

/** A date as `date -d` takes it, in ms since 1970: `@0`, `2024-01-02 03:04:05 UTC`, `now`, `yesterday`, `2 hours ago`, `+1 day`. */
export function parseDate(text: string, now = Date.now()): number | undefined {
  const epoch = /^@(-?\d{1,12})(?:\.(\d{1,9}))?$/.exec(text.trim());
  if (epoch !== null) return Number(epoch[1]) * 1000 + Number(`0.${epoch[2] ?? 0}`) * 1000;
  let rest = text.trim().toLowerCase();
  let time = now;
  const absolute =
    /^(\d{4})-(\d\d)-(\d\d)(?:[t ](\d\d):(\d\d)(?::(\d\d)(\.\d+)?)?)?\s*(?:(utc|gmt|z)|([-+])(\d\d):?(\d\d))?/.exec(
      rest,
    );
  if (absolute !== null) {
    const [
      whole,
      year,
      month,
      day,
      hour = '0',
      minute = '0',
      second = '0',
      fraction = '0',
      ,
      sign,
      offsetHours = '0',
      offsetMinutes = '0',
    ] = absolute;
    const offset = (Number(offsetHours) * 60 + Number(offsetMinutes)) * 60_000 * (sign === '-' ? -1 : 1);
    time =
      Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second)) +
      Number(fraction) * 1000 -
      offset;
    if (
      Number(month) < 1 ||
      Number(month) > 12 ||
      Number(day) < 1 ||
      Number(day) > 31 ||
      Number(hour) > 23 ||
      Number(minute) > 59
    )
      return undefined;
    rest = rest.slice(whole.length).trim();
  }
  for (const [word, shift] of [
    ['now', 0],
    ['today', 0],
    ['yesterday', -86_400_000],
    ['tomorrow', 86_400_000],
  ] as const)
    if (new RegExp(`^${word}\\b`).test(rest)) {
      time += shift;
      rest = rest.slice(word.length).trim();
    }
  while (rest !== '') {
    const match = /^([-+]?)\s*(\d{0,9})\s*([a-z]+?)s?(\s+ago)?(?=$|[\s+-])/.exec(rest);
    if (match === null || (match[2] === '' && match[1] === '' && match[4] === undefined)) return undefined;
    const [whole, sign, count = '', unit = '', ago] = match;
    const amount =
      (count === '' ? 1 : Number(count)) * (sign === '-' ? -1 : 1) * (ago === undefined ? 1 : -1);
    if (unit === 'month' || unit === 'year') {
      const date = new Date(time);
      if (unit === 'month') date.setUTCMonth(date.getUTCMonth() + amount);
      else date.setUTCFullYear(date.getUTCFullYear() + amount);
      time = date.getTime();
    } else {
      const ms = units[unit];
      if (ms === undefined) return undefined;
      time += amount * ms;
    }
    rest = rest.slice(whole.length).trim();
  }
  return text.trim() === ''
    ? Date.UTC(new Date(now).getUTCFullYear(), new Date(now).getUTCMonth(), new Date(now).getUTCDate())
    : time;
}

const isoFormats: Readonly<Record<string, string>> = {
  '': '%Y-%m-%d',
  date: '%Y-%m-%d',
  hours: '%Y-%m-%dT%H%:z',
  minutes: '%Y-%m-%dT%H:%M%:z',
  seconds: '%Y-%m-%dT%H:%M:%S%:z',
  s: '%Y-%m-%dT%H:%M:%S%:z',
  ns: '%Y-%m-%dT%H:%M:%S,%N%:z',
};

/** `date [-u] [-d DATE | -r FILE] [-I | -R | +FORMAT]`, in UTC like containers. */
export const date = tool(
  { options: ['u|utc', 'd:|date:', 'r:|reference:', 'I?|iso-8601?', 'R|rfc-email', '|rfc-3339:', 's:|set:'] },
  async (context, options, operands) => {
    const [format] = operands;
    if (options.has('s')) throw new ToolError('cannot set date: Operation not permitted');
    if (operands.length > 1 || (format !== undefined && !format.startsWith('+'))) {
      if (format?.startsWith('+')) throw new ToolError(`extra operand '${operands[1]}'`);
      throw new ToolError(`invalid date '${format}'`);
    }
    const given = options.value('d');
    const reference = options.value('r');
    const time =
      reference !== undefined
        ? context.container.files.about(pathOf(context, reference)).modified
        : given === undefined
          ? Date.now()
          : parseDate(given);
    if (time === undefined) throw new ToolError(`invalid date '${given}'`);
    const iso = options.has('I') ? isoFormats[options.value('I')!] : undefined;
    if (options.has('I') && iso === undefined)
      throw new ToolError(`invalid argument '${options.value('I')}' for '--iso-8601'`);
    const shape =
      format?.slice(1) ??
      iso ??
      (options.has('R')
        ? '%a, %d %b %Y %H:%M:%S %z'
        : options.has('rfc-3339')
          ? '%Y-%m-%d %H:%M:%S%:z'
          : '%a %b %e %H:%M:%S UTC %Y');
    await writeText(context.stdout, `${strftime(shape, time)}\n`);
    return 0;
  },
);
