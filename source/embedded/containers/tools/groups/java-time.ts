import { JavaError } from '../command-line/java-main.ts';

/**
 * Milliseconds since the epoch for `yyyy-MM-dd'T'HH:mm:ss.SSS` with a zone: `Z`, `+hh:mm`, or `+hh`, after which the rest is not read, so
 * that `+0530` means `+05`; UTC without one. Throws JavaError.
 */
export function timestampOf(text: string): number {
  const [, time] = text.split('T');
  if (time === undefined || time === '')
    throw unparseable("Error parsing timestamp. It does not contain a 'T' according to ISO8601 format");
  const zoned = /[-+Z]/.test(time) ? text : `${text}Z`;
  const match = /^(\d+)-(\d+)-(\d+)T(\d+):(\d+):(\d+)\.(\d+)(?:Z|([-+])(\d\d)(?::(\d\d))?)/.exec(zoned);
  if (match === null) throw unparseable(`Unparseable date: "${zoned}"`);
  const [year, month, day, hour, minute, second, ms] = match.slice(1, 8).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const [hours, minutes] = [Number(match[9] ?? 0), Number(match[10] ?? 0)];
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const isReal =
    date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === day &&
    hour < 24 &&
    minute < 60 &&
    second < 60 &&
    ms < 1000 &&
    hours < 24 &&
    minutes < 60;
  if (!isReal) throw unparseable(`Unparseable date: "${zoned}"`);
  date.setUTCHours(hour, minute, second, ms);
  const offset = (hours * 60 + minutes) * 60_000;
  return date.getTime() - (match[8] === '-' ? -offset : offset);
}

function unparseable(message: string): JavaError {
  return new JavaError('java.text.ParseException', message);
}

/** Milliseconds of an ISO 8601 duration, `PnDTnHnMn.nS`, as `java.time.Duration` parses it. Throws JavaError. */
export function durationOf(text: string): number {
  const match =
    /^([-+]?)P(?:([-+]?\d+)D)?(T(?:([-+]?\d+)H)?(?:([-+]?\d+)M)?(?:([-+]?)(\d+)(?:[.,](\d{0,9}))?S)?)?$/i.exec(
      text,
    );
  const [, sign, days, time, hours, minutes, secondsSign, seconds, fraction] = match ?? [];
  const isEmpty = [days, hours, minutes, seconds].every((part) => part === undefined);
  if (match === null || isEmpty || time?.toUpperCase() === 'T')
    throw new JavaError('java.time.format.DateTimeParseException', 'Text cannot be parsed to a Duration');
  const whole = Number(days ?? 0) * 86_400 + Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60;
  const rest = Number(`${seconds ?? 0}.${fraction ?? 0}`) * (secondsSign === '-' ? -1 : 1);
  return (sign === '-' ? -1 : 1) * (whole + rest) * 1000;
}
