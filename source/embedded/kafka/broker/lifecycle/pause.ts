import type { Timers } from '../../timers.ts';

/** Models SIGSTOP for our own work: callbacks that come due wait until SIGCONT and then run in order. */
export class Pause {
  #waiting: (() => void)[] = [];
  #stopped = false;

  get active(): boolean {
    return this.#stopped;
  }

  start(): void {
    this.#stopped = true;
  }

  end(): void {
    this.#stopped = false;
    const due = this.#waiting;
    this.#waiting = [];
    for (const run of due) this.run(run);
  }

  /** Now, or at the end of the pause. */
  run(action: () => void): void {
    if (this.#stopped) this.#waiting.push(action);
    else action();
  }

  /** Settles when there is no pause. */
  over(): Promise<void> {
    return new Promise((resolve) => this.run(resolve));
  }

  /** Timers that fire late if they come due during a pause. */
  timers(timers: Timers): Timers {
    return {
      now: () => timers.now(),
      after: (delayMs, run) => {
        let cancelled = false;
        const cancel = timers.after(delayMs, () =>
          this.run(() => {
            if (!cancelled) run();
          }),
        );
        return () => {
          cancelled = true;
          cancel();
        };
      },
      afterPendingInput: (run) => timers.afterPendingInput(() => this.run(run)),
    };
  }
}
