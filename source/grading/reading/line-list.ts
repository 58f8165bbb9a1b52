/** How many line numbers are named. */
const mostNamed = 3;

/** Counts lines, and keeps the first few. */
export class LineList {
  readonly #first: number[] = [];
  #count = 0;

  add(line: number): void {
    if (this.#count < mostNamed) this.#first.push(line);
    this.#count += 1;
  }

  get count(): number {
    return this.#count;
  }

  /** `line 7`, `lines 7, 9, 12 and 4 more` */
  toString(): string {
    const more = this.#count > mostNamed ? ` and ${this.#count - mostNamed} more` : '';
    return `line${this.#count === 1 ? '' : 's'} ${this.#first.join(', ')}${more}`;
  }
}
