import inkWidth from './ink-width.ts';

/**
 * Ink's `measure-text.js` without its cache, which keeps every text that was ever measured: the clock, the counts and the bars of each
 * second, megabytes in an hour. Measuring is cheap with `ink-width.ts`, and done for texts that changed alone. The bundle puts this in
 * the place of Ink's (scripts/bundle-plugins.js).
 */
export default function measureText(text: string): { readonly width: number; readonly height: number } {
  if (text === '') return { width: 0, height: 0 };
  const lines = text.split('\n');
  return { width: Math.max(...lines.map((line) => inkWidth(line))), height: lines.length };
}
