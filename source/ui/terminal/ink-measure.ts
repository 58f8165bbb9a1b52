import inkWidth from './ink-width.ts';

/**
 * Ink's `measure-text.js` without its cache, which keeps every text ever measured: the clock, the counts and the bars of each
 * second, megabytes in an hour. Measuring is cheap with `ink-width.ts`, and only changed texts are measured. The bundle replaces Ink's
 * file with this one (scripts/bundle-plugins.js).
 */
export default function measureText(text: string): { readonly width: number; readonly height: number } {
  if (text === '') return { width: 0, height: 0 };
  const lines = text.split('\n');
  return { width: Math.max(...lines.map((line) => inkWidth(line))), height: lines.length };
}
