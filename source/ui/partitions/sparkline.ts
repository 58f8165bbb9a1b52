const levels = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/** Rates as a row of blocks, the newest at its end, the highest of them full; a zero is the lowest block. */
export function sparkline(rates: readonly number[], cells: number): string {
  const shown = cells > 0 ? rates.slice(-cells) : [];
  const highest = Math.max(1, ...shown);
  return shown.map((rate) => levels[Math.min(7, Math.floor((Math.max(0, rate) / highest) * 7.99))]).join('');
}
