/** A shutdown that nobody answers (ZooKeeper or the controller is gone) must not hold up the pod. */
export const handOverTimeoutMs = 3000;

/** What a promise resolves with, or undefined if it fails or takes longer than `timeoutMs`. */
export function settledWithin<T>(promise: Promise<T>, timeoutMs: number): Promise<T | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), timeoutMs);
    promise.then(resolve, () => resolve(undefined)).finally(() => clearTimeout(timer));
  });
}
