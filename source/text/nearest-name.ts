import { editDistance } from './edit-distance.ts';

/** Names longer than this are near nothing: the work is bounded by it. */
const longest = 64;

/** The name that `text` was probably meant to be: one that begins with it, else one that is few edits away; undefined if none is close. */
export function nearestName(text: string, names: readonly string[]): string | undefined {
  return nearestNames(text, names, 1)[0];
}

/** As many of them as there are at most, the nearest first; of equally near ones, in the order given. */
export function nearestNames(text: string, names: readonly string[], most: number): readonly string[] {
  if (text === '' || text.length > longest) return [];
  const farthest = Math.max(1, Math.floor(text.length / 3));
  const edits = (name: string): number => {
    if (name.startsWith(text)) return 0;
    if (name.length > longest) return Number.POSITIVE_INFINITY;
    return editDistance(text, name, { transpositions: true });
  };
  return [...new Set(names)]
    .map((name) => ({ name, edits: edits(name) }))
    .filter((one) => one.edits <= farthest)
    .sort((one, other) => one.edits - other.edits)
    .slice(0, most)
    .map(({ name }) => name);
}
