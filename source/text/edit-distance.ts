export interface EditDistanceOptions {
  /** Whether two neighbouring letters that change places are one edit (optimal string alignment) or two (Levenshtein). */
  readonly transpositions: boolean;
}

/** How many letters have to be inserted, left out, replaced or transposed to get from one text to the other. */
export function editDistance(one: string, other: string, { transpositions }: EditDistanceOptions): number {
  let [before, row]: [number[], number[]] = [[], Array.from({ length: other.length + 1 }, (_, at) => at)];
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const cost = one[i - 1] === other[j - 1] ? 0 : 1;
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + cost);
      if (transpositions && i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1])
        next[j] = Math.min(next[j]!, before[j - 2]! + 1);
    }
    [before, row] = [row, next];
  }
  return row[other.length]!;
}
