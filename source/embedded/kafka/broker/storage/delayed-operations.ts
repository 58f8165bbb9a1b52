import type { Timers } from '../../timers.ts';

/** A request that waits for a change of a partition. `appended` is the number of bytes just added, 0 for other changes. */
export type DelayedOperation = (appended: number) => void;

/** The delayed operations of one partition (Kafka's purgatory). */
export class DelayedOperations {
  readonly #operations = new Set<DelayedOperation>();

  get size(): number {
    return this.#operations.size;
  }

  add(operation: DelayedOperation): void {
    this.#operations.add(operation);
  }

  remove(operation: DelayedOperation): void {
    this.#operations.delete(operation);
  }

  /** Operations may be added or removed during the loop. */
  checkAll(appended: number): void {
    if (this.#operations.size === 0) return;
    for (const operation of [...this.#operations]) operation(appended);
  }
}

/**
 * Delays a request on its partitions until `ready` returns true, the timeout expires, or the connection closes. Resolves once, with true
 * if it was ready.
 */
export function delay(options: {
  readonly on: readonly DelayedOperations[];
  readonly ready: (appended: number) => boolean;
  readonly timeoutMs: number;
  readonly timers: Timers;
  readonly onClose: (cancel: () => void) => () => void;
}): Promise<boolean> {
  return new Promise((resolve) => {
    const operation: DelayedOperation = (appended) => {
      if (options.ready(appended)) finish(true);
    };
    const cancelTimer = options.timers.after(options.timeoutMs, () => finish(false));
    const forgetClose = options.onClose(() => finish(false));
    for (const partition of options.on) partition.add(operation);
    function finish(ready: boolean) {
      cancelTimer();
      forgetClose();
      for (const partition of options.on) partition.remove(operation);
      resolve(ready);
    }
  });
}
