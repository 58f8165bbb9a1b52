/** One entry for so many bytes of log, as Kafka's `log.index.interval.bytes`. */
const intervalBytes = 4096;

/**
 * Where in a segment to start a search: an entry about every 4 KiB, by offset and time. The batch headers in between are scanned.
 * Twenty-four bytes an entry: 100 KiB for a segment of 16 MiB.
 */
export class SparseIndex {
  readonly #offsets: number[] = [];
  readonly #positions: number[] = [];
  /** The greatest timestamp of all batches before the entry. */
  readonly #timestampsBefore: number[] = [];
  #nextPosition = 0;

  /** Indexes a batch, in log order. */
  add(baseOffset: number, position: number, greatestTimestampBefore: number): void {
    if (position < this.#nextPosition) return;
    this.#offsets.push(baseOffset);
    this.#positions.push(position);
    this.#timestampsBefore.push(greatestTimestampBefore);
    this.#nextPosition = position + intervalBytes;
  }

  /**
   * Forgets the entries from a position on. Returns where the last one that stays points, and the greatest timestamp before it: the start
   * and −1 if none stays.
   */
  truncateTo(position: number): { readonly position: number; readonly timestampBefore: number } {
    const kept = lastWhere(this.#positions, (one) => one < position) + 1;
    for (const column of [this.#offsets, this.#positions, this.#timestampsBefore]) column.length = kept;
    const last = this.#positions[kept - 1];
    this.#nextPosition = last === undefined ? 0 : last + intervalBytes;
    return { position: last ?? 0, timestampBefore: this.#timestampsBefore[kept - 1] ?? -1 };
  }

  /** The position of a batch at or before the one that contains `offset`. */
  floorOfOffset(offset: number): number {
    return this.#positions[lastWhere(this.#offsets, (base) => base <= offset)] ?? 0;
  }

  /** The position of a batch at or before the first one with a timestamp of at least `timestamp`. */
  floorOfTimestamp(timestamp: number): number {
    return this.#positions[lastWhere(this.#timestampsBefore, (before) => before < timestamp)] ?? 0;
  }
}

/** The last index of an ascending array that satisfies `low`, −1 for none. */
function lastWhere(values: readonly number[], low: (value: number) => boolean): number {
  let left = 0;
  let right = values.length;
  while (left < right) {
    const middle = (left + right) >>> 1;
    if (low(values[middle]!)) left = middle + 1;
    else right = middle;
  }
  return left - 1;
}
