import type { Timers } from '../../timers.ts';

/** Whoever waits for something to happen to a partition. `appended` is the bytes that were just added, 0 for other changes. */
export type PartitionWaiter = (appended: number) => void;

/** Where waiters wait: each partition has one. */
export class WaitingRoom {
  private readonly waiters = new Set<PartitionWaiter>();

  get size(): number {
    return this.waiters.size;
  }

  add(waiter: PartitionWaiter): void {
    this.waiters.add(waiter);
  }

  remove(waiter: PartitionWaiter): void {
    this.waiters.delete(waiter);
  }

  /** A waiter may leave, or others come, while it is told. */
  wake(appended: number): void {
    if (this.waiters.size === 0) return;
    for (const waiter of [...this.waiters]) waiter(appended);
  }
}

/**
 * Parks a request in the rooms of its partitions until `ready` says so, time is up, or the connection closed. Resolves once, with
 * true when it was ready.
 */
export function park(options: {
  readonly rooms: readonly WaitingRoom[];
  readonly ready: (appended: number) => boolean;
  readonly timeoutMs: number;
  readonly timers: Timers;
  readonly onClose: (cancel: () => void) => () => void;
}): Promise<boolean> {
  return new Promise((resolve) => {
    const waiter: PartitionWaiter = (appended) => {
      if (options.ready(appended)) finish(true);
    };
    const cancelTimer = options.timers.after(options.timeoutMs, () => finish(false));
    const forgetClose = options.onClose(() => finish(false));
    for (const room of options.rooms) room.add(waiter);
    function finish(ready: boolean) {
      cancelTimer();
      forgetClose();
      for (const room of options.rooms) room.remove(waiter);
      resolve(ready);
    }
  });
}
