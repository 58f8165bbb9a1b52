/**
 * The elements of a script's array by number. A copy shares them with the original until one of the two changes, so that a subshell costs
 * nothing, and the highest number is known without looking for it.
 */
export class ShellArray {
  #elements: Map<number, string>;
  #isShared = false;
  #highest = -1;
  /** Whether the elements were added by rising number. */
  #isSorted = true;

  constructor(values: Iterable<string> = []) {
    this.#elements = new Map();
    for (const value of values) this.set(this.#highest + 1, value);
  }

  copy(): ShellArray {
    const copied = new ShellArray();
    copied.#elements = this.#elements;
    copied.#highest = this.#highest;
    copied.#isSorted = this.#isSorted;
    copied.#isShared = true;
    this.#isShared = true;
    return copied;
  }

  get size(): number {
    return this.#elements.size;
  }

  /** The number of the next element that is appended. */
  get end(): number {
    return this.#highest + 1;
  }

  get(index: number): string | undefined {
    return this.#elements.get(index);
  }

  set(index: number, value: string): void {
    this.#own();
    if (index < this.#highest && !this.#elements.has(index)) this.#isSorted = false;
    this.#highest = Math.max(this.#highest, index);
    this.#elements.set(index, value);
  }

  delete(index: number): void {
    this.#own();
    if (!this.#elements.delete(index) || index < this.#highest) return;
    this.#highest = -1;
    for (const key of this.#elements.keys()) this.#highest = Math.max(this.#highest, key);
  }

  /** The numbers of the elements, rising. */
  keys(): number[] {
    this.#sort();
    return [...this.#elements.keys()];
  }

  /** The elements in the order of their numbers. */
  values(): string[] {
    this.#sort();
    return [...this.#elements.values()];
  }

  #sort(): void {
    if (this.#isSorted) return;
    this.#elements = new Map([...this.#elements].sort(([a], [b]) => a - b));
    this.#isShared = false;
    this.#isSorted = true;
  }

  #own(): void {
    if (!this.#isShared) return;
    this.#elements = new Map(this.#elements);
    this.#isShared = false;
  }
}
