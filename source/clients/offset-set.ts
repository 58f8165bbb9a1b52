/**
 * A set of offsets kept as ranges. Offsets arrive nearly in order, so there is one range, or a few; memory grows with the gaps,
 * never with the messages.
 */
export class OffsetSet {
  /** Sorted, disjoint, not touching; `[first, last]`, both inclusive. */
  readonly #ranges: [number, number][] = [];
  #size = 0;

  /** How many distinct offsets were added. */
  get size(): number {
    return this.#size;
  }

  /** Sorted, apart from each other, `[first, last]`, both inclusive. */
  ranges(): (readonly [number, number])[] {
    return this.#ranges.map(([first, last]) => [first, last]);
  }

  /** False if the offset was there already. */
  add(offset: number): boolean {
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
    return true;
  }
}
