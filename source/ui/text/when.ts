const dayMs = 24 * 60 * 60 * 1000;

/** `today 09:05`, `yesterday 23:10`, `2026-11-20 08:00`: a time in the local time zone; both ms since the epoch. */
export function whenInWords(at: number, now: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const dayOf = (time: number): string => {
    const date = new Date(time);
    return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  };
  const date = new Date(at);
  const day = dayOf(at);
  const name = day === dayOf(now) ? 'today' : day === dayOf(now - dayMs) ? 'yesterday' : day;
  return `${name} ${two(date.getHours())}:${two(date.getMinutes())}`;
}
