/** What a replica lacks of its partition's log. */
interface Lag {
  /** The end offset of the replica's own log. */
  end: number;
  /** ms since the epoch: when the replica last had every record. */
  readonly since: number;
}

/**
 * How far the log of each replica of one partition reaches. The records are stored once, so a replica is the beginning of that log: all of
 * it, or up to an end offset of its own. A replica fetches while its broker runs and that of its leader does.
 */
export class ReplicaEnds {
  /** Broker id → what it lacks; a replica that is not here has every record. */
  readonly #lags = new Map<number, Lag>();
  /** Brokers that do not run, or not with this replica. */
  readonly #stopped = new Set<number>();
  readonly #now: () => number;

  /** `now` is ms since the epoch. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Whether every replica has every record. */
  get level(): boolean {
    return this.#lags.size === 0;
  }

  /** The end offset of a replica's log, given that of the stored one. */
  endOf(brokerId: number, logEnd: number): number {
    return this.#lags.get(brokerId)?.end ?? logEnd;
  }

  /** Whether a replica is behind the stored log, and has been since before this time (ms). */
  lagsSince(brokerId: number, logEnd: number, before: number): boolean {
    const lag = this.#lags.get(brokerId);
    return lag !== undefined && lag.end < logEnd && lag.since <= before;
  }

  /** The replica stays as it is, whatever its leader appends. */
  stop(brokerId: number, logEnd: number): void {
    if (this.#stopped.has(brokerId)) return;
    this.#stopped.add(brokerId);
    this.#lag(brokerId, logEnd);
  }

  /** The broker runs again, with this replica. Returns whether it was stopped. */
  resume(brokerId: number): boolean {
    return this.#stopped.delete(brokerId);
  }

  isStopped(brokerId: number): boolean {
    return this.#stopped.has(brokerId);
  }

  /** The leader has appended from `offset` on: a follower lacks that until it fetches. Returns whether it had everything before. */
  fallBehind(brokerId: number, offset: number): boolean {
    if (this.#lags.has(brokerId)) return false;
    this.#lag(brokerId, offset);
    return true;
  }

  #lag(brokerId: number, end: number): void {
    if (!this.#lags.has(brokerId)) this.#lags.set(brokerId, { end, since: this.#now() });
  }

  /** The replica has every record from now on. Returns whether it lacked any. */
  catchUp(brokerId: number): boolean {
    return this.#lags.delete(brokerId);
  }

  /** The replica has the records up to this offset at least. */
  reach(brokerId: number, offset: number): void {
    const lag = this.#lags.get(brokerId);
    if (lag !== undefined) lag.end = Math.max(lag.end, offset);
  }

  /** The stored log ends here now: no replica has more. */
  truncateTo(logEnd: number): void {
    for (const lag of this.#lags.values()) lag.end = Math.min(lag.end, logEnd);
  }

  /** The broker has no replica any longer. */
  drop(brokerId: number): void {
    this.#lags.delete(brokerId);
    this.#stopped.delete(brokerId);
  }
}
