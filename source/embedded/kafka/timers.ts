import { backgroundClock } from '../../time/background-clock.ts';

/** The brokers' time source: injected, so that a test can control the clock. */
export interface Timers {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls `run` once after `delayMs`. Returns the cancellation. */
  after(delayMs: number, run: () => void): () => void;
  /**
   * Calls `run` once after the input already waiting on sockets has been processed, so that a session is not expired only because this
   * process was busy.
   */
  afterPendingInput(run: () => void): void;
}

// A frame may pass a gateway socket, an in-memory pipe and a codec before it counts as a heartbeat: one turn for each.
const turnsOfTheLoop = 6;

export const systemTimers: Timers = {
  now: backgroundClock.wall,
  after: backgroundClock.after,
  afterPendingInput(run) {
    const turn = (left: number) => {
      if (left === 0) run();
      else setImmediate(turn, left - 1);
    };
    turn(turnsOfTheLoop);
  },
};
