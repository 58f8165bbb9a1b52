import { ApiStatusError, ApiUnreachableError } from './api/api-errors.ts';
import type { ClusterObserver } from './model/cluster.ts';

type Trouble = 'away' | 'unauthorized';

/**
 * The same observer, which reports once that the API server is unreachable or no longer accepts the credentials, and once that it
 * responds again. Requests are not held back meanwhile: callers retry.
 */
export function reportApiOutages(
  observer: ClusterObserver,
  tell: (level: 'info' | 'error', text: string) => void,
): ClusterObserver {
  let trouble: Trouble | undefined;
  let since = 0;

  function answered(): void {
    if (trouble === undefined) return;
    trouble = undefined;
    tell('info', `the API server answers again, after ${Math.round((performance.now() - since) / 1000)} s`);
  }

  function failed(error: unknown): void {
    const now = troubleOf(error);
    if (now === undefined || now === trouble) return;
    if (trouble === undefined) since = performance.now();
    trouble = now;
    if (now === 'away') tell('error', `${(error as Error).message}; it is asked again until it does`);
    else
      tell(
        'error',
        'the cluster does not accept the credentials any more (401): sign in again as you do for kubectl, then start kafka-lab again with this --session',
      );
  }

  async function watch<T>(answer: Promise<T>): Promise<T> {
    try {
      const value = await answer;
      answered();
      return value;
    } catch (error) {
      failed(error);
      throw error;
    }
  }

  return {
    look: (name, signal) => watch(observer.look(name, signal)),
    situation: (signal) => watch(observer.situation(signal)),
    counts: (signal) => watch(observer.counts(signal)),
    followLogs: (selector, onLine, signal, onUnexpected) =>
      observer.followLogs(selector, onLine, signal, onUnexpected),
  };
}

function troubleOf(error: unknown): Trouble | undefined {
  if (error instanceof ApiUnreachableError) return 'away';
  return error instanceof ApiStatusError && error.code === 401 ? 'unauthorized' : undefined;
}
