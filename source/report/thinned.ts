/** What was seen over time, evenly thinned out where there is much of it, in bounded memory. */
export class Thinned<T> {
  readonly #most: number;
  #kept: T[] = [];
  #seen = 0;
  #every = 1;

  /** `most`: so many are kept, and at least half of them. */
  constructor(most: number) {
    this.#most = most;
  }

  /** `make` is called for those that are kept. */
  add(make: () => T): void {
    if (this.#seen % this.#every === 0) {
      this.#kept.push(make());
      if (this.#kept.length >= this.#most) {
        this.#kept = this.#kept.filter((_, index) => index % 2 === 0);
        this.#every *= 2;
      }
    }
    this.#seen += 1;
  }

  /** How many there were. */
  get seen(): number {
    return this.#seen;
  }

  /** Oldest first. */
  get kept(): readonly T[] {
    return this.#kept;
  }
}
