/** How many of them are named, and how much of each, in characters. */
const mostNamed = 3;
const longestNamed = 100;

/** The entries of a zip whose names lead out of it, counted, the first few by name. */
export class BadNames {
  readonly #first: string[] = [];
  #count = 0;

  add(name: string): void {
    this.#count += 1;
    if (this.#first.length < mostNamed)
      this.#first.push(name.length > longestNamed ? `${name.slice(0, longestNamed)}…` : name);
  }

  /** The end of a sentence that the zip's name begins; undefined where there are none. */
  get wrong(): string | undefined {
    if (this.#count === 0) return undefined;
    const what = this.#count === 1 ? 'an entry that leads' : `${this.#count} entries that lead`;
    const more = this.#count > mostNamed ? ` and ${this.#count - mostNamed} more` : '';
    return `has ${what} out of it and ${this.#count === 1 ? 'is' : 'are'} not read: ${this.#first.map((name) => `\`${name}\``).join(', ')}${more}`;
  }
}
