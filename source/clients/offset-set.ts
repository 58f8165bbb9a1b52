/** Gaps are far apart in what a consumer reads. Between the messages of two producers to one topic, nearly every offset is a gap. */
const maxRanges = 10_000;

/**
 * A set of offsets kept as ranges. Offsets arrive nearly in order, so there is one range, or a few; memory grows with the gaps, never with
 * the messages, and only up to a limit: beyond it, the lower half of the ranges is forgotten, and any offset there counts as seen.
 */
export class OffsetSet {
  /** Sorted, disjoint, not touching; `[first, last]`, both inclusive. */
  readonly #ranges: [number, number][] = [];
  readonly #maxRanges: number;
  #size = 0;
  /** Offsets up to this one count as seen. */
  #forgottenTo = -1;

  constructor(most = maxRanges) {
    this.#maxRanges = most;
  }

  /** How many distinct offsets were added. */
  get size(): number {
    return this.#size;
  }

  /** Sorted, apart from each other, `[first, last]`, both inclusive; without those forgotten, so that they hold fewer offsets than `size`. */
  ranges(): (readonly [number, number])[] {
    return this.#ranges.map(([first, last]) => [first, last]);
  }

  /** False if the offset was there already. */
  add(offset: number): boolean {
    if (offset <= this.#forgottenTo) return false;
    let index = this.#ranges.length - 1;
    while (index >= 0 && this.#ranges[index]![0] > offset) index--;
    const before = this.#ranges[index];
    if (before && offset <= before[1]) return false;
    const after = this.#ranges[index + 1];
    const joinsBefore = before !== undefined && before[1] + 1 === offset;
    const joinsAfter = after !== undefined && after[0] - 1 === offset;
    if (joinsBefore && joinsAfter) {
      before[1] = after[1];
      this.#ranges.splice(index + 1, 1);
    } else if (joinsBefore) before[1] = offset;
    else if (joinsAfter) after[0] = offset;
    else this.#ranges.splice(index + 1, 0, [offset, offset]);
    this.#size++;
    if (this.#ranges.length > this.#maxRanges) this.#forget();
    return true;
  }

  /** Half of them at once, so that each costs little. */
  #forget(): void {
    const forgotten = this.#ranges.splice(0, Math.ceil(this.#ranges.length / 2));
    this.#forgottenTo = forgotten.at(-1)![1];
  }
}
