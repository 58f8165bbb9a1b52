/**
 * The existing topics, according to several brokers in turn. A broker that has just started answers before its controller has sent it
 * any topic, so a topic counts as deleted only after as many consecutive answers as there are brokers, and at least two.
 */
export class KnownTopics {
  #names: ReadonlySet<string> = new Set();
  #missedInARow = 0;

  /** A topic that should exist but is missing from a broker's answer; undefined if the answer is accepted. */
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
