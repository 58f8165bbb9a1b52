import { RoundRobin } from './round-robin.ts';

/** Whose work it is. Each lane gets as many turns of the loop as the others, so that a flood of requests in one protocol delays those in another by a few slices. */
export type Lane = 'api' | 'uploads' | 'kafka' | 'zookeeper' | 'pods' | 'cluster';

export interface Waiter {
  readonly lane: Lane;
  /** Such as a connection: within a lane, owners take turns as well. */
  readonly owner: unknown;
  readonly run: () => void;
  /** Its work happens after `run` returns, in a microtask or a tick: nothing else may run in this turn. */
  readonly takesWholeTurn: boolean;
}

/** Who waits for a turn of the loop, by lane, and within each lane by owner. */
export class WaitingTurns {
  readonly #lanes = new Map<Lane, RoundRobin<Waiter>>();
  /** Those that have waiters, in the order in which they come next. */
  readonly #next = new Set<Lane>();

  get isEmpty(): boolean {
    return this.#next.size === 0;
  }

  add(waiter: Waiter): void {
    let lane = this.#lanes.get(waiter.lane);
    if (!lane) {
      lane = new RoundRobin();
      this.#lanes.set(waiter.lane, lane);
    }
    lane.add(waiter.owner, waiter);
    this.#next.add(waiter.lane);
  }

  take(): Waiter | undefined {
    for (const name of this.#next) {
      const lane = this.#lanes.get(name);
      const waiter = lane?.take();
      this.#next.delete(name);
      if (lane && lane.size > 0) this.#next.add(name);
      if (waiter) return waiter;
    }
    return undefined;
  }

  remove(waiter: Waiter): void {
    this.#lanes.get(waiter.lane)?.remove(waiter.owner, waiter);
  }
}
