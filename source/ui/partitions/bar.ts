/**
 * A bar of at most `cells` for one partition: `█` received, `░` not. Its length is the partition's window against the
 * widest; a value above zero shows at least one cell, and a bar is full only if less than a hundredth is missing.
 */
export function bar(received: number, window: number, widest: number, cells: number): string {
  if (window <= 0 || cells <= 0) return '';
  const total = Math.max(1, Math.min(cells, Math.round((cells * window) / Math.max(widest, window))));
  const lag = Math.max(0, window - received);
  let full = Math.round((total * (window - lag)) / window);
  if (lag > 0 && full === total && total > 1 && lag / window > 0.01) full = total - 1;
  if (received > 0 && full === 0) full = 1;
  return '█'.repeat(full) + '░'.repeat(total - full);
}
