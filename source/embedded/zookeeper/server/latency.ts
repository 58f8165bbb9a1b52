/** How long requests took, in whole ms. */
export class Latency {
  #count = 0;
  #sum = 0;
  #least = 0;
  #most = 0;

  add(ms: number): void {
    const whole = Math.max(0, Math.trunc(ms));
    this.#least = this.#count === 0 ? whole : Math.min(this.#least, whole);
    this.#most = Math.max(this.#most, whole);
    this.#count += 1;
    this.#sum += whole;
  }

  get least(): number {
    return this.#least;
  }

  get most(): number {
    return this.#most;
  }

  /** As a whole number, rounded down. */
  get wholeMean(): number {
    return this.#count === 0 ? 0 : Math.trunc(this.#sum / this.#count);
  }

  reset(): void {
    this.#count = this.#sum = this.#least = this.#most = 0;
  }

  /** With up to four decimals, and at least one: `0.0`. */
  get mean(): string {
    const mean = this.#count === 0 ? 0 : Math.round((this.#sum / this.#count) * 10_000) / 10_000;
    return Number.isInteger(mean) ? mean.toFixed(1) : String(mean);
  }
}
