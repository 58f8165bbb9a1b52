import type { Clock } from '../../../../time/clock.ts';

/**
 * Names that were freed a moment ago and must not be reused yet. `kubectl delete pod kafka-1` first gets, then lists and watches the pod
 * by name. If the successor exists before the list, kubectl takes it for the deleted pod and keeps waiting. Real clusters take about as
 * long to recreate a pod.
 */
export class NameCooldowns {
  readonly #clock: Clock;
  readonly #lengthMs: number;
  readonly #since = new Map<string, number>();

  constructor(clock: Clock, lengthMs: number) {
    this.#clock = clock;
    this.#lengthMs = lengthMs;
  }

  begin(key: string): void {
    const now = this.#clock.wall();
    for (const [other, since] of this.#since) {
      if (now - since < this.#lengthMs) break;
      this.#since.delete(other);
    }
    this.#since.delete(key);
    this.#since.set(key, now);
  }

  /** How long the name stays reserved, in ms. */
  left(key: string): number {
    const since = this.#since.get(key);
    return since === undefined ? 0 : Math.max(0, since + this.#lengthMs - this.#clock.wall());
  }
}
