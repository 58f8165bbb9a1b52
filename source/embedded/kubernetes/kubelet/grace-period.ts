import type { Stored } from '../../../kubernetes-types/kinds.ts';

/** How long a pod that is being deleted has to end. A later request may shorten that, and never prolong it. */
export class GracePeriod {
  #seconds = Number.POSITIVE_INFINITY;
  #killAt = Number.POSITIVE_INFINITY;

  /** What is left of it, in ms; `now` in ms since the epoch. */
  remaining({ metadata, spec }: Stored<'pods'>, now: number): number {
    const seconds = metadata.deletionGracePeriodSeconds ?? spec.terminationGracePeriodSeconds ?? 30;
    if (seconds < this.#seconds) {
      this.#seconds = seconds;
      this.#killAt = Math.min(this.#killAt, now + seconds * 1000);
    }
    return Math.max(0, this.#killAt - now);
  }
}
