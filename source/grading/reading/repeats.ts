/** So many records twice are no accident. */
const fewest = 10;

/** Counts records that appear again in the same journal. */
export class Repeats {
  readonly #seen = new Map<number, string>();
  #again = 0;
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  /** `text` tells records of the same kind and time apart, as checks of one step are. */
  add(fingerprint: number, text: string): void {
    if (this.#seen.get(fingerprint) === text) this.#again += 1;
    else if (this.#seen.size < this.#most) this.#seen.set(fingerprint, text);
  }

  get fingerprints(): ReadonlySet<number> {
    return new Set(this.#seen.keys());
  }

  /** How many there are, if they are too many to be an accident. */
  get count(): number {
    return this.#again >= fewest ? this.#again : 0;
  }
}
