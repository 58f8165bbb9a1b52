import type { LogRing } from '../../session/view.ts';
import { matchesPattern, type Pattern } from './pattern.ts';
import { withinTimeBox } from './time-box.ts';

interface MatchIndex {
  readonly pattern: Pattern;
  /** Line numbers that match, ascending. */
  numbers: number[];
  /** Lines below this number have been searched. */
  seenTo: number;
}

const indexes = new WeakMap<LogRing, MatchIndex>();

/**
 * The numbers of the ring's lines that match, ascending. Searches only lines that arrived since the last call with the same
 * pattern object, so that the cost of a filter depends on new lines, not on the size of the ring.
 */
export function matchingNumbers(ring: LogRing, pattern: Pattern): readonly number[] {
  const first = ring.total - ring.length;
  let index = indexes.get(ring);
  if (!index || index.pattern !== pattern) {
    index = { pattern, numbers: [], seenTo: first };
    indexes.set(ring, index);
  }
  const fresh = ring.slice(Math.max(first, index.seenTo), ring.total);
  const find = (): number[] =>
    fresh.filter((entry) => matchesPattern(pattern, entry)).map((entry) => entry.number);
  if (fresh.length > 0) index.numbers.push(...withinTimeBox(pattern, find, () => []));
  index.seenTo = ring.total;
  const gone = lowerBound(index.numbers, first);
  if (gone > 0) index.numbers = index.numbers.slice(gone);
  return index.numbers;
}

/** The index of the first number that is at least `value`. */
export function lowerBound(numbers: readonly number[], value: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (numbers[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
