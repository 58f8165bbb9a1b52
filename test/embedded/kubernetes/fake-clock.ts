import type { Clock } from '../../../source/time/clock.ts';

interface Timer {
  readonly at: number;
  readonly action: () => void;
}

/** A clock that moves only when a test moves it. */
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

  /** Runs the timers that are due within `ms`, in order, and everything that follows from each. */
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

/** Lets the event loop turn until everything in progress is done: controllers respond within a few turns each. */
export async function settle(turns = 300): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
}
