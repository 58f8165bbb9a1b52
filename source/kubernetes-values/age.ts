const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;
const year = 365 * day;

/** A duration in milliseconds as kubectl abbreviates it, `5s`, `2m30s`, `3h5m`, `9d`: two units while the smaller one matters. */
export function humanDuration(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  const whole = Math.floor(seconds);
  if (whole < 2 * minute) return `${whole}s`;
  if (whole < 10 * minute) return pair(whole, minute, 'm', 1, 's');
  if (whole < 3 * hour) return `${Math.floor(whole / minute)}m`;
  if (whole < 8 * hour) return pair(whole, hour, 'h', minute, 'm');
  if (whole < 2 * day) return `${Math.floor(whole / hour)}h`;
  if (whole < 8 * day) return pair(whole, day, 'd', hour, 'h');
  if (whole < 2 * year) return `${Math.floor(whole / day)}d`;
  if (whole < 8 * year) return pair(whole, year, 'y', day, 'd');
  return `${Math.floor(whole / year)}y`;
}

function pair(seconds: number, unit: number, name: string, smaller: number, smallerName: string): string {
  const rest = Math.floor((seconds % unit) / smaller);
  return `${Math.floor(seconds / unit)}${name}${rest > 0 ? `${rest}${smallerName}` : ''}`;
}

/** Time since an RFC 3339 timestamp; `<unknown>` without one. */
export function age(timestamp: unknown, now = Date.now()): string {
  const at = typeof timestamp === 'string' ? Date.parse(timestamp) : Number.NaN;
  return Number.isNaN(at) ? '<unknown>' : humanDuration(now - at);
}
