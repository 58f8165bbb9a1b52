import { debugLog } from '../../../../debug/debug-log.ts';

const debug = debugLog.section('kafka');

/** A shutdown that nobody answers (ZooKeeper or the controller is gone) must not hold up the pod. */
export const handOverTimeoutMs = 3000;

/** What a promise resolves with, or undefined if it fails or takes longer than `timeoutMs`. */
export function settledWithin<T>(promise: Promise<T>, timeoutMs: number): Promise<T | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), timeoutMs);
    const fail = (error: unknown): void => {
      // The broker stops in any case, and nothing is left that could try again.
      debug('stopping a broker: %s', error);
      resolve(undefined);
    };
    promise.then(resolve, fail).finally(() => clearTimeout(timer));
  });
}
