import type { Clock } from '../../source/time/clock.ts';

interface Timer {
  readonly due: number;
  readonly order: number;
  readonly run: () => void;
}

/** A clock that stands still until nothing else is left to do, and then jumps to the next timer. */
export class FakeClock implements Clock {
  #now = 0;
  #order = 0;
  #timers: Timer[] = [];
  #pumping = false;

  wall(): number {
    return Date.UTC(2026, 10, 22) + this.#now;
  }

  monotonic(): number {
    return this.#now;
  }

  get pending(): number {
    return this.#timers.length;
  }

  after(ms: number, run: () => void): () => void {
    const timer = { due: this.#now + ms, order: this.#order++, run };
    this.#timers.push(timer);
    this.#pump();
    return () => {
      this.#timers = this.#timers.filter((each) => each !== timer);
    };
  }

  #pump(): void {
    if (this.#pumping) return;
    this.#pumping = true;
    setImmediate(() => {
      this.#pumping = false;
      const next = this.#timers.reduce<Timer | undefined>(
        (first, each) =>
          first === undefined || each.due < first.due || (each.due === first.due && each.order < first.order)
            ? each
            : first,
        undefined,
      );
      if (next === undefined) return;
      this.#timers = this.#timers.filter((each) => each !== next);
      this.#now = Math.max(this.#now, next.due);
      next.run();
      if (this.#timers.length > 0) this.#pump();
    });
  }
}
