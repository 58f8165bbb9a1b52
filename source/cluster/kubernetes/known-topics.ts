/**
 * Which topics there are, as brokers say one after another. A broker that has just started answers before its controller has told it
 * of any topic: that one is gone is believed when as many looks in a row say so as there are brokers, and two at least.
 */
export class KnownTopics {
  #names: ReadonlySet<string> = new Set();
  #missedInARow = 0;

  /** A topic that should be there and is missing from what a broker names; undefined where its answer is believed. */
  missingFrom(named: readonly string[], brokers: number): string | undefined {
    const here = new Set(named);
    const missing = [...this.#names].find((name) => !here.has(name));
    if (missing !== undefined) {
      this.#missedInARow += 1;
      if (this.#missedInARow < Math.max(2, brokers)) return missing;
    }
    this.#missedInARow = 0;
    this.#names = here;
    return undefined;
  }
}
