/** Offsets as sorted, disjoint ranges `[first, last]`, both ends inclusive. */
export type Ranges = readonly (readonly [number, number])[];

export function sizeOf(ranges: Ranges): number {
  return ranges.reduce((size, [first, last]) => size + last - first + 1, 0);
}

/** The offsets that any of them covers. */
export function union(all: readonly Ranges[]): Ranges {
  const sorted = all.flat().sort((a, b) => a[0] - b[0]);
  const united: [number, number][] = [];
  for (const [first, last] of sorted) {
    const open = united.at(-1);
    if (open !== undefined && first <= open[1] + 1) open[1] = Math.max(open[1], last);
    else united.push([first, last]);
  }
  return united;
}

/** The part that lies in `[from, to)`. */
export function within(ranges: Ranges, from: number, to: number): Ranges {
  return ranges
    .map(([first, last]) => [Math.max(first, from), Math.min(last, to - 1)] as const)
    .filter(([first, last]) => first <= last);
}

/** The gaps between the ranges. */
export function gapsOf(ranges: Ranges): Ranges {
  return ranges.slice(1).map(([first], index) => [ranges[index]![1] + 1, first - 1] as const);
}
