import { setMaxListeners } from 'node:events';
import { LabError } from '../errors/lab-error.ts';
import type { Clock } from './clock.ts';

/**
 * Runs `work` with a signal of its own that aborts with `signal` or after `ms`. Settles at that moment even where `work`
 * ignores its signal, so that nothing that hangs can hold up a session.
 * @throws LabError `cluster`: the time is up; `what` says in its message what took too long.
 */
export async function withTimeLimit<T>(
  clock: Clock,
  ms: number,
  signal: AbortSignal,
  what: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const controller = new AbortController();
  // Work on many pods at once has as many requests that listen; the signal goes with the work.
  setMaxListeners(0, controller.signal);
  const onAbort = (): void => controller.abort(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  const cancelTimer = clock.after(ms, () =>
    controller.abort(new LabError('cluster', `${what}: no answer within ${ms / 1000} s`)),
  );
  const aborted = new Promise<never>((_resolve, reject) => {
    controller.signal.addEventListener('abort', () => reject(controller.signal.reason), { once: true });
  });
  try {
    return await Promise.race([work(controller.signal), aborted]);
  } finally {
    cancelTimer();
    signal.removeEventListener('abort', onAbort);
  }
}
