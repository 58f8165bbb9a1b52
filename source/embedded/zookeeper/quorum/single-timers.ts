import type { ServerClock } from '../clock.ts';

/** Timers that run once, and end together; none starts after that. */
export class SingleTimers {
  readonly #clock: Pick<ServerClock, 'every'>;
  readonly #waiting = new Set<() => void>();
  #isOpen = true;

  constructor(clock: Pick<ServerClock, 'every'>) {
    this.#clock = clock;
  }

  /** Calls `run` once, after `ms`; returns the cancellation. */
  after(ms: number, run: () => void): () => void {
    if (!this.#isOpen) return () => undefined;
    const cancel = this.#clock.every(ms, () => {
      stop();
      run();
    });
    const stop = () => {
      this.#waiting.delete(stop);
      cancel();
    };
    this.#waiting.add(stop);
    return stop;
  }

  close(): void {
    this.#isOpen = false;
    for (const cancel of this.#waiting) cancel();
  }
}
