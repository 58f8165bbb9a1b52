import { matchesPattern, type Pattern } from '../logs/pattern.ts';
import { withinTimeBox } from '../logs/time-box.ts';

/** The index of the next line that matches, from line `from` on, round the end of the file; undefined if none does. */
export function nextMatch(
  lines: readonly string[],
  pattern: Pattern,
  by: 1 | -1,
  from: number,
): number | undefined {
  const count = lines.length;
  const search = (): number | undefined => {
    for (let turn = 0; turn < count; turn += 1) {
      const index = (((from + by * turn) % count) + count) % count;
      if (matchesPattern(pattern, lines[index]!)) return index;
    }
    return undefined;
  };
  return withinTimeBox(pattern, search, () => undefined);
}
