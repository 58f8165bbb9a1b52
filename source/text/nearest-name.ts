import { editDistance } from './edit-distance.ts';

/** Names longer than this are near nothing: the work is bounded by it. */
const longest = 64;

/** The name that `text` was probably meant to be: one that begins with it, else one that is few edits away; undefined if none is close. */
export function nearestName(text: string, names: readonly string[]): string | undefined {
  if (text === '' || text.length > longest) return undefined;
  const begun = names.find((name) => name.startsWith(text));
  if (begun !== undefined) return begun;
  const most = Math.max(1, Math.floor(text.length / 3));
  let near: { name: string; edits: number } | undefined;
  for (const name of names) {
    if (name.length > longest) continue;
    const edits = editDistance(text, name, { transpositions: true });
    if (edits <= most && (near === undefined || edits < near.edits)) near = { name, edits };
  }
  return near?.name;
}
