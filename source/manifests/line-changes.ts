const mostLines = 2_000;

/**
 * The lines that differ between two texts, `- ` before and `+ ` after, in order; without context. Longer texts than 2,000 lines are
 * not compared.
 */
export function lineChanges(before: string, after: string): string[] {
  const a = before.split('\n');
  const b = after.split('\n');
  if (before === after || a.length > mostLines || b.length > mostLines) return [];
  // common[i][j]: the longest common subsequence of a from i and b from j
  const common = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i -= 1)
    for (let j = b.length - 1; j >= 0; j -= 1)
      common[i]![j] =
        a[i] === b[j] ? common[i + 1]![j + 1]! + 1 : Math.max(common[i + 1]![j]!, common[i]![j + 1]!);
  const changes: string[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      i += 1;
      j += 1;
    } else if (i < a.length && (j >= b.length || common[i + 1]![j]! >= common[i]![j + 1]!))
      changes.push(`- ${a[i++]}`);
    else changes.push(`+ ${b[j++]}`);
  }
  return changes;
}
