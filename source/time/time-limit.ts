import { LabError } from '../errors/lab-error.ts';
import type { Clock } from './clock.ts';

/**
 * Runs `work` with a signal that aborts with `signal` or after `ms`. Settles at that moment even if `work` ignores its signal, so that
 * nothing can hang a session.
 * @throws LabError `cluster`: time is up; `what` names in the message what took too long.
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
