const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const months = 'January February March April May June July August September October November December'.split(
  ' ',
);

/** A time as strftime(3) writes it, in UTC like containers. `nanoseconds` has nine digits. */
export function strftime(format: string, ms: number, nanoseconds = ''): string {
  const date = new Date(ms);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = Math.floor(
    (Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()) -
      Date.UTC(date.getUTCFullYear(), 0, 1)) /
      86_400_000,
  );
  const hour12 = date.getUTCHours() % 12 === 0 ? 12 : date.getUTCHours() % 12;
  const week = (first: number): number => Math.floor((day + 7 - ((date.getUTCDay() + 7 - first) % 7)) / 7);
  const fields: Readonly<Record<string, () => string>> = {
    a: () => weekdays[date.getUTCDay()]!.slice(0, 3),
    A: () => weekdays[date.getUTCDay()]!,
    b: () => months[date.getUTCMonth()]!.slice(0, 3),
    B: () => months[date.getUTCMonth()]!,
    h: () => months[date.getUTCMonth()]!.slice(0, 3),
    c: () => strftime('%a %b %e %H:%M:%S %Y', ms),
    C: () => two(Math.floor(date.getUTCFullYear() / 100)),
    d: () => two(date.getUTCDate()),
    D: () => strftime('%m/%d/%y', ms),
    e: () => String(date.getUTCDate()).padStart(2),
    F: () => strftime('%Y-%m-%d', ms),
    H: () => two(date.getUTCHours()),
    I: () => two(hour12),
    j: () => String(day + 1).padStart(3, '0'),
    k: () => String(date.getUTCHours()).padStart(2),
    l: () => String(hour12).padStart(2),
    m: () => two(date.getUTCMonth() + 1),
    M: () => two(date.getUTCMinutes()),
    n: () => '\n',
    N: () =>
      nanoseconds ||
      String(((ms % 1000) + 1000) % 1000)
        .padStart(3, '0')
        .padEnd(9, '0'),
    p: () => (date.getUTCHours() < 12 ? 'AM' : 'PM'),
    P: () => (date.getUTCHours() < 12 ? 'am' : 'pm'),
    r: () => strftime('%I:%M:%S %p', ms),
    R: () => strftime('%H:%M', ms),
    s: () => String(Math.floor(ms / 1000)),
    S: () => two(date.getUTCSeconds()),
    t: () => '\t',
    T: () => strftime('%H:%M:%S', ms),
    u: () => String(date.getUTCDay() === 0 ? 7 : date.getUTCDay()),
    U: () => two(week(0)),
    w: () => String(date.getUTCDay()),
    W: () => two(week(1)),
    x: () => strftime('%m/%d/%y', ms),
    X: () => strftime('%H:%M:%S', ms),
    y: () => two(date.getUTCFullYear() % 100),
    Y: () => String(date.getUTCFullYear()),
    z: () => '+0000',
    Z: () => 'UTC',
    '%': () => '%',
  };
  return format.replace(/%(:z|-?[0-9]*[A-Za-z%])/g, (whole, text: string) => {
    if (text === ':z') return '+00:00';
    const match = /^(-?)(\d*)(.)$/.exec(text);
    const value = fields[match?.[3] ?? '']?.();
    if (value === undefined) return whole;
    if (match?.[1] === '-') return value.replace(/^[0 ]+(?=.)/, '');
    return match?.[2] && match[3] === 'N' ? value.slice(0, Number(match[2])) : value;
  });
}
