import type { JournalEvent } from '../../journal/events.ts';
import type { Finding } from '../model/finding.ts';
import { LineList } from './line-list.ts';

/** A clock that is kept right drifts less within a session. */
const toleranceMs = 5_000;

/**
 * Compares the two times of each record: the wall clock, which a person can set, and the time since the process began, which stands still
 * while the machine sleeps. They advance together, or one of the two has jumped.
 */
export class Clocks {
  #offset: number | undefined;
  #lastMs = 0;
  #lastWall: number | undefined;
  readonly #forward = new LineList();
  readonly #setBack = new LineList();
  #firstForwardMs = 0;
  #firstBackMs = 0;
  readonly #goesBack = new LineList();

  add(line: number, event: JournalEvent): void {
    const wall = Date.parse(event.at);
    if (Number.isNaN(wall)) {
      this.#goesBack.add(line);
      return;
    }
    if (event.type === 'session-started') {
      // Another process: its time began anew, and the wall clock must not be before the last record.
      if (this.#lastWall !== undefined && wall < this.#lastWall - toleranceMs)
        this.#jump(line, wall - this.#lastWall);
      this.#offset = wall - event.ms;
    } else {
      if (event.ms < this.#lastMs - toleranceMs) this.#goesBack.add(line);
      const offset = wall - event.ms;
      if (this.#offset !== undefined && Math.abs(offset - this.#offset) > toleranceMs) {
        this.#jump(line, offset - this.#offset);
        this.#offset = offset;
      }
      this.#offset ??= offset;
    }
    this.#lastMs = event.ms;
    this.#lastWall = wall;
  }

  findings(): Finding[] {
    const found: Finding[] = [];
    if (this.#setBack.count > 0)
      found.push({
        kind: 'clock',
        weight: 'doubt',
        text: `the clock was set back by ${spanOf(this.#firstBackMs)}, at ${this.#setBack}`,
      });
    if (this.#forward.count > 0)
      found.push({
        kind: 'clock',
        weight: 'note',
        text: `the clock jumped forward by ${spanOf(this.#firstForwardMs)}, at ${this.#forward}: the machine slept, or the clock was set`,
      });
    if (this.#goesBack.count > 0)
      found.push({
        kind: 'time-goes-back',
        weight: 'doubt',
        text: `the time of the process goes back at ${this.#goesBack}, which no process records`,
      });
    return found;
  }

  #jump(line: number, byMs: number): void {
    if (byMs < 0) {
      if (this.#setBack.count === 0) this.#firstBackMs = byMs;
      this.#setBack.add(line);
    } else {
      if (this.#forward.count === 0) this.#firstForwardMs = byMs;
      this.#forward.add(line);
    }
  }
}

/** `8 s`, `3 min`, `2.5 h` */
function spanOf(ms: number): string {
  const seconds = Math.abs(ms) / 1_000;
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 5_400) return `${Math.round(seconds / 60)} min`;
  return `${Math.round(seconds / 360) / 10} h`;
}
