import type { LogRing, RingLine } from '../../session/view.ts';
import { matchesPattern, type Pattern } from './pattern.ts';
import { withinTimeBox } from './time-box.ts';

export interface Matching {
  /** The numbers of the lines that match, ascending. */
  readonly found: readonly number[];
  /** Those, and the session's own marks, which stay in view under every pattern. */
  readonly kept: readonly number[];
}

interface MatchIndex {
  readonly pattern: Pattern;
  found: number[];
  kept: number[];
  /** Lines below this number have been searched. */
  seenTo: number;
}

const indexes = new WeakMap<LogRing, MatchIndex>();

/**
 * The ring's lines that match. Searches only lines that arrived since the last call with the same pattern object, so that the cost of a filter
 * depends on new lines, not on the size of the ring.
 */
export function matchingLines(ring: LogRing, pattern: Pattern): Matching {
  const first = ring.total - ring.length;
  let index = indexes.get(ring);
  if (!index || index.pattern !== pattern) {
    index = { pattern, found: [], kept: [], seenTo: first };
    indexes.set(ring, index);
  }
  const fresh = ring.slice(Math.max(first, index.seenTo), ring.total);
  const find = (): RingLine[] => fresh.filter((entry) => staysInView(pattern, entry));
  const stays = fresh.length > 0 ? withinTimeBox(pattern, find, () => []) : [];
  for (const { number, kind } of stays) {
    index.kept.push(number);
    if (kind === 'line') index.found.push(number);
  }
  index.seenTo = ring.total;
  index.found = from(index.found, first);
  index.kept = from(index.kept, first);
  return index;
}

/** Whether a line stays in view. The session's own marks always do. */
function staysInView(pattern: Pattern, entry: RingLine): boolean {
  return entry.kind === 'mark' || matchesPattern(pattern, entry.text);
}

/** The numbers that are at least `first`. */
function from(numbers: number[], first: number): number[] {
  const gone = lowerBound(numbers, first);
  return gone > 0 ? numbers.slice(gone) : numbers;
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
