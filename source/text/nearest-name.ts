/** Names longer than this are near nothing: the work is bounded by it. */
const longest = 64;

/** The name that `text` was probably meant to be: one that begins with it, else one that few edits away; undefined where none is near. */
export function nearestName(text: string, names: readonly string[]): string | undefined {
  if (text === '' || text.length > longest) return undefined;
  const begun = names.find((name) => name.startsWith(text));
  if (begun !== undefined) return begun;
  const most = Math.max(1, Math.floor(text.length / 3));
  let near: { name: string; edits: number } | undefined;
  for (const name of names) {
    if (name.length > longest) continue;
    const edits = editsBetween(text, name);
    if (edits <= most && (near === undefined || edits < near.edits)) near = { name, edits };
  }
  return near?.name;
}

/** Letters put in, left out or replaced, and neighbours exchanged (optimal string alignment). */
function editsBetween(one: string, other: string): number {
  let [before, row]: [number[], number[]] = [[], Array.from({ length: other.length + 1 }, (_, at) => at)];
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const cost = one[i - 1] === other[j - 1] ? 0 : 1;
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + cost);
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1])
        next[j] = Math.min(next[j]!, before[j - 2]! + 1);
    }
    [before, row] = [row, next];
  }
  return row[other.length]!;
}
