const firstMs = 10_000;
const longestMs = 300_000;
/** After this long without a failure, the next one counts as the first. */
const forgetAfterMs = 600_000;

/** kubelet's back-off: 10 s, doubling with each use up to 5 min, reset after 10 min without failures. */
export class BackOff {
  #delayMs = 0;
  #lastUse = Number.NEGATIVE_INFINITY;

  /** The current delay. */
  get delayMs(): number {
    return this.#delayMs;
  }

  /** The remaining wait after a failure at `failedAt`, in ms; 0 if it is over. */
  remaining(failedAt: number, now: number): number {
    if (now - this.#lastUse > forgetAfterMs) this.#delayMs = 0;
    return Math.max(0, failedAt + this.#delayMs - now);
  }

  /** Records a retry. */
  use(now: number): void {
    this.#delayMs = this.#delayMs === 0 ? firstMs : Math.min(this.#delayMs * 2, longestMs);
    this.#lastUse = now;
  }
}
