import type { Clock } from '../../../source/time/clock.ts';

interface Timer {
  readonly at: number;
  readonly action: () => void;
}

/** A clock that stands still until a test moves it. */
export class FakeClock implements Clock {
  #now = Date.parse('2026-11-22T14:00:00Z');
  readonly #timers = new Set<Timer>();

  wall = (): number => this.#now;

  monotonic = (): number => this.#now;

  after(ms: number, action: () => void): () => void {
    const timer = { at: this.#now + Math.max(0, ms), action };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  get pending(): number {
    return this.#timers.size;
  }

  /** Fires what falls due within `ms`, in order; in between all that follows from it happens. */
  async advance(ms: number): Promise<void> {
    const until = this.#now + ms;
    await settle();
    for (;;) {
      const [next] = [...this.#timers].filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at);
      if (!next) break;
      this.#timers.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.action();
      await settle();
    }
    this.#now = until;
    await settle();
  }
}

/** Lets the event loop turn until whatever was set off has run its course: controllers answer in at most a few turns each. */
export async function settle(turns = 60): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
}
