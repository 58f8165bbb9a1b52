const firstMs = 10_000;
const longestMs = 300_000;
/** After so long without a failure the next one counts as the first. */
const forgetAfterMs = 600_000;

/** kubelet's back-off: 10 s, doubling with each use up to 5 min, forgotten after 10 min of peace. */
export class BackOff {
  #delayMs = 0;
  #lastUse = Number.NEGATIVE_INFINITY;

  /** The delay that is in force, as kubelet writes it: `10s`, `2m40s`. */
  get delayText(): string {
    const seconds = this.#delayMs / 1000;
    return seconds >= 60 ? `${Math.floor(seconds / 60)}m${seconds % 60}s` : `${seconds}s`;
  }

  /** How long to wait still when the last failure was at `failedAt`, in ms; 0: go on. */
  remaining(failedAt: number, now: number): number {
    if (now - this.#lastUse > forgetAfterMs) this.#delayMs = 0;
    return Math.max(0, failedAt + this.#delayMs - now);
  }

  /** Says that one goes on now. */
  use(now: number): void {
    this.#delayMs = this.#delayMs === 0 ? firstMs : Math.min(this.#delayMs * 2, longestMs);
    this.#lastUse = now;
  }
}
