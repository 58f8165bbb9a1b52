import type { Row } from '../part.ts';

const mostReasons = 3;
const longestReason = 220;

/** Counts the tries of one row, and remembers why some broke. */
export class Tally {
  readonly what: string;
  readonly #unit: string;
  readonly #seed: number;
  readonly #reasons = new Map<string, number>();
  #count = 0;
  #broken = 0;
  #slowestMs = 0;

  constructor(what: string, unit: string, seed: number) {
    this.what = what;
    this.#unit = unit;
    this.#seed = seed;
  }

  get count(): number {
    return this.#count;
  }

  /** One try; `complaints` is empty if the promise held. */
  add(complaints: readonly string[], tookMs = 0): void {
    this.#count += 1;
    this.#slowestMs = Math.max(this.#slowestMs, tookMs);
    if (complaints.length === 0) return;
    this.#broken += 1;
    const reason = complaints.join('; ').replaceAll(/\s+/g, ' ').slice(0, longestReason);
    this.#reasons.set(reason, (this.#reasons.get(reason) ?? 0) + 1);
  }

  /** `measured` describes all tries, whether they broke or not. */
  row(measured = ''): Row {
    const reasons = [...this.#reasons].sort((one, other) => other[1] - one[1]);
    const more = reasons.length - mostReasons;
    const said = [
      measured,
      ...(this.#slowestMs > 0 ? [`slowest ${(this.#slowestMs / 1_000).toFixed(1)} s`] : []),
      ...reasons.slice(0, mostReasons).map(([reason, times]) => `${times} × ${reason}`),
      ...(more > 0 ? [`and ${more} other ways`] : []),
    ];
    return {
      what: this.what,
      seed: this.#seed,
      count: this.#count,
      unit: this.#unit,
      broken: this.#broken,
      details: said.filter((each) => each !== '').join('; '),
    };
  }
}
