import type { LogRing, RingLine } from '../view.ts';

/** A circular buffer of log lines: adding is O(1), whatever the rate. */
export class BoundedLogRing implements LogRing {
  readonly #lines: (RingLine | undefined)[];
  #total = 0;

  constructor(capacity = 5_000) {
    this.#lines = new Array<RingLine | undefined>(capacity);
  }

  get version(): number {
    return this.#total;
  }

  get total(): number {
    return this.#total;
  }

  get length(): number {
    return Math.min(this.#total, this.#lines.length);
  }

  add({ pod, at, text, kind }: Omit<RingLine, 'number'>): void {
    this.#lines[this.#total % this.#lines.length] = { number: this.#total, pod, at, text, kind };
    this.#total += 1;
  }

  slice(from: number, to: number): RingLine[] {
    const first = Math.max(Math.trunc(from), this.#total - this.length);
    const end = Math.min(Math.trunc(to), this.#total);
    const result: RingLine[] = [];
    for (let number = first; number < end; number += 1) {
      const line = this.#lines[number % this.#lines.length];
      if (line) result.push(line);
    }
    return result;
  }
}
