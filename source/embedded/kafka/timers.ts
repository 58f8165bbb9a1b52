import { backgroundClock } from '../../time/background-clock.ts';

/** Time as the brokers see it: injected, so that a test can turn the clock by hand. */
export interface Timers {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls `run` once after `delayMs`. Returns the cancellation. */
  after(delayMs: number, run: () => void): () => void;
  /**
   * Calls `run` once the input that already waits on sockets has been processed. A session that looks expired because this
   * process was busy is judged only then.
   */
  afterPendingInput(run: () => void): void;
}

// A frame may pass a gateway socket, an in-memory pipe and a codec before it counts as a heartbeat: a turn for each.
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
