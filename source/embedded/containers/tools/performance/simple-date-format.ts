import { JavaError } from '../command-line/java-main.ts';

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** The parts of java.text.SimpleDateFormat that go by numbers and English names, in UTC, by letter and its count. */
const fields: Readonly<Record<string, (date: Date, count: number) => string>> = {
  y: (date, count) => {
    const year = String(date.getUTCFullYear());
    return count === 2 ? year.slice(-2) : year.padStart(count, '0');
  },
  M: (date, count) => {
    const name = months[date.getUTCMonth()]!;
    if (count >= 4) return name;
    return count === 3 ? name.slice(0, 3) : String(date.getUTCMonth() + 1).padStart(count, '0');
  },
  d: (date, count) => String(date.getUTCDate()).padStart(count, '0'),
  H: (date, count) => String(date.getUTCHours()).padStart(count, '0'),
  h: (date, count) => String(date.getUTCHours() % 12 || 12).padStart(count, '0'),
  m: (date, count) => String(date.getUTCMinutes()).padStart(count, '0'),
  s: (date, count) => String(date.getUTCSeconds()).padStart(count, '0'),
  S: (date, count) => String(date.getUTCMilliseconds()).padStart(count, '0'),
  a: (date) => (date.getUTCHours() < 12 ? 'AM' : 'PM'),
  E: (date, count) => (count >= 4 ? days[date.getUTCDay()]! : days[date.getUTCDay()]!.slice(0, 3)),
  z: () => 'UTC',
  Z: () => '+0000',
  X: () => 'Z',
};

/** Formats times by a pattern such as `yyyy-MM-dd HH:mm:ss:SSS`. Throws JavaError for letters that mean nothing. */
export function dateFormat(pattern: string): (ms: number) => string {
  const parts = pattern.match(/'(?:[^']|'')*'|([A-Za-z])\1*|[^A-Za-z']+/g) ?? [];
  for (const part of parts)
    if (/^[A-Za-z]/.test(part) && !Object.hasOwn(fields, part[0]!))
      throw new JavaError('java.lang.IllegalArgumentException', `Illegal pattern character '${part[0]}'`);
  return (ms) => {
    const date = new Date(ms);
    return parts
      .map((part) => {
        if (part.startsWith("'")) return part === "''" ? "'" : part.slice(1, -1).replaceAll("''", "'");
        return fields[part[0]!]?.(date, part.length) ?? part;
      })
      .join('');
  };
}
