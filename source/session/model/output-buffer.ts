import type { OutputLine } from '../view.ts';

/** The last lines of a step's output; older ones are dropped and counted. */
export class OutputBuffer {
  readonly #limit: number;
  #lines: OutputLine[] = [];
  #elided = 0;

  constructor(limit = 2_000) {
    this.#limit = limit;
  }

  get elided(): number {
    return this.#elided + Math.max(0, this.#lines.length - this.#limit);
  }

  add(line: OutputLine): void {
    this.#lines.push(line);
    if (this.#lines.length >= this.#limit * 2) {
      const extra = this.#lines.length - this.#limit;
      this.#lines = this.#lines.slice(extra);
      this.#elided += extra;
    }
  }

  /** Counts lines that were dropped upstream. */
  skip(lines: number): void {
    this.#elided += lines;
  }

  clear(): void {
    this.#lines = [];
    this.#elided = 0;
  }

  lines(): OutputLine[] {
    return this.#lines.slice(-this.#limit);
  }
}
